//! Replies as they come: the published descriptions of one reply differ in names, places and types (lumen-api §9), so
//! every known form is read, and which one was met is said. Owns the forms; what they mean is each dialect's matter.

use crate::units::Tier;
use serde_json::Value;

/// What was read, and which of the known forms it had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read<T> {
    /// What was read.
    pub value: T,
    /// The forms met, such as `items under serviceInventory`; each once, in the order met.
    pub met: Vec<String>,
}

/// The forms met so far.
#[derive(Debug, Default)]
pub(super) struct Met(Vec<String>);

impl Met {
    /// The first of these names under which there is something, at any of these places.
    pub(super) fn first<'v>(
        &mut self,
        what: &str,
        places: &[(&str, &'v Value)],
        names: &[&str],
    ) -> Option<&'v Value> {
        let each =
            places.iter().flat_map(|(place, value)| names.iter().map(move |name| (place, name, *value)));
        let mut found = each.filter(|(_, name, value)| !value[**name].is_null());
        let (place, name, value) = found.next()?;
        self.note(format!("{what} under {place}{name}"));
        value.get(*name)
    }

    /// A text that may be a number.
    pub(super) fn text(&mut self, what: &str, places: &[(&str, &Value)], names: &[&str]) -> Option<String> {
        let value = self.first(what, places, names)?;
        let read = text(value);
        if value.is_number() {
            self.note(format!("{what} as a number"));
        }
        read
    }

    pub(super) fn note(&mut self, form: String) {
        if !self.0.contains(&form) {
            self.0.push(form);
        }
    }

    pub(super) fn with<T>(self, value: T) -> Read<T> {
        Read { value, met: self.0 }
    }
}

/// A text, or a whole number as text; nothing that is empty.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A bandwidth: a text with a unit, or a plain number of Mbps, as a number or as text.
pub(super) fn tier(value: &Value) -> Option<Tier> {
    let text = text(value)?;
    text.parse().ok().or_else(|| text.parse().ok().and_then(Tier::from_mbps))
}

/// A whole number, or one written as text.
pub(super) fn whole(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_bandwidth_is_read_with_its_unit_or_as_so_many_mbps() {
        for value in [json!("1 gbps"), json!("1000 Mbps"), json!(1000), json!("1000")] {
            assert_eq!(tier(&value).map(Tier::mbps), Some(1000), "{value}");
        }
        for value in [json!("fast"), json!(0), json!(-5), json!(1.5), json!(null), json!([100])] {
            assert_eq!(tier(&value), None, "{value}");
        }
    }

    #[test]
    fn which_form_was_met_is_said_once() {
        let (inner, outer) = (json!({"status": "Active"}), json!({"id": 77, "status": null}));
        let mut met = Met::default();
        for _ in 0..2 {
            assert_eq!(
                met.text("status", &[("", &outer), ("product.", &inner)], &["status"]).unwrap(),
                "Active"
            );
            assert_eq!(met.text("id", &[("", &outer)], &["serviceId", "id"]).unwrap(), "77");
        }
        assert_eq!(met.with(()).met, ["status under product.status", "id under id", "id as a number"]);
    }
}
