//! One line to one property: name, parameters, value. Owns the use of icalendar's parser, which never sees more than a
//! single property line: its component parser recurses, and refuses a whole file for one bad line.

use super::clean::Line;
use icalendar::parser::Property as Parsed;

/// A property; name and parameter names in upper case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Property {
    /// Name.
    pub(super) name: String,
    /// Value; of a text property unescaped.
    pub(super) value: String,
    /// Whether the line was longer than is kept.
    pub(super) cut: bool,
    params: Vec<(String, String)>,
}

impl Property {
    /// Reads a line; `None` where it is no property.
    pub(super) fn read(line: &Line) -> Option<Self> {
        let name_ends = line.text.find([':', ';'])?;
        let (name, rest) = line.text.split_at(name_ends);
        let name = name.to_ascii_uppercase();
        let text = match requoted(&name, rest) {
            Some(quoted) => format!("{name}{quoted}"),
            None => format!("{name}{rest}"),
        };
        let parsed = Parsed::try_from(text.as_str()).ok()?;
        let params = parsed.params.iter().map(|param| {
            let value = param.val.as_ref().map_or("", |value| value.as_str());
            (param.key.as_str().to_ascii_uppercase(), value.trim_matches('"').trim().to_owned())
        });
        let params = params.collect();
        Some(Self { value: parsed.val.as_str().trim().to_owned(), cut: line.cut, params, name })
    }

    /// A parameter's value.
    pub(super) fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The address of a person: lower case, without `mailto:`.
    pub(super) fn address(&self) -> Option<String> {
        let plain = |text: &str| {
            let text = text.trim().to_lowercase();
            let address = text.strip_prefix("mailto:").unwrap_or(&text).trim();
            (!address.is_empty()).then(|| address.to_owned())
        };
        let given = plain(&self.value)?;
        // Exchange writes a directory name here and the address beside it.
        if given.contains('@') { Some(given) } else { self.param("EMAIL").and_then(plain).or(Some(given)) }
    }
}

/// Puts a TZID into quotes that holds a colon without them (`TZID=tzone://Microsoft/Utc`), as Microsoft writes it.
/// Only properties whose value cannot hold a colon are touched: there the last one ends the parameters.
fn requoted(name: &str, rest: &str) -> Option<String> {
    if !matches!(name, "DTSTART" | "DTEND" | "RECURRENCE-ID" | "EXDATE" | "RDATE") {
        return None;
    }
    let (params, value) = rest.rsplit_once(':')?;
    if !params.contains(':') || params.contains('"') {
        return None;
    }
    let at = params.to_ascii_uppercase().find(";TZID=")? + ";TZID=".len();
    let (before, zone) = params.split_at(at);
    let zone_ends = zone.find(';').unwrap_or(zone.len());
    let (zone, after) = zone.split_at(zone_ends);
    Some(format!("{before}\"{zone}\"{after}:{value}"))
}

/// The items of a list of texts (CATEGORIES), which stays escaped until it is split.
pub(super) fn texts(value: &str) -> Vec<String> {
    let mut items = vec![String::new()];
    let mut escaped = false;
    for c in value.chars() {
        let Some(item) = items.last_mut() else { break };
        match (escaped, c) {
            (true, 'n' | 'N') => item.push('\n'),
            (true, _) => item.push(c),
            (false, '\\') => (),
            (false, ',') => items.push(String::new()),
            (false, _) => item.push(c),
        }
        escaped = !escaped && c == '\\';
    }
    items.into_iter().map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn property(text: &str) -> Property {
        Property::read(&Line { text: text.to_owned(), cut: false }).unwrap()
    }

    #[test]
    fn text_is_unescaped_and_dates_are_not() {
        assert_eq!(property("summary;LANGUAGE=de:a\\, b\\n\\;\\\\").value, "a, b\n;\\");
        assert_eq!(property("RRULE:FREQ=DAILY;COUNT=2").value, "FREQ=DAILY;COUNT=2");
    }

    #[test]
    fn quoted_parameters_may_hold_colons_and_semicolons() {
        let start = property("DTSTART;TZID=\"(UTC+01:00) Amsterdam; Berlin\":20260323T090000");
        assert_eq!(start.param("TZID"), Some("(UTC+01:00) Amsterdam; Berlin"));
        assert_eq!(start.value, "20260323T090000");
        assert_eq!(
            property("DTSTART;tzid=tzone://Microsoft/Utc:20260302T090000").param("TZID"),
            Some("tzone://Microsoft/Utc")
        );
    }

    #[test]
    fn people_are_lower_case_addresses() {
        assert_eq!(
            property("ORGANIZER;CN=\"A, B\":MAILTO:Ann@Example.COM").address().as_deref(),
            Some("ann@example.com")
        );
        assert_eq!(property("ATTENDEE;EMAIL=a@b.c:/o=x/cn=a").address().as_deref(), Some("a@b.c"));
        assert_eq!(property("ORGANIZER:mailto:").address(), None);
    }

    #[test]
    fn lists_of_texts_split_at_commas_that_are_not_escaped() {
        assert_eq!(texts("a, b\\, c,,d\\nd"), ["a", "b, c", "d\nd"]);
    }
}
