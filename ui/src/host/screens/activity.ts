// Made from the Rust types by a test; do not edit.
import type { Action, Amount, Mark, Stamp, TierCell } from "./shared";

/** Orders and what was not ordered, newest first. */
export type Activity = {
  /** `EST`. */
  zone: string;
  /** The rows that were asked for. */
  rows: Array<Row>;
  /** How many there are of each state. */
  counts: Array<Count>;
  /** There are more than are shown. */
  more: boolean;
};
/** How many rows have a state. */
export type Count = {
  /** The state. */
  mark: Mark;
  /** How many. */
  count: number;
  /** `14 confirmed`. */
  text: string;
};
/** An order, or a decision not to order. */
export type Row = {
  /** The change's number; none for what was not ordered. */
  id: number | null;
  /** When. */
  at: Stamp;
  /** The circuit's name. */
  circuit: string;
  /** From. */
  from: TierCell | null;
  /** To. */
  to: TierCell | null;
  /** Why. */
  why: string;
  /** The states it went through. */
  steps: Array<Mark>;
  /** The last of them. */
  mark: Mark;
  /** `Confirmed 08:58, 4 min`. */
  state: string;
  /** What it changes an hour. */
  per_hour: Amount;
};
/** The audit behind an order. */
export type Trail = {
  /** `Audit trail of order NAAS-20261125-4417`. */
  title: string;
  /** Its lines, oldest first. */
  lines: Array<TrailLine>;
  /** `Wanted`, `Live`, `Asked by`, `Answer`, `Chain`, ... */
  facts: Array<Fact>;
  /** What can be done. */
  actions: Array<Action>;
  /** All of it as a text for the carrier's support. */
  text: string;
};
/** A line of the audit. */
export type TrailLine = {
  /** `08:20:00`. */
  time: string;
  /** Who. */
  who: string;
  /** What and why. */
  text: string;
};
/** A name and what it is. */
export type Fact = {
  /** The name. */
  name: string;
  /** What it is. */
  text: string;
};
