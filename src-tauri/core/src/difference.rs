//! What a feed's change changed, and what that costs more or less: found when the change is believed, by compiling the
//! fortnight with and without it. Kept with the feed, so that it can still be told after a restart.

use crate::calendar::Occurrence;
use crate::cost::{self, Cost};
use crate::feed::{Feed, compared_until};
use crate::request::{Decided, Decider, Ignored, Verdict, title};
use crate::time::Instant;
use crate::timeline::compile;
use crate::units::{Money, Tier};
use crate::world::World;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The last change of a feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// When it was believed.
    pub at: Instant,
    /// What the fortnight costs more; `None` is unknown.
    pub more: Option<Money>,
    /// What changed of what asks for bandwidth, soonest first, at most [`LISTED`].
    pub differs: Vec<Differs>,
    /// How many more there are.
    pub left_out: usize,
}

/// One occurrence that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Differs {
    /// Its title, for people.
    pub title: String,
    /// As it was; none where it is new.
    pub before: Option<Asks>,
    /// As it is; none where it is gone.
    pub now: Option<Asks>,
    /// What it costs more by itself; `None` is unknown.
    pub more: Option<Money>,
}

/// When an occurrence is and what it asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asks {
    /// Start.
    pub from: Instant,
    /// End.
    pub to: Instant,
    /// The highest tier asked for, whether or not it may; none where that cannot be told.
    pub tier: Option<Tier>,
}

/// Differences listed: more than anybody reads.
pub const LISTED: usize = 12;

/// What a new text of a feed changes in the next fortnight.
pub(crate) fn difference(
    world: &World,
    feed: &Feed,
    old: &[Occurrence],
    new: &[Occurrence],
    now: Instant,
) -> Difference {
    let decider = Decider::new(world);
    let near = |list: &[Occurrence]| -> BTreeMap<Name, Decided> {
        let near = list.iter().filter(|one| one.end > now && one.start < compared_until(now));
        let decided = near.map(|one| decider.decide(feed, one)).filter(is_about_bandwidth);
        decided.map(|one| ((one.key.uid.clone(), one.occurrence.recurrence_id), one)).collect()
    };
    let (before, after) = (near(old), near(new));
    let sheet = Sheet { world, now, others: others(world, feed) };
    let mut names: Vec<&Name> = before.keys().chain(after.keys()).collect();
    names.sort_by_key(|name| (before.get(name).or(after.get(name)).map(|one| one.occurrence.start), *name));
    names.dedup();
    names.retain(|name| asks(&decider, feed, before.get(name)) != asks(&decider, feed, after.get(name)));
    let cost = sheet.cost(before.values());
    let listed = names.iter().take(LISTED).filter_map(|name| {
        let (was, is) = (before.get(name), after.get(name));
        let mut with = before.clone();
        with.remove(*name);
        with.extend(is.map(|one| ((*name).clone(), one.clone())));
        Some(Differs {
            title: title(&is.or(was)?.occurrence.details.summary),
            before: asks(&decider, feed, was),
            now: asks(&decider, feed, is),
            more: sheet.cost(with.values()).minus(&cost),
        })
    });
    Difference {
        at: now,
        more: sheet.cost(after.values()).minus(&cost),
        differs: listed.collect(),
        left_out: names.len().saturating_sub(LISTED),
    }
}

/// An occurrence that keeps its name when it is moved: its UID, and of a series its original start.
type Name = (String, Option<Instant>);

/// An ordinary event is nobody's business here.
fn is_about_bandwidth(one: &Decided) -> bool {
    match &one.verdict {
        Verdict::Fires(_) | Verdict::Attention(_) | Verdict::Ignored(Ignored::Suppressed(_)) => true,
        Verdict::Ignored(_) => false,
    }
}

fn asks(decider: &Decider<'_>, feed: &Feed, one: Option<&Decided>) -> Option<Asks> {
    let occurrence = &one?.occurrence;
    let tier = decider.asked(feed, occurrence).into_iter().map(|(_, tier)| tier).max();
    Some(Asks { from: occurrence.start, to: occurrence.end, tier })
}

fn others(world: &World, feed: &Feed) -> Vec<Decided> {
    world.compiled.decided.iter().filter(|one| one.key.feed != feed.id).cloned().collect()
}

struct Sheet<'a> {
    world: &'a World,
    now: Instant,
    others: Vec<Decided>,
}

impl Sheet<'_> {
    /// What the fortnight costs if the feed's occurrences were these.
    fn cost<'d>(&'d self, of_feed: impl Iterator<Item = &'d Decided>) -> Cost {
        let mut decided: Vec<Decided> = self.others.iter().chain(of_feed).cloned().collect();
        let timelines = compile(self.world, &mut decided);
        let tenant = &self.world.tenant;
        let currency = tenant.profile.currency.as_str();
        self.world.circuits.values().fold(Cost::zero(currency), |sum, circuit| {
            let Some(timeline) = timelines.get(&circuit.id) else { return sum };
            let stays = cost::stays(timeline, self.now, compared_until(self.now));
            sum.plus(&cost::of(circuit, &stays, tenant.billing, currency))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{at, circuit, event, feed, tier, world};

    fn change(old: &[Occurrence], new: &[Occurrence]) -> Difference {
        let mut world = world(&[circuit("HQ", "100M")], &[feed("office", &["HQ"])]);
        world.tenant.billing = cost::Billing::PerMinute;
        difference(&world, &world.feeds[&"office".into()], old, new, at(0))
    }

    fn more(one: &Option<Money>) -> String {
        one.as_ref().unwrap().signed()
    }

    #[test]
    fn what_was_added_moved_raised_and_taken_away_is_told_with_its_money() {
        let mut raised = event(600, 660, "200 Mbps, copy");
        raised.uid = "copy".into();
        let mut higher = event(600, 660, "500 Mbps, copy");
        higher.uid = "copy".into();
        let moved = event(300, 360, "1 Gbps, stream");
        let old = [
            event(60, 120, "1 Gbps, stream"),
            raised,
            event(900, 960, "1 Gbps, gone"),
            event(5, 10, "Lunch"),
        ];
        let found = change(&old, &[moved, higher, event(1200, 1260, "1 Gbps, added")]);
        let told: Vec<(&str, Option<Instant>, Option<Instant>, String)> = found
            .differs
            .iter()
            .map(|one| {
                (
                    one.title.as_str(),
                    one.before.map(|one| one.from),
                    one.now.map(|one| one.from),
                    more(&one.more),
                )
            })
            .collect();
        let expected = [
            ("1 Gbps, stream", Some(at(60)), Some(at(300)), "+$0.00".to_owned()),
            ("500 Mbps, copy", Some(at(600)), Some(at(600)), "+$0.20".to_owned()),
            ("1 Gbps, gone", Some(at(900)), None, "\u{2212}$0.74".to_owned()),
            ("1 Gbps, added", None, Some(at(1200)), "+$0.74".to_owned()),
        ];
        assert_eq!(told, expected);
        assert_eq!(more(&found.more), "+$0.20");
        assert_eq!(found.differs[1].before.unwrap().tier, Some(tier("200M")));
    }

    #[test]
    fn an_event_under_a_higher_one_costs_nothing_more() {
        let found = change(
            &[event(60, 300, "1 Gbps, all day")],
            &[event(60, 300, "1 Gbps, all day"), event(90, 120, "500 Mbps, in it")],
        );
        assert_eq!(more(&found.more), "+$0.00");
        assert_eq!(more(&found.differs[0].more), "+$0.00");
    }

    #[test]
    fn only_so_many_are_listed_and_the_rest_is_counted() {
        let many: Vec<Occurrence> =
            (0..20).map(|n| event(60 + n * 100, 120 + n * 100, &format!("1 Gbps, {n}"))).collect();
        let found = change(&[], &many);
        assert_eq!((found.differs.len(), found.left_out), (LISTED, 8));
        assert_eq!(more(&found.more), "+$14.80");
    }
}
