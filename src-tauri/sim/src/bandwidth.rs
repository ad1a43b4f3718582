//! Bandwidths as the carrier reads and writes them. Owns only the texts; a bandwidth itself is a number of Mbps.
//! The carrier's own spelling varies from circuit to circuit on purpose: clients must not compare texts.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::str::FromStr;

/// How one circuit's inventory happens to spell its bandwidth.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Spelling {
    /// `1 Gbps`
    Usual,
    /// `1 gbps`
    Lower,
    /// `1000 Mbps`
    Mega,
}

impl Spelling {
    /// The spelling of the n-th circuit.
    pub(crate) fn of(place: usize) -> Self {
        match place % 3 {
            0 => Self::Usual,
            1 => Self::Lower,
            _ => Self::Mega,
        }
    }

    pub(crate) fn write(self, mbps: u32) -> String {
        match self {
            Self::Usual => usual(mbps),
            Self::Lower => usual(mbps).to_ascii_lowercase(),
            Self::Mega => mega(mbps),
        }
    }
}

/// The form people read: `1 Gbps`, `500 Mbps`.
pub(crate) fn usual(mbps: u32) -> String {
    if mbps >= 1000 && mbps.is_multiple_of(1000) { format!("{} Gbps", mbps / 1000) } else { mega(mbps) }
}

/// The form quotes take: `1000 Mbps`.
pub(crate) fn mega(mbps: u32) -> String {
    format!("{mbps} Mbps")
}

/// Reads `1 Gbps`, `1000mbps`, `1G`, `0.5 Gbps`; `None` unless it is a whole, positive number of Mbps.
pub(crate) fn read(text: &str) -> Option<u32> {
    let text = text.trim().to_ascii_lowercase();
    let (number, unit) = text.split_at(text.find(|c: char| c.is_ascii_alphabetic())?);
    let factor = match unit.trim() {
        "mbps" | "m" => 1,
        "gbps" | "g" => 1000,
        _ => return None,
    };
    let mbps = Decimal::from_str(number.trim()).ok()?.checked_mul(Decimal::from(factor))?;
    mbps.is_integer().then(|| mbps.to_u32()).flatten().filter(|mbps| *mbps > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_tier_are_read_alike() {
        for text in ["1 Gbps", "1 gbps", "1000 Mbps", "1000mbps", "1G", " 1.0 Gbps "] {
            assert_eq!(read(text), Some(1000), "{text}");
        }
        for text in ["", "fast", "1000", "-1 Gbps", "0 Mbps", "1 Kbps", "0.0005 Gbps"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn every_spelling_is_read_back() {
        for mbps in [1, 100, 500, 1000, 2500, 10_000] {
            for place in 0..3 {
                assert_eq!(read(&Spelling::of(place).write(mbps)), Some(mbps));
            }
        }
    }
}
