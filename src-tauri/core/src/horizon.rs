//! How far Tidegate looks, and how long what an event or a person asks for may last: spans of civil time, which are
//! the same for every carrier and never scaled. What the carrier and the machine take is in `timings`.

use crate::time::Span;

/// What people are shown of the plan, what set-up asks leave for, and what two readings of a feed are compared by:
/// the next fortnight (design §4.5, §5).
pub const SHOWN: Span = Span::days(14);
/// How long a set-point's tier stands at most (design §5, Set-points).
pub(crate) const STANDING: Span = Span::days(7);
/// How far back occurrences count: a set-point that still stands, and a day for its zone.
pub(crate) const BACK: Span = Span::days(8);
/// How far ahead occurrences are compiled: two months.
pub(crate) const AHEAD: Span = Span::days(62);
/// How far ahead a circuit's next boundaries are looked for, and how much older than the tier it brought an order may be.
pub const SOON: Span = Span::days(2);
/// A drop further away than this is another day's matter: the computer will have been awake before.
pub(crate) const NEXT_DAY: Span = Span::hours(24);
/// A missed wish is told when the computer is there again, at the latest so long after its end.
pub(crate) const MISSED_WITHIN: Span = Span::days(2);
/// The compiled window moves on after this long.
pub(crate) const COMPILED_FOR: Span = Span::hours(6);
/// A feed's text is read again, for the moved window, after this long.
pub(crate) const READ_FOR: Span = Span::hours(24);
/// The longest boost or hold, and how long the kill switch holds (design §5).
pub(crate) const LONGEST_OVERRIDE: Span = Span::days(31);
/// How long a boost or hold lasts where nobody says (design §5).
pub const USUAL_OVERRIDE: Span = Span::hours(2);
/// How far back a world knows what circuits had: a civil month and a day for its zone.
pub const MONTH: Span = Span::days(32);
/// How far back what was ordered is gone through for sums and reliability.
pub const LATELY: Span = Span::days(90);
/// An end so short a time past a billed hour is worth a word; later ones are meant.
pub(crate) const PAST_THE_HOUR: Span = Span::minutes(20);
/// So long before the hour a drop is best ordered, that it is done when the hour begins.
pub(crate) const BEFORE_THE_HOUR: Span = Span::minutes(2);
