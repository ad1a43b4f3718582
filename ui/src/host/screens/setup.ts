// Made from the Rust types by a test; do not edit.
import type { Amount, Mark, OfferChoice, TierCell } from "./shared";

/** Set-up as far as it has come. */
export type SetUp = {
  /** The customer number, or `built-in`. */
  account: string;
  /** The carrier is the built-in one. */
  practice: boolean;
  /** Credentials work: the carrier's inventory was read. */
  connected: boolean;
  /** Why not, where not. */
  connect_trouble: string | null;
  /** Where the secret is: a sentence. */
  secret_is: string;
  /** Circuits to choose from: tiers, baseline, bounds. */
  circuits: Array<SetUpCircuit>;
  /** The feeds so far: name and what they ask for in the next two weeks. */
  feeds: Array<SetUpFeed>;
  /** The plan of two weeks. */
  plan: TwoWeeks | null;
  /** What must be done before automation can be switched on; nothing where it can. */
  missing: Array<string>;
};
/** A circuit in set-up. */
export type SetUpCircuit = {
  /** Its name. */
  name: string;
  /** The live tier. */
  live: TierCell | null;
  /** The baseline chosen. */
  baseline: TierCell;
  /** The highest tier chosen. */
  highest: TierCell;
  /** The lowest tier chosen. */
  lowest: TierCell;
  /** The highest that the calendars' events ask for: preselected. */
  suggested_highest: TierCell;
  /** The lowest. */
  suggested_lowest: TierCell;
  /** What it can have. */
  offers: Array<OfferChoice>;
};
/** A feed in set-up. */
export type SetUpFeed = {
  /** Its name. */
  name: string;
  /** `Read just now, 38 events in the next two weeks`. */
  read: string;
  /** How many fire. */
  fires: number;
  /** How many are suppressed. */
  suppressed: number;
  /** How many need attention. */
  attention: number;
  /** How many are ignored. */
  ignored: number;
  /** Its titles, each once, those that fire first. */
  titles: Array<SetUpTitle>;
  /** Organisers found in it. */
  organisers: Array<string>;
  /** Those who may ask. */
  allowed: Array<string>;
  /** It is only about bandwidth: bound to circuits. */
  only_bandwidth: boolean;
  /** What could not be read as written. */
  problems: Array<string>;
};
/** A title in a feed and what becomes of it. */
export type SetUpTitle = {
  /** The title. */
  title: string;
  /** Will fire, ignored, needs attention, suppressed. */
  mark: Mark;
  /** When, and why or what to write instead. */
  text: string;
  /** The highest tier that it asks for. */
  tier: TierCell | null;
  /** How often in two weeks. */
  times: number;
};
/** Two weeks as Tidegate would do them. */
export type TwoWeeks = {
  /** `Mon 9 to Sun 22 Nov 2026, as Tidegate would do it`. */
  title: string;
  /** `$565.87`. */
  cost: Amount;
  /** All circuits at their baselines all the time. */
  baseline: Amount;
  /** All at the highest offered tier all the time. */
  top: Amount;
  /** `$942.77 less`. */
  saves: string;
  /** What stands under the lanes at their begin, middle and end: `Wed 25 Nov`. */
  dates: [string, string, string];
  /** One a circuit: the step line, from 0 to 1 over the two weeks. */
  lanes: Array<PlanLane>;
  /** `Prices as quoted ..., billed ... First change: ... Busiest GMT day: 6 of 24 orders.` */
  notes: string;
};
/** A circuit's two weeks. */
export type PlanLane = {
  /** Its name. */
  circuit: string;
  /** Begin of each step, 0 to 1 over the two weeks, and its tier. */
  steps: Array<PlanStep>;
  /** At the baseline all the time. */
  baseline: Amount;
  /** With the calendar. */
  planned: Amount;
  /** At the highest offered tier all the time. */
  top: Amount;
};
/** A step of a lane. */
export type PlanStep = {
  /** Its begin, 0 to 1. */
  from: number;
  /** Mbps. */
  mbps: number;
};
