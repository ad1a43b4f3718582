// Made from the Rust types by a test; do not edit.
import type { Amount, Day, EventKey, Mark, Stamp, TierCell } from "./shared";

/** The occurrences of a range of days. */
export type Range = {
  /** `23–29 November`. */
  title: string;
  /** `EST`. */
  zone: string;
  /** The days. */
  days: Array<Day>;
  /** The present, in true minutes since the range began. */
  now: number | null;
  /** `10:42`. */
  now_text: string;
  /** What asks for something, and what should: soonest first. */
  events: Array<Event>;
  /** Ordinary events, which ask for nothing, that are left out unless asked for. */
  hidden: number;
  /** What the range costs a day. */
  costs: Array<Amount>;
  /** The highest tier of any circuit a day, for the month. */
  tops: Array<TierCell>;
};
/** An occurrence. */
export type Event = {
  /** What names it. */
  key: EventKey;
  /** Its title, for people. */
  title: string;
  /** Its feed's name. */
  feed: string;
  /** Of the own calendar: may be edited. */
  own: boolean;
  /** One of a series. */
  series: boolean;
  /** From midnight to midnight. */
  all_day: boolean;
  /** Its start. */
  start: Stamp;
  /** Its end. */
  end: Stamp;
  /** `07:30–18:00 EST`. */
  time: string;
  /** The same in the event's own zone, where that differs. */
  other_time: string | null;
  /** Where it lies in the range's days. */
  parts: Array<Part>;
  /** Circuits and tiers it asks for. */
  wishes: Array<Wish>;
  /** The highest of those. */
  tier: TierCell | null;
  /** What becomes of it. */
  mark: Mark;
  /** The same in words: `Planned, order 07:24`. */
  state: string;
  /** What it costs above the baseline in the hours when it sets the tier; none where it was missed. */
  adds: Amount | null;
  /** It has ended: nothing about it can be changed any more. */
  over: boolean;
  /** A person left it out, here only; it can be put back. */
  taken_out: boolean;
  /** Moved here by a person: when it was before. */
  moved_from: string | null;
  /** Where it lay before. */
  ghost: Array<Part>;
  /** Who wrote it. */
  organiser: string | null;
  /** The repetition, of an own event. */
  repeats: string | null;
};
/** A circuit and the tier that an event asks for. */
export type Wish = {
  /** The circuit's name. */
  circuit: string;
  /** The tier. */
  tier: TierCell;
};
/** Where an occurrence lies in one day. */
export type Part = {
  /** Which day of the range, from 0. */
  day: number;
  /** True minutes since that day began. */
  from: number;
  /** The same. */
  to: number;
};
/** What putting an event somewhere would mean, before it is done. */
export type Preview = {
  /** `Fri 27 Nov, 13:00–15:00 EST`. */
  when: string;
  /** `$0.22 cheaper ($0.42 instead of $0.64)`. */
  money: string;
  /** It costs less or the same. */
  cheaper: boolean;
  /** `Overlaps "Branch hours" (200 Mbps). The highest wins.` */
  overlaps: Array<string>;
  /** `6 of 24 orders in that GMT day, 2 kept for going down`. */
  quota: string;
  /** More than the carrier takes that day. */
  short: boolean;
  /** What it would ask for, or why not. */
  verdict: string;
  /** One line for a screen reader. */
  spoken: string;
  /** The start, to be sent back. */
  start: string;
  /** The end, to be sent back. */
  end: string;
};
