// Made from the Rust types by a test; do not edit.
import type { Action, Amount, Mark, TierCell } from "./shared";

/** The calendars of a customer. */
export type Feeds = {
  /** `Three calendars. Two are fresh; one shows a login page, so its last good copy stays in force.` */
  sentence: string;
  /** One a feed. */
  cards: Array<FeedCard>;
  /** What one can write, with what it means here. */
  examples: Array<Example>;
};
/** A feed. */
export type FeedCard = {
  /** Its id. */
  id: string;
  /** Its name. */
  name: string;
  /** Where it comes from, its zone, its circuits. */
  about: string;
  /** Kept by Tidegate itself. */
  own: boolean;
  /** `10:38 EST, 4 min ago`. */
  read: string;
  /** `today 09:58 EST`. */
  changed: string;
  /** Fresh, stale, not readable, reading. */
  mark: Mark;
  /** The same in words. */
  state: string;
  /** How many of the next fortnight fire, are ignored, need attention, are suppressed. */
  fires: number;
  /** The same. */
  ignored: number;
  /** The same. */
  attention: number;
  /** The same. */
  suppressed: number;
  /** What is wrong with it, what Tidegate does, what to do. */
  trouble: string | null;
  /** What can be done about that. */
  actions: Array<Action>;
  /** `What changed at 09:58 EST: +$3.55 for the next 14 days`. */
  diff_title: string | null;
  /** What its last change changed. */
  diff: Array<Difference>;
  /** What could not be read as written. */
  problems: Array<string>;
  /** It carries no organisers at all: the highest tier is the guard. */
  no_organisers: boolean;
  /** Settings: `only-us` or `others-too`. */
  writers: string;
  /** Organisers who may ask. */
  allowed: Array<string>;
  /** All organisers found in it. */
  found: Array<string>;
  /** Its own address, for participation. */
  address: string | null;
  /** The zone a person set. */
  zone: string | null;
  /** Circuits it is bound to, by name. */
  bound: Array<string>;
  /** Only busy events count. */
  busy_only: boolean;
  /** The tier that every event of it asks for. */
  tier: string | null;
  /** Its days suppress raises. */
  holidays: boolean;
  /** The circuits and feeds whose raises they suppress, by name; empty for all. */
  holidays_for: Array<string>;
};
/** One thing that a feed's change changed. */
export type Difference = {
  /** `Added`, `Moved`, `Raised`, `Lowered`, `Gone`. */
  what: string;
  /** The title. */
  title: string;
  /** Before, in words. */
  before: string;
  /** Now, in words. */
  now: string;
  /** What it costs more or less. */
  money: Amount;
};
/** Something one can write, and what it means. */
export type Example = {
  /** `#iod 1G @HQ`. */
  write: string;
  /** `1 Gbps on HQ`. */
  means: string;
};
/** What a title would ask for. */
export type Tried = {
  /** What becomes of it. */
  mark: Mark;
  /** The same in words. */
  text: string;
  /** Circuits and tiers. */
  wishes: Array<TriedWish>;
  /** Which way found it. */
  way: string | null;
};
/** A circuit and the tier that a title asks for. */
export type TriedWish = {
  /** The circuit's name. */
  circuit: string;
  /** The tier. */
  tier: TierCell;
  /** Its price an hour. */
  per_hour: Amount;
};
