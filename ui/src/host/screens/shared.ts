// Made from the Rust types by a test; do not edit.

/** A time as a wall clock shows it. */
export type Stamp = {
  /** The instant, RFC 3339 in UTC; to be sent back, never to be reckoned with. */
  at: string;
  /** The day there, such as `2026-11-25`. */
  day: string;
  /** True minutes since that day began there: on a 25-hour day up to 1499. */
  minute: number;
  /** `09:00`. */
  time: string;
  /** `09:00 EST`. */
  clock: string;
  /** `Wed 25 Nov 09:00 EST`. */
  text: string;
};
/** A tier in its written forms. */
export type TierCell = {
  /** Mbps. */
  mbps: number;
  /** `1 Gbps`. */
  text: string;
  /** `1 G`, for narrow places. */
  short: string;
};
/** An amount of money as it is written. */
export type Amount = {
  /** `$1,234.56`, `+$0.82`, `at least $3.00`, `unknown`. */
  text: string;
  /** The exact decimal, for charts and sorting; `null` is unknown. */
  value: number | null;
};
/** A tier to choose from a list. */
export type OfferChoice = {
  /** As commands take it. */
  command: string;
  /** `100 Mbps · $0.47/h`. */
  text: string;
  /** Mbps. */
  mbps: number;
};
/** The state of a change, an event or a circuit: a glyph and a word on the page. */
export type Mark = "planned" | "ordered" | "pending" | "confirmed" | "failed" | "cancelled" | "refused" | "unknown" | "missed" | "drift" | "held" | "replaced" | "attention" | "suppressed" | "ignored" | "fine";
/** What names one occurrence, to be sent back. */
export type EventKey = {
  /** The feed. */
  feed: string;
  /** The event. */
  uid: string;
  /** Its original start, RFC 3339 in UTC. */
  start: string;
};
/** A day of a range. */
export type Day = {
  /** `2026-11-25`. */
  day: string;
  /** `Wed 25`. */
  head: string;
  /** What there is to say of it: `as planned`, `1 missed`, `Thanksgiving`, `today`. */
  note: string;
  /** True minutes: 1440, or 1380 and 1500 where the clocks change. */
  minutes: number;
  /** True minutes from the range's begin to this day's. */
  begins: number;
  /** It holds the present. */
  today: boolean;
  /** Saturday or Sunday. */
  weekend: boolean;
  /** Hours of the wall clock and where they lie in the day, in true minutes: a repeated hour is there twice, a */
  /** skipped one is not. */
  hours: Array<Hour>;
};
/** An hour of a day's wall clock. */
export type Hour = {
  /** True minutes since the day began. */
  minute: number;
  /** `09:00`. */
  text: string;
};
/** What a person can do about something, and how its button is called. The page turns it into a command. */
export type Action = {
  /** The button's word. */
  label: string;
  /** What it does. */
} & Does;
/** What a button does. */
export type Does =
  | { does: "retry"; circuit: string }
  | { does: "restore"; circuit: string }
  | { does: "hold"; circuit: string; tier: string }
  | { does: "keep"; circuit: string }
  | { does: "resume"; circuit: string | null }
  | { does: "believe"; feed: string }
  | { does: "release"; feed: string }
  | { does: "answer"; id: string; choice: number }
  | { does: "take-out"; key: EventKey; title: string }
  | { does: "copy"; text: string }
  | { does: "open"; screen: string };
