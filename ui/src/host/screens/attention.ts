// Made from the Rust types by a test; do not edit.
import type { Action, Amount, Mark, Stamp } from "./shared";

/** What waits for a person, most expensive first. */
export type Attention = {
  /** `Five things wait for you, the most expensive first. Together they cost $1.03 more each hour.` */
  sentence: string;
  /** Problems. */
  cards: Array<Card>;
  /** Questions about events. */
  questions: Array<Question>;
  /** What was solved lately, newest first. */
  solved: Array<Solved>;
};
/** A problem that runs. */
export type Card = {
  /** What names it. */
  key: string;
  /** Its glyph. */
  mark: Mark;
  /** Money or service is being lost now. */
  bad: boolean;
  /** The fact. */
  title: string;
  /** What happened, what Tidegate did, what a person can do. */
  body: string;
  /** More an hour than planned. */
  per_hour: Amount | null;
  /** The same since it began: `$2.21 so far, since 08:00 EST`. */
  so_far: string | null;
  /** When it began. */
  since: Stamp;
  /** What can be done; the first is the usual answer. */
  actions: Array<Action>;
};
/** A question about an event. */
export type Question = {
  /** What names it when it is answered. */
  id: string;
  /** Approval, or something not understood. */
  mark: Mark;
  /** The event's title. */
  title: string;
  /** `Sat 28 Nov 22:00–04:00 EST, Office`. */
  when: string;
  /** What it is, and what to write or do instead. */
  message: string;
  /** What approving it would cost above the baseline, where that is asked. */
  cost: Amount | null;
  /** How many occurrences of its series ask the same, itself included. */
  times: number;
  /** What can be answered. */
  actions: Array<Action>;
};
/** A problem that is over. */
export type Solved = {
  /** When it was over. */
  at: Stamp;
  /** The fact. */
  title: string;
  /** How it ended. */
  body: string;
};
