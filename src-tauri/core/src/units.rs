//! Bandwidth tiers and money. Owns how they are written and read; knows nothing of circuits or prices' origin.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// An ordered bandwidth in Mbps. `1 Gbps`, `1000 Mbps` and `1G` are one tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tier(u32);

/// Why a text is no tier.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TierError {
    /// The text has no leading number.
    #[error("\"{0}\" is not a bandwidth; write a number and a unit, such as 500 Mbps or 1 Gbps")]
    NoNumber(String),
    /// The number has no unit, or one that nobody uses for bandwidth.
    #[error("\"{0}\" has no bandwidth unit; write Mbps or Gbps, such as 500 Mbps or 1 Gbps")]
    Unit(String),
    /// Not a whole number of Mbps between 1 Mbps and 1000 Gbps.
    #[error("\"{0}\" is not between 1 Mbps and 1000 Gbps in whole Mbps")]
    Range(String),
}

impl Tier {
    /// A tier of so many Mbps; `None` unless it lies between 1 and 1,000,000.
    pub fn from_mbps(mbps: u32) -> Option<Self> {
        (1..=1_000_000).contains(&mbps).then_some(Self(mbps))
    }

    /// The bandwidth in Mbps.
    pub fn mbps(self) -> u32 {
        self.0
    }

    /// The short form for narrow places: `1 G`, `2.5 G`, `500 M`.
    pub fn short(self) -> String {
        self.written(" G", " M")
    }

    fn written(self, giga: &str, mega: &str) -> String {
        if self.0 >= 1000 {
            format!("{}{giga}", (Decimal::from(self.0) / Decimal::ONE_THOUSAND).normalize())
        } else {
            format!("{}{mega}", self.0)
        }
    }
}

impl fmt::Display for Tier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.written(" Gbps", " Mbps"))
    }
}

impl FromStr for Tier {
    type Err = TierError;

    /// Reads every written form the carriers and people use, in any case and with or without a space:
    /// `500 Mbps`, `500M`, `1 Gbps`, `1.5G`, `1000 mbit/s`, `1 Gb/s`, `100000 Kbps`.
    fn from_str(text: &str) -> Result<Self, TierError> {
        let text = text.trim();
        let is_number = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
        let digits = text.find(|c: char| !is_number(c)).unwrap_or(text.len());
        let (number, unit) = text.split_at(digits);
        let number: Decimal = with_point(number).parse().map_err(|_| TierError::NoNumber(text.to_owned()))?;
        let factor = factor_of(unit.trim()).ok_or_else(|| TierError::Unit(text.to_owned()))?;
        let range = || TierError::Range(text.to_owned());
        let mbps = number.checked_mul(factor).ok_or_else(range)?.normalize();
        if mbps.scale() != 0 {
            return Err(range());
        }
        u32::try_from(mbps).ok().and_then(Self::from_mbps).ok_or_else(range)
    }
}

/// A number as people write it: a comma before three digits each parts thousands, a single other one is a decimal
/// comma; anything else is left, and then is no number.
fn with_point(number: &str) -> String {
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or("");
    let is_grouped =
        whole.contains(',') && (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
    if is_grouped && !decimals.contains(',') {
        return number.replace(',', "");
    }
    if number.matches(',').count() == 1 && !number.contains('.') {
        number.replace(',', ".")
    } else {
        number.to_owned()
    }
}

/// How many Mbps one of a unit is.
fn factor_of(unit: &str) -> Option<Decimal> {
    match unit.to_ascii_lowercase().as_str() {
        "k" | "kbps" | "kbit/s" | "kb/s" => Some(Decimal::new(1, 3)),
        "m" | "mb" | "mbps" | "mbit" | "mbits" | "mbit/s" | "mbits/s" | "mb/s" => Some(Decimal::ONE),
        "g" | "gb" | "gbps" | "gbit" | "gbits" | "gbit/s" | "gbits/s" | "gb/s" => Some(Decimal::ONE_THOUSAND),
        _ => None,
    }
}

/// An exact amount in one currency. Never a float: carriers print `$331.20000000000005`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// The amount, exact.
    pub amount: Decimal,
    /// The ISO 4217 code, such as `USD`.
    pub currency: String,
}

impl Money {
    /// An amount in a currency.
    pub fn new(amount: Decimal, currency: &str) -> Self {
        Self { amount, currency: currency.to_owned() }
    }

    /// Reads a carrier's price such as `$0.46`, `0.46`, `1,234.50`; float noise beyond six places is rounded away.
    /// `None` for anything else: an unknown price stays unknown.
    pub fn from_carrier(text: &str, currency: &str) -> Option<Self> {
        let plain: String = text.trim().trim_start_matches('$').chars().filter(|c| *c != ',').collect();
        let amount: Decimal = plain.trim().parse().ok()?;
        // More than this an hour nobody asks, and sums of many must not overflow.
        let is_price = !amount.is_sign_negative() && amount < Decimal::from(1_000_000_000);
        is_price.then(|| Self::new(amount.round_dp(6).normalize(), currency))
    }

    /// The amount with a sign that says which way: `+$0.82`, `−$0.14`, `$0.00` becomes `+$0.00`.
    pub fn signed(&self) -> String {
        if self.amount.is_sign_negative() { self.to_string() } else { format!("+{self}") }
    }
}

impl fmt::Display for Money {
    /// `$1,234.56` for US dollars, `1,234.56 EUR` otherwise; a true minus; rounded to cents for display only.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rounded =
            self.amount.round_dp_with_strategy(2, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
        let minus = if rounded.is_sign_negative() && !rounded.is_zero() { "\u{2212}" } else { "" };
        let plain = format!("{:.2}", rounded.abs());
        let (whole, cents) = plain.split_once('.').unwrap_or((&plain, "00"));
        let whole = with_commas(whole);
        match self.currency.as_str() {
            "USD" => write!(formatter, "{minus}${whole}.{cents}"),
            other => write!(formatter, "{minus}{whole}.{cents} {other}"),
        }
    }
}

fn with_commas(digits: &str) -> String {
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_written_form_of_a_tier_is_the_same_tier() {
        for text in [
            "1 Gbps",
            "1000 Mbps",
            "1G",
            "1g",
            "1 gbps",
            "1000 mbps",
            "1.0 Gb/s",
            "1000000 Kbps",
            " 1Gbit/s ",
        ] {
            assert_eq!(text.parse::<Tier>(), Ok(Tier(1000)), "{text}");
        }
        assert_eq!("2.5G".parse::<Tier>().map(|tier| tier.to_string()), Ok("2.5 Gbps".into()));
        assert_eq!(Tier(100).to_string(), "100 Mbps");
    }

    #[test]
    fn what_is_no_tier_says_what_to_write() {
        assert!(matches!("fast".parse::<Tier>(), Err(TierError::NoNumber(_))));
        assert!(matches!("10 Gps".parse::<Tier>(), Err(TierError::Unit(_))));
        assert!(matches!("500".parse::<Tier>(), Err(TierError::Unit(_))));
        assert!(matches!("0 Mbps".parse::<Tier>(), Err(TierError::Range(_))));
        assert!(matches!("0.5 Mbps".parse::<Tier>(), Err(TierError::Range(_))));
        assert!(matches!("99999999999999999999999999 Gbps".parse::<Tier>(), Err(TierError::Range(_))));
    }

    #[test]
    fn a_carriers_price_is_read_exactly() {
        let price = |text| Money::from_carrier(text, "USD").map(|money| money.amount.to_string());
        assert_eq!(price("$0.46").as_deref(), Some("0.46"));
        assert_eq!(price("$331.20000000000005").as_deref(), Some("331.2"));
        assert_eq!(price("$1,234.5").as_deref(), Some("1234.5"));
        assert_eq!(price("call us"), None);
        assert_eq!(price("-1"), None, "a negative price is not a price");
    }

    #[test]
    fn money_is_written_with_commas_and_a_true_minus() {
        let money = |text: &str| Money::new(text.parse().unwrap(), "USD");
        assert_eq!(money("1234567.895").to_string(), "$1,234,567.90");
        assert_eq!(money("-0.14").signed(), "\u{2212}$0.14");
        assert_eq!(money("0.82").signed(), "+$0.82");
        assert_eq!(Money::new("5".parse().unwrap(), "EUR").to_string(), "5.00 EUR");
    }
}
