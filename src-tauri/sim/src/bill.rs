//! What the carrier bills for a circuit: its own reckoning, slot by slot, of the tiers it truly had. Nobody outside knows
//! by which of the rules a real carrier bills, so there is one of each.

use crate::carrier::Carrier;
use chrono::{DateTime, TimeDelta, Utc};
use rust_decimal::Decimal;

/// How a time that is partly used is billed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Each hour of the clock, in UTC, at the dearest tier that was on in it.
    ClockHour,
    /// Each time at one tier in hours that were begun.
    StartedHour,
    /// Each minute of the clock, in UTC, at the dearest tier that was on in it.
    Minute,
}

impl Carrier {
    /// The bill for a circuit between two instants on whole hours; `None` where there is no such circuit, or a tier it
    /// had has no price.
    pub fn bill(&self, circuit: &str, from: DateTime<Utc>, to: DateTime<Utc>, rule: Rule) -> Option<Decimal> {
        match rule {
            Rule::ClockHour => self.slots(circuit, from, to, TimeDelta::hours(1)),
            Rule::StartedHour => self.started(circuit, from, to),
            Rule::Minute => Some(self.slots(circuit, from, to, TimeDelta::minutes(1))? / Decimal::from(60)),
        }
    }

    /// The hourly prices of all slots, each of its dearest tier.
    fn slots(
        &self,
        circuit: &str,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        slot: TimeDelta,
    ) -> Option<Decimal> {
        let history = self.tiers_of(circuit);
        history.first()?;
        let (mut sum, mut begin, mut at) = (Decimal::ZERO, from, 0);
        while begin < to {
            let end = begin + slot;
            while history.get(at + 1).is_some_and(|(since, _)| *since <= begin) {
                at += 1;
            }
            let on = history[at..]
                .iter()
                .enumerate()
                .take_while(|(place, (since, _))| *place == 0 || *since < end);
            let mut dearest = Decimal::ZERO;
            for (_, (_, mbps)) in on {
                dearest = dearest.max(self.hourly(circuit, *mbps)?);
            }
            sum += dearest;
            begin = end;
        }
        Some(sum)
    }

    fn started(&self, circuit: &str, from: DateTime<Utc>, to: DateTime<Utc>) -> Option<Decimal> {
        let history = self.tiers_of(circuit);
        history.first()?;
        let mut sum = Decimal::ZERO;
        for (place, (since, mbps)) in history.iter().enumerate() {
            let until = history.get(place + 1).map_or(to, |(next, _)| *next).min(to);
            let mut begun = (*since).max(from);
            while begun < until {
                sum += self.hourly(circuit, *mbps)?;
                begun += TimeDelta::hours(1);
            }
        }
        Some(sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::Setup;

    fn at(time: &str) -> DateTime<Utc> {
        format!("2027-01-04T{time}:00Z").parse().unwrap()
    }

    /// HQ has 100 Mbps at $0.47, 1 Gbps from 09:50 to 11:10.
    fn carrier() -> Carrier {
        let mut carrier = Carrier::new(Setup::practice(), at("08:00"));
        carrier.portal_change(at("09:50"), "77000000001", 1000);
        carrier.portal_change(at("11:10"), "77000000001", 100);
        carrier
    }

    #[test]
    fn a_day_is_billed_by_each_rule_as_by_hand() {
        let carrier = carrier();
        let price = |mbps| carrier.hourly("77000000001", mbps).unwrap();
        let (low, high) = (price(100), price(1000));
        let bill = |rule| carrier.bill("77000000001", at("08:00"), at("12:00"), rule).unwrap();
        // 08 low, 09, 10 and 11 high.
        assert_eq!(bill(Rule::ClockHour), low + high * Decimal::from(3));
        // 110 min, 80 min, 50 min.
        assert_eq!(bill(Rule::StartedHour), low * Decimal::from(3) + high * Decimal::from(2));
        assert_eq!(
            bill(Rule::Minute),
            (low * Decimal::from(160) + high * Decimal::from(80)) / Decimal::from(60)
        );
        assert_eq!(carrier.bill("nobody", at("08:00"), at("12:00"), Rule::Minute), None);
    }
}
