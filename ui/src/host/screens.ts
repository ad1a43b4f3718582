// Made from the Rust types by a test; do not edit.
// screen.rs
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
  | { does: "copy"; text: string }
  | { does: "open"; screen: string };
// screen/activity.rs
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
// screen/attention.rs
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
// screen/calendar.rs
/** The occurrences of a range of days. */
export type Range = {
  /** `23–29 November`. */
  title: string;
  /** `EST`. */
  zone: string;
  /** The days. */
  days: Array<Day>;
  /** The present, in true minutes since the range began. */
  now: number | null;
  /** `10:42`. */
  now_text: string;
  /** What asks for something, and what should: soonest first. */
  events: Array<Event>;
  /** Ordinary events, which ask for nothing, that are left out unless asked for. */
  hidden: number;
  /** What the range costs a day. */
  costs: Array<Amount>;
  /** The highest tier of any circuit a day, for the month. */
  tops: Array<TierCell>;
};
/** An occurrence. */
export type Event = {
  /** What names it. */
  key: EventKey;
  /** Its title, for people. */
  title: string;
  /** Its feed's name. */
  feed: string;
  /** Of the own calendar: may be edited. */
  own: boolean;
  /** One of a series. */
  series: boolean;
  /** From midnight to midnight. */
  all_day: boolean;
  /** Its start. */
  start: Stamp;
  /** Its end. */
  end: Stamp;
  /** `07:30–18:00 EST`. */
  time: string;
  /** The same in the event's own zone, where that differs. */
  other_time: string | null;
  /** Where it lies in the range's days. */
  parts: Array<Part>;
  /** Circuits and tiers it asks for. */
  wishes: Array<Wish>;
  /** The highest of those. */
  tier: TierCell | null;
  /** What becomes of it. */
  mark: Mark;
  /** The same in words: `Planned, order 07:24`. */
  state: string;
  /** What it costs above the baseline in the hours when it sets the tier. */
  adds: Amount | null;
  /** Moved here by a person: when it was before. */
  moved_from: string | null;
  /** Where it lay before. */
  ghost: Array<Part>;
  /** Who wrote it. */
  organiser: string | null;
  /** The repetition, of an own event. */
  repeats: string | null;
};
/** A circuit and the tier that an event asks for. */
export type Wish = {
  /** The circuit's name. */
  circuit: string;
  /** The tier. */
  tier: TierCell;
};
/** Where an occurrence lies in one day. */
export type Part = {
  /** Which day of the range, from 0. */
  day: number;
  /** True minutes since that day began. */
  from: number;
  /** The same. */
  to: number;
};
/** What putting an event somewhere would mean, before it is done. */
export type Preview = {
  /** `Fri 27 Nov, 13:00–15:00 EST`. */
  when: string;
  /** `$0.22 cheaper ($0.42 instead of $0.64)`. */
  money: string;
  /** It costs less or the same. */
  cheaper: boolean;
  /** `Overlaps "Branch hours" (200 Mbps). The highest wins.` */
  overlaps: Array<string>;
  /** `6 of 24 orders in that GMT day, 2 kept for going down`. */
  quota: string;
  /** More than the carrier takes that day. */
  short: boolean;
  /** What it would ask for, or why not. */
  verdict: string;
  /** One line for a screen reader. */
  spoken: string;
  /** The start, to be sent back. */
  start: string;
  /** The end, to be sent back. */
  end: string;
};
// screen/circuits.rs
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
  /** `500 Mbps, 12:00 EST`. */
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
  /** Each order: `HQ from 100 Mbps to 1 Gbps ($0.95 an hour)`. */
  words: Array<string>;
  /** One of them is a raise: that is not to be chosen for a person. */
  raises: boolean;
};
// screen/feeds.rs
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
// screen/glance.rs
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
  /** Circuits above their baseline now: `HQ at 1 Gbps until 12:00 EST`. What quitting would leave up. */
  raised: Array<string>;
  /** Set-up is done: circuits are chosen and automation was switched on once. */
  set_up: boolean;
};
/** What automation does. */
export type Automation = "on" | "off" | "paused";
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
// screen/money.rs
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
  /** What each event adds above the baseline. */
  events: Array<EventCost>;
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
// screen/settings.rs
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
  /** `lumen` or `naas-v1`. */
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
// screen/setup.rs
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
  /** `$942.77 less`. */
  saves: string;
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
// screen/week.rs
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
