// Made from the Rust types by a test; do not edit.
import type { Amount, Mark, Stamp, TierCell } from "./shared";

/** What stands around every screen of one customer. */
export type Glance = {
  /** The customer's id, for commands. */
  tenant: string;
  /** The customer's name. */
  name: string;
  /** Two letters. */
  initials: string;
  /** Now. */
  now: Stamp;
  /** The home zone's name, such as `America/New_York`. */
  zone: string;
  /** The carrier is the built-in one. */
  practice: boolean;
  /** What automation does. */
  automation: Automation;
  /** `Automation is on`, `Paused: nothing is ordered`, ... */
  headline: string;
  /** The next order of all circuits. */
  next: Next | null;
  /** Said where there is no next order. */
  no_next: string;
  /** How much waits for a person. */
  attention: number;
  /** What stands between Tidegate and its work, if anything: shown on every screen. */
  trouble: Trouble | null;
  /** The status line's parts. */
  status: Array<string>;
  /** The circuits' names, in order. */
  circuits: Array<string>;
  /** The feeds' names, in order. */
  feeds: Array<string>;
  /** The tiers of all circuits, lowest first: the legend. */
  tiers: Array<TierCell>;
  /** Circuits above their baseline now: what pausing leaves up. */
  raised: Array<Raised>;
  /** Set-up is done: circuits are chosen and automation was switched on once. */
  set_up: boolean;
};
/** What automation does. */
export type Automation = "on" | "off" | "paused";
/** A circuit that stands above its baseline. */
export type Raised = {
  /** The circuit's name. */
  circuit: string;
  /** What it has, and what that costs more than its baseline: `1 Gbps, +$0.73/h`. */
  costs: string;
  /** When the plan drops it, where it does: `today 12:00 EST`. A pause stops that drop too. */
  until: string | null;
};
/** The next order. */
export type Next = {
  /** The circuit's name. */
  circuit: string;
  /** The tier. */
  tier: TierCell;
  /** When it is sent. */
  at: Stamp;
  /** `today 12:00 EST`. */
  when: string;
  /** `in 1 h 18 min`; `now` for what is due. */
  left: string;
};
/** Something that keeps Tidegate from its work. */
export type Trouble = {
  /** Money or service is being lost, not only a person waited for. */
  bad: boolean;
  /** The fact. */
  title: string;
  /** What it means: whether anything is ordered, and what to do. */
  body: string;
};
/** All customers, on a page of its own: names and totals only. */
export type Customer = {
  /** Its id, for commands. */
  tenant: string;
  /** Its name. */
  name: string;
  /** Two letters. */
  initials: string;
  /** How many circuits. */
  circuits: number;
  /** As planned, needs attention, practice, ... */
  mark: Mark;
  /** The same in words. */
  state: string;
  /** When it orders next: `today 12:00 EST`. */
  next: string;
  /** More an hour than planned. */
  above: Amount;
  /** The carrier is the built-in one. */
  practice: boolean;
};
