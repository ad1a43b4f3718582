// Made from the Rust types by a test; do not edit.
import type { Amount, Mark, Stamp, TierCell } from "./shared";

/** The circuits of a customer. */
export type Circuits = {
  /** `Three circuits of customer 1-EXMPL, read from the carrier's inventory at 10:41 EST.` */
  sentence: string;
  /** One a circuit. */
  rows: Array<CircuitRow>;
  /** Circuits that the inventory lists and nobody chose. */
  others: Array<string>;
};
/** A circuit. */
export type CircuitRow = {
  /** The carrier's id. */
  id: string;
  /** Its name. */
  name: string;
  /** The live tier. */
  live: TierCell | null;
  /** Its price an hour. */
  per_hour: Amount | null;
  /** As planned, under way, failed, ... */
  mark: Mark;
  /** The same in words. */
  state: string;
  /** Why it is as it is, in a sentence. */
  why: string;
  /** The baseline. */
  baseline: TierCell;
  /** No calendar raises it above this. */
  highest: TierCell;
  /** No calendar lowers it below this. */
  lowest: TierCell;
  /** `500 Mbps, today 12:00 EST`; of an order that ended badly `100 Mbps, next try 10:50 EST`. */
  next: string | null;
  /** Boost or hold: `Boost to 2 Gbps until 12:45 EST`. */
  by_hand: Array<ByHand>;
  /** Paused by a person. */
  paused: boolean;
  /** Tags. */
  tags: Array<string>;
  /** What it can have. */
  offers: Array<OfferRow>;
  /** `4 min median, 6 min at worst of 38 changes`. */
  takes: string;
  /** `6 min, learnt`. */
  lead: string;
  /** The feeds that are bound to it. */
  feeds: Array<string>;
};
/** A boost or hold that is in force. */
export type ByHand = {
  /** `boost` or `hold`. */
  kind: string;
  /** The tier. */
  tier: TierCell;
  /** Its end. */
  until: Stamp;
  /** `Boost to 2 Gbps until 12:45 EST, by ann`. */
  text: string;
};
/** A tier that a circuit can have. */
export type OfferRow = {
  /** The tier. */
  tier: TierCell;
  /** Its price an hour. */
  per_hour: Amount;
  /** The day the carrier quoted that price on: `1 Nov 2026`; none where it named no price. */
  quoted: string | null;
  /** `live now`, `above your highest tier`, ... */
  note: string;
  /** As commands take it. */
  command: string;
};
/** What a boost or hold would mean, before it is done. */
export type ByHandPreview = {
  /** `$3.90 for 2 h, +$1.81 against the plan`. */
  costs: string;
  /** `at about 10:49 EST (HQ takes 4 min)`. */
  starts: string;
  /** `12:45 EST, back to 500 Mbps ("Office hours")`. */
  ends: string;
  /** `8 of 24 today after this, 3 still planned`. */
  orders: string;
  /** The button's word: `Boost to 2 Gbps for $3.90`. */
  button: string;
  /** Why it cannot be, where it cannot. */
  refused: string | null;
};
/** What going on would order at once, before it is done. */
export type GoingOn = {
  /** Each order: `HQ from 100 Mbps to 1 Gbps ($0.95 an hour, +$0.73/h)`. */
  words: Array<string>;
  /** One of them is a raise: that is not to be chosen for a person. */
  raises: boolean;
};
