// Made from the Rust types by a test; do not edit.
import type { Action, Amount, TierCell } from "./shared";

/** A month's cost. */
export type Month = {
  /** `Cost of November 2026`. */
  title: string;
  /** `$995.46 so far, $1,214.50 by the 30th: $2,022.79 less than always at the top.` */
  sentence: string;
  /** `2026-11`. */
  month: string;
  /** The month before, to ask for it. */
  previous: string;
  /** The month after. */
  next: string;
  /** `721 h, with the 25-hour Sunday 1 Nov`. */
  hours: string;
  /** Added up over the month, one a day's end. */
  points: Array<Point>;
  /** Where the present lies: days since the month began, with fraction. */
  now: number | null;
  /** One a circuit. */
  circuits: Array<CostRow>;
  /** All circuits. */
  sum: CostRow;
  /** What differs from the plan, and why. */
  against: Array<Line>;
  /** What those lines come to: actual less planned, as far as both are known. */
  differs: Amount;
  /** What each event adds above the baseline. */
  events: Array<EventCost>;
  /** How it was: tiers, changes, and what could have been avoided. */
  actual: Actual;
  /** How the month's budgets stand; of the running month only. */
  budgets: Array<BudgetBar>;
  /** What would be cheaper in the coming fortnight; with the running month only. */
  advice: Array<Advised>;
  /** The billing rule's name. */
  rule: string;
  /** Where the prices come from, and how what is not known is counted. */
  counted: string;
};
/** A day's end in the chart. */
export type Point = {
  /** `25 Nov`. */
  day: string;
  /** Added up until then: what it was, as far as it was. */
  actual: number | null;
  /** What it was and then is planned to be. */
  projection: number;
  /** Always at the top. */
  top: number;
};
/** A circuit's row, or their sum. */
export type CostRow = {
  /** The circuit's name, or `Sum`. */
  circuit: string;
  /** `top 2 Gbps`. */
  top_tier: string;
  /** At the baseline all the time. */
  baseline: Amount;
  /** As planned all the time. */
  planned: Amount;
  /** What it was until now. */
  actual: Amount;
  /** What it was and then is planned to be. */
  projection: Amount;
  /** At the highest tier all the time. */
  top: Amount;
};
/** A sentence and its amount. */
export type Line = {
  /** The sentence. */
  text: string;
  /** The amount. */
  amount: Amount;
};
/** What a title adds in a month. */
export type EventCost = {
  /** The title. */
  title: string;
  /** The circuit's name. */
  circuit: string;
  /** The tier. */
  tier: TierCell;
  /** How often. */
  times: number;
  /** Hours in which it sets the tier. */
  hours: string;
  /** What it adds. */
  adds: Amount;
};
/** What a month was. */
export type Actual = {
  /** One a circuit. */
  circuits: Array<ActualRow>;
  /** What could have been avoided, the dearest first. */
  avoidable: Array<Line>;
  /** Those lines together. */
  avoided: Amount;
};
/** What a circuit's month was. */
export type ActualRow = {
  /** The circuit's name. */
  circuit: string;
  /** How long it was seen at each tier, the lowest first. */
  held: Array<Held>;
  /** How long nobody looked; empty where that was never so. */
  unseen: string;
  /** Changes that were confirmed. */
  confirmed: number;
  /** Changes that failed, or were cancelled, refused or held. */
  failed: number;
  /** Raises that were confirmed after the instant from which they were wanted. */
  late: number;
  /** How long half of the confirmed changes took at most: `4 min`; empty where none was confirmed. */
  median: string;
  /** How long 95 of 100 took at most. */
  p95: string;
  /** What could have been avoided. */
  avoidable: Amount;
  /** What it cost more than always at the baseline; less is saved. */
  above_baseline: Amount;
  /** What it cost less than always at the top. */
  below_top: Amount;
};
/** A time at a tier. */
export type Held = {
  /** The tier. */
  tier: TierCell;
  /** Whole minutes. */
  minutes: number;
  /** `196.5 h`. */
  hours: string;
};
/** How a budget stands. */
export type BudgetBar = {
  /** The circuit's name, or `All circuits`. */
  name: string;
  /** `$1,300.00`. */
  limit: Amount;
  /** What is used of it. */
  spent: Amount;
  /** The part of it, in whole percent. */
  percent: number;
  /** `77 % used. Raises that calendars ask for are held from 100 % on.` */
  text: string;
};
/** Something that would be cheaper. */
export type Advised = {
  /** What to do. */
  text: string;
  /** What it saves. */
  saves: Amount;
  /** Where it is done. */
  action: Action;
};
