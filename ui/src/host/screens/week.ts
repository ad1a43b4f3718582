// Made from the Rust types by a test; do not edit.
import type { Amount, Day, Mark, TierCell } from "./shared";
import type { Card } from "./attention";

/** A week of all circuits. */
export type Week = {
  /** `Week of 23–29 November`. */
  title: string;
  /** What there is to say of it, with its cost. */
  sentence: string;
  /** `EST`: what its times are in. */
  zone: string;
  /** Seven days. */
  days: Array<Day>;
  /** All days together, in true minutes. */
  minutes: number;
  /** The present, in true minutes since the week began. */
  now: number | null;
  /** `10:42`. */
  now_text: string;
  /** A day of the week before, to ask for it. */
  previous: string;
  /** A day of the week after. */
  next: string;
  /** One a circuit. */
  lanes: Array<Lane>;
  /** The tiers that occur, lowest first. */
  legend: Array<TierCell>;
  /** Problems that run now, most expensive first. */
  cards: Array<Card>;
};
/** A circuit's lane. */
export type Lane = {
  /** The circuit's name. */
  circuit: string;
  /** The first of its tags: where lanes are many they stand together by it. */
  tag: string | null;
  /** The live tier. */
  live: TierCell | null;
  /** Its price an hour. */
  per_hour: Amount | null;
  /** The week's cost: what it was, and then what is planned. */
  cost: Amount;
  /** The same a day. */
  days: Array<Amount>;
  /** The highest tier in it, in Mbps: what the lane's height stands for. */
  top: number;
  /** Without gap, in order. */
  segments: Array<Segment>;
  /** Exceptions: failed, missed, drifted, suppressed, waiting. */
  marks: Array<Spot>;
};
/** An unbroken time in which one tier was live or is planned, for one reason. */
export type Segment = {
  /** True minutes since the week began. */
  from: number;
  /** The same. */
  to: number;
  /** How it is drawn. */
  kind: Kind;
  /** The tier: live in the past, planned in the future; none where nobody looked. */
  tier: TierCell | null;
  /** In the past, what was planned where the live tier differed. */
  planned: TierCell | null;
  /** Its full name: tier, from, to, why; what a screen reader says. */
  name: string;
  /** Why. */
  why: Why;
};
/** How a segment is drawn. */
export type Kind = "past" | "unknown" | "future";
/** Why a circuit has, had or will have a tier. */
export type Why = {
  /** `Why 1 Gbps?` */
  title: string;
  /** One sentence with the event, the rule and what it beat. */
  sentence: string;
  /** What it costs: `$3.60 for 3 h, +$1.23 against the baseline`. */
  cost: string;
  /** The way that the wish was found by, where there was one. */
  read_from: string | null;
  /** The order behind it. */
  order: number | null;
  /** The order's state. */
  mark: Mark | null;
  /** `Ordered 08:54, confirmed 08:58 EST`. */
  proof: string | null;
};
/** Something to be seen at a time. */
export type Spot = {
  /** True minutes since the week began. */
  at: number;
  /** Its end, where it has one: a suppressed window is drawn dotted. */
  to: number | null;
  /** What. */
  mark: Mark;
  /** In words. */
  text: string;
  /** The tier that it would have been. */
  tier: TierCell | null;
};
