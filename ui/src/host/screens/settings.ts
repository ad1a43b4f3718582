// Made from the Rust types by a test; do not edit.
import type { Mark, TierCell } from "./shared";

/** A customer's settings. */
export type Settings = {
  /** `clock-hour`, `started-hour`, `per-minute`. */
  billing: string;
  /** Home zone. */
  zone: string;
  /** All zones, to choose from. */
  zones: Array<string>;
  /** Changes a customer may order a GMT day. */
  quota: number;
  /** A single event that costs more waits for a person; none until set. */
  event_limit: string | null;
  /** `USD`. */
  currency: string;
  /** `primary` or `standby`. */
  role: string;
  /** Quiet hours: `22:00-07:00` of the home zone; none where notices always come. */
  quiet: string | null;
  /** The eleven US federal holidays suppress raises. */
  holidays: boolean;
  /** `lumen`, `naas-v1`, `connections` or `eod-v5`. */
  dialect: string;
  /** The carrier's address. */
  base: string;
  /** The customer number. */
  customer_number: string;
  /** Credentials: there, locked, absent, ... in words. */
  credentials: string;
  /** Its glyph. */
  credentials_mark: Mark;
  /** Where the secret is: a sentence. */
  secret_is: string;
  /** The rules, in order; the first that fits wins. */
  rules: Array<RuleRow>;
  /** Named tiers. */
  profiles: Array<ProfileRow>;
  /** Tidegate's version. */
  version: string;
  /** Where the data folder is. */
  folder: string;
  /** Starts with the session. */
  autostart: boolean | null;
};
/** A rule. */
export type RuleRow = {
  /** Its name, for commands; none for the built-in ways, which keep their place. */
  name: string | null;
  /** When it fits. */
  when: string;
  /** What it asks for then. */
  then: string;
  /** How many occurrences of the next fortnight it decides. */
  fits: number;
};
/** What a rule would mean for the next fortnight. */
export type RulePreview = {
  /** `It would decide three events of the next 14 days, and add $2.21 to the plan.` */
  sentence: string;
  /** Those events, soonest first; not all where there are many. */
  events: Array<RuleEvent>;
  /** How many more there are. */
  more: number;
};
/** An event that a rule would decide. */
export type RuleEvent = {
  /** Its title. */
  title: string;
  /** `Fri 27 Nov, 13:00–15:00 EST, Office`. */
  when: string;
  /** It would fire, be ignored, or need attention. */
  mark: Mark;
  /** `Asks for 500 Mbps on HQ`. */
  text: string;
};
/** A named tier. */
export type ProfileRow = {
  /** Its name, as in `#iod video`. */
  name: string;
  /** Each circuit and its tier. */
  tiers: Array<ProfileTier>;
};
/** A profile's tier on a circuit. */
export type ProfileTier = {
  /** The circuit's name. */
  circuit: string;
  /** The tier. */
  tier: TierCell;
};
