//! Lengths of time as a setup writes them: `250ms`, `4.5s`, `5m`, `1h`. Owns only the reading of them.

use chrono::TimeDelta;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::str::FromStr;

/// Reads a length of time of at most a year; `None` if the text is none.
pub(crate) fn read(text: &str) -> Option<TimeDelta> {
    let text = text.trim();
    let (number, unit) = text.split_at(text.find(|c: char| c.is_ascii_alphabetic())?);
    let milliseconds: i64 = match unit {
        "ms" => 1,
        "s" => 1000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return None,
    };
    let length = Decimal::from_str(number.trim()).ok()?.checked_mul(Decimal::from(milliseconds))?.to_i64()?;
    (0..=366 * 86_400_000).contains(&length).then(|| TimeDelta::milliseconds(length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_with_their_unit_only() {
        assert_eq!(read("250ms"), Some(TimeDelta::milliseconds(250)));
        assert_eq!(read("4.5s"), Some(TimeDelta::milliseconds(4500)));
        assert_eq!(read("5 m"), Some(TimeDelta::minutes(5)));
        assert_eq!(read("1h"), Some(TimeDelta::hours(1)));
        for text in ["", "5", "s", "-1s", "5 weeks", "999999d"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
