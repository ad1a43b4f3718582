//! People's words to values: tiers, circuits, feeds, instants. Every mistake is answered with what to write.

use super::CommandError;
use crate::run::Desk;
use chrono::NaiveDateTime;
use tidegate_core::budget::Budget;
use tidegate_core::circuit::Circuit;
use tidegate_core::feed::{Feed, Suppresses};
use tidegate_core::horizon::USUAL_OVERRIDE;
use tidegate_core::ids::CircuitId;
use tidegate_core::time::{Instant, Span, Zone, instant_of};
use tidegate_core::units::{Money, Tier};

pub(super) fn tier(text: &str) -> Result<Tier, CommandError> {
    text.parse().map_err(|error: tidegate_core::units::TierError| CommandError::usage(error.to_string()))
}

/// A circuit by name, id or tag; exactly one must answer to it.
pub(super) fn circuit<'d>(desk: &'d Desk, word: &str) -> Result<&'d Circuit, CommandError> {
    let word = word.trim_start_matches('@');
    let found = desk.world.answering(word);
    match &found[..] {
        [one] => match one.gone(desk.world.tenant.zone) {
            None => Ok(one),
            Some(gone) => Err(CommandError::not_found(format!(
                "{gone}; nothing was changed. What was taken out comes back with `tidegate circuits restore`"
            ))),
        },
        [] => Err(CommandError::not_found(format!("there is no circuit \"{word}\"; {}", known(desk)))),
        _ => Err(CommandError::usage(format!("\"{word}\" means several circuits; {}", known(desk)))),
    }
}

fn known(desk: &Desk) -> String {
    let names: Vec<&str> = desk.world.circuits.values().map(|circuit| circuit.name.as_str()).collect();
    if names.is_empty() {
        "fetch them with `tidegate circuits sync`".into()
    } else {
        format!("there are {}", names.join(", "))
    }
}

pub(super) fn circuits(desk: &Desk, words: &[String]) -> Result<Vec<CircuitId>, CommandError> {
    words.iter().map(|word| Ok(circuit(desk, word)?.id.clone())).collect()
}

/// A feed by name or id.
pub(super) fn feed<'d>(desk: &'d Desk, word: &str) -> Result<&'d Feed, CommandError> {
    let mut found = desk
        .world
        .feeds
        .values()
        .filter(|feed| feed.id.as_str() == word || feed.name.eq_ignore_ascii_case(word));
    found.next().ok_or_else(|| {
        CommandError::not_found(format!("there is no feed \"{word}\"; `tidegate feeds list` shows them"))
    })
}

/// Whose raises holidays suppress: circuits, tags and feeds by their names, or `all`.
pub(super) fn suppresses(desk: &Desk, words: &[String]) -> Result<Suppresses, CommandError> {
    let mut scope = Suppresses::default();
    for word in words.iter().map(|word| word.trim()).filter(|word| !word.eq_ignore_ascii_case("all")) {
        if let Ok(feed) = feed(desk, word) {
            scope.feeds.push(feed.id.clone());
            continue;
        }
        let word = word.trim_start_matches('@');
        let before = scope.circuits.len();
        let named = desk.world.circuits.values().filter(|one| one.answers_to(word));
        scope.circuits.extend(named.map(|one| one.id.clone()));
        if scope.circuits.len() == before {
            return Err(CommandError::not_found(format!(
                "there is no circuit, tag or feed \"{word}\", so nothing was changed; `tidegate circuits list` and `tidegate feeds list` show them"
            )));
        }
    }
    Ok(scope)
}

/// RFC 3339, or a wall-clock time of the home zone.
pub(super) fn instant(text: &str, zone: Zone) -> Result<Instant, CommandError> {
    if let Ok(at) = chrono::DateTime::parse_from_rfc3339(text) {
        return Ok(at.to_utc());
    }
    let civil = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    let civil = civil.ok_or_else(|| {
        CommandError::usage(format!(
            "\"{text}\" is no time; write for example 2027-01-04T18:00 (in {zone}) or 2027-01-04T18:00:00Z"
        ))
    })?;
    Ok(instant_of(civil, zone))
}

/// An end: a length such as `2h`, `90m` or `3d` from now, or an instant; two hours where nothing is given.
pub(super) fn until(text: Option<&str>, now: Instant, zone: Zone) -> Result<Instant, CommandError> {
    let Some(text) = text else { return Ok(now + USUAL_OVERRIDE) };
    match length(text) {
        Some(span) => {
            now.checked_add_signed(span).ok_or_else(|| CommandError::usage(format!("\"{text}\" is too long")))
        }
        None => instant(text, zone).map_err(|_| {
            CommandError::usage(format!(
                "\"{text}\" is no end; write a length such as 2h, 90m or 3d, or a time such as 2027-01-04T18:00 (in {zone})"
            ))
        }),
    }
}

fn length(text: &str) -> Option<Span> {
    let unit = text.chars().last()?;
    let number: i64 = text.strip_suffix(unit)?.trim().parse().ok()?;
    match unit {
        's' => Span::try_seconds(number),
        'm' => Span::try_minutes(number),
        'h' => Span::try_hours(number),
        'd' => Span::try_days(number),
        _ => None,
    }
}

/// A number of days ahead that can be shown.
pub(super) fn days(days: u32) -> Span {
    Span::days(i64::from(days.clamp(1, 366)))
}

/// Who sits at this computer, as far as it knows.
pub(super) fn person() -> String {
    ["USER", "USERNAME", "LOGNAME"]
        .iter()
        .find_map(|name| std::env::var(name).ok())
        .unwrap_or_else(|| "somebody".into())
}

/// A month's budget as written, or none for `off`. What was told of one that was no higher stays told.
pub(super) fn budget(
    text: &str,
    currency: &str,
    old: Option<&Budget>,
) -> Result<Option<Budget>, CommandError> {
    if text == "off" {
        return Ok(None);
    }
    let limit = Money::from_carrier(text, currency).ok_or_else(|| {
        CommandError::usage(format!(
            "\"{text}\" is no budget; write what a month is to cost at most, such as 500.00, or off. Nothing was changed"
        ))
    })?;
    let told = old.filter(|old| limit.amount <= old.limit.amount).and_then(|old| old.told);
    Ok(Some(Budget { limit, told }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_raised_budget_everything_is_told_anew_and_of_a_lowered_one_nothing() {
        let told = Some((chrono::NaiveDate::from_ymd_opt(2027, 1, 1).unwrap(), 100));
        let old = Budget { told, ..Budget::new(Money::from_carrier("500", "USD").unwrap()) };
        let set = |text| budget(text, "USD", Some(&old)).unwrap().map(|new| new.told);
        assert_eq!(set("1000"), Some(None));
        assert_eq!(set("500.00"), Some(told));
        assert_eq!(set("400"), Some(told));
        assert_eq!(set("off"), None);
        assert!(budget("much", "USD", Some(&old)).unwrap_err().message.contains("Nothing was changed"));
    }

    #[test]
    fn an_end_is_a_length_or_a_time_of_the_home_zone() {
        let now: Instant = "2027-01-04T12:00:00Z".parse().unwrap();
        let zone = Zone::from(chrono_tz::America::New_York);
        let read = |text| until(text, now, zone).map(|at| at.to_rfc3339()).map_err(|error| error.to_string());
        assert_eq!(read(None).unwrap(), "2027-01-04T14:00:00+00:00");
        assert_eq!(read(Some("90m")).unwrap(), "2027-01-04T13:30:00+00:00");
        assert_eq!(read(Some("2027-01-04T18:00")).unwrap(), "2027-01-04T23:00:00+00:00");
        assert_eq!(read(Some("2027-01-04T18:00:00Z")).unwrap(), "2027-01-04T18:00:00+00:00");
        assert!(read(Some("9999999999d")).unwrap_err().contains("too long"), "and nothing overflows");
        assert!(read(Some("Monday")).unwrap_err().contains("write a length such as 2h"));
    }
}
