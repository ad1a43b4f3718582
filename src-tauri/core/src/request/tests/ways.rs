//! Which way wins where several name a tier or a circuit (design §5): the rows that the tables beside leave open.

use super::*;

#[test]
fn a_tier_in_the_title_comes_before_a_category_and_a_command_counts_to_the_third_line() {
    let mut world = office();
    let tiers = BTreeMap::new();
    world.tenant.profiles = vec![NamedTier { name: "video".into(), tiers, otherwise: Some(tier("500M")) }];
    let lines = |text: &str| Details { description: text.into(), ..details("lunch") };
    let rows = [
        (
            Details { categories: vec!["Video".into()], ..details("1 Gbps, show") },
            "HQ 1 Gbps by the tier in its title",
        ),
        (lines("one\n#iod 2G"), "HQ 2 Gbps by the command in its description"),
        (lines("one\ntwo\n#iod 2G"), "HQ 2 Gbps by the command in its description"),
        (lines("one\ntwo\nthree\n#iod 2G"), "ignored: it names no tier"),
    ];
    for (details, expected) in rows {
        let found = said(&world, &feed("office", &["HQ"]), &with(0, 60, details.clone()));
        assert_eq!(found, expected, "{details:?}");
    }
}

#[test]
fn a_location_names_the_circuit_in_a_bound_feed_too() {
    let world = world(&[circuit("HQ", "100M"), circuit("Branch", "100M")], &[]);
    let (hq, both) = (["HQ"], ["HQ", "Branch"]);
    let older = "Lumen IoD | Start: 1 Gbps | End: 100 Mbps";
    type Row<'a> = (&'a str, &'a [&'a str], &'a str, &'a str, &'a str);
    let rows: [Row<'_>; 4] = [
        ("the older form's beats the binding", &hq, older, "Branch", "Branch 1 Gbps"),
        ("a name narrows the binding", &both, "1 Gbps", "Branch", "Branch 1 Gbps"),
        ("among other words", &both, "1 Gbps", "Room 4, Branch", "Branch 1 Gbps"),
        ("a room does not", &both, "1 Gbps", "Room 4", "HQ 1 Gbps, Branch 1 Gbps"),
    ];
    for (rule, bound, title, location, expected) in rows {
        let place = Details { location: location.into(), ..details(title) };
        let found = said(&world, &feed("office", bound), &with(0, 60, place));
        assert!(found.starts_with(&format!("{expected} by")), "{rule}: {found}");
    }
}
