// Made from the Rust types by a test; do not edit.
/** From where a plan is taken up again. */
export type TakeUp = "now" | "next";
/** Settings of a feed; what is `None` stays as it is. */
export type FeedSettings = {
  name?: string | null;
  bind?: Array<string> | null;
  writers?: string | null;
  allow?: Array<string>;
  disallow?: Array<string>;
  "own-address"?: string | null;
  zone?: string | null;
  "busy-only"?: boolean | null;
  tier?: string | null;
  holidays?: boolean | null;
  "holidays-for"?: Array<string> | null;
  "own-network"?: string | null;
};
/** A rule as a person writes it. */
export type RuleText = {
  name?: string;
  contains?: string | null;
  regex?: string | null;
  organiser?: string | null;
  category?: string | null;
  location?: string | null;
  "longer-than"?: number | null;
  "shorter-than"?: number | null;
  circuits?: Array<string>;
  asks?: string;
};
/** Settings of a circuit; what is `None` stays as it is. */
export type CircuitSettings = {
  name?: string | null;
  baseline?: string | null;
  highest?: string | null;
  lowest?: string | null;
  tags?: Array<string> | null;
  budget?: string | null;
};
/** A new tenant. */
export type NewTenant = {
  name?: string;
  dialect?: string;
  base?: string;
  environment?: string;
  "billing-account"?: string;
  "customer-number"?: string;
  zone?: string;
  "contact-name"?: string;
  "contact-email"?: string;
  "contact-phone"?: string;
  "token-transport"?: string;
  practice?: boolean;
};
/** A new circuit as a person orders it. */
export type NewOrder = {
  quote?: string;
  name?: string;
  block?: string;
  account?: string;
  "contact-name"?: string;
  "contact-email"?: string;
  "contact-phone"?: string;
  organization?: string;
};
/** An event of the tenant's own calendar. */
export type OwnEvent = {
  title?: string;
  start?: string;
  end?: string;
  repeats?: string | null;
};
/** A time whose cost is asked, and of what. Nothing named is the coming 30 days of everything. */
export type CostRange = {
  from?: string | null;
  to?: string | null;
  circuits?: Array<string>;
  feed?: string | null;
  event?: string | null;
  organiser?: string | null;
};
/** What would be otherwise; nothing is kept of it. */
export type WhatIf = {
  baseline?: string | null;
  instead?: Array<string>;
  without?: boolean;
  "without-rules"?: Array<string>;
  also?: OwnEvent | null;
  billing?: string | null;
};
/** Which columns of the carrier's bill hold what, by their heads; what is `None` is as it was the last time. */
export type BillColumns = {
  circuit?: string | null;
  from?: string | null;
  to?: string | null;
  amount?: string | null;
};
/** What names one occurrence of a feed. */
export type EventKey = {
  feed?: string;
  uid?: string;
  start?: string;
};
/** What a person puts on a circuit. */
export type ByHand = "boost" | "hold";
/** A way to break the built-in carrier. */
export type Breakage = "order-fails" | "order-cancelled" | "order-hangs" | "locked" | "portal" | "too-many" | "firewall" | "unreachable" | "repaired";
/** A command. */
export type Command =
  | { do: "status" }
  | { do: "plan"; days: number }
  | { do: "why"; circuit: string; at: string | null }
  | { do: "cost"; days: number }
  | { do: "cost-of"; range: CostRange }
  | { do: "advice" }
  | { do: "bill-compare"; text: string; columns: BillColumns }
  | { do: "cost-if"; range: CostRange; otherwise: WhatIf }
  | { do: "inbox"; limit: number }
  | { do: "feeds" }
  | { do: "feed-add"; name: string; address: string | null; file: string | null; settings: FeedSettings }
  | { do: "feed-set"; feed: string; settings: FeedSettings }
  | { do: "feed-refresh"; feed: string | null }
  | { do: "feed-remove"; feed: string }
  | { do: "feed-believe"; feed: string }
  | { do: "feed-release"; feed: string }
  | { do: "events" }
  | { do: "event-add"; event: OwnEvent }
  | { do: "event-edit"; uid: string; event: OwnEvent }
  | { do: "event-remove"; uid: string }
  | { do: "events-export" }
  | { do: "rules" }
  | { do: "rule-add"; rule: RuleText }
  | { do: "rule-move"; name: string; to: number }
  | { do: "rule-remove"; name: string }
  | { do: "rule-preview"; rule: RuleText }
  | { do: "rule-try"; title: string; feed: string | null }
  | { do: "profiles" }
  | { do: "profile-set"; name: string; tier: string; circuits: Array<string> }
  | { do: "profile-remove"; name: string }
  | { do: "circuits" }
  | { do: "circuits-sync" }
  | { do: "circuit-set"; circuit: string; settings: CircuitSettings }
  | { do: "circuit-leave"; circuit: string }
  | { do: "circuit-look-after"; circuit: string }
  | { do: "circuit-rename"; circuit: string; name: string }
  | { do: "circuit-disconnect"; circuit: string; typed: string | null }
  | { do: "carrier-providers" }
  | { do: "carrier-locations"; provider: string; search: string; page: number }
  | { do: "carrier-tiers"; place: string; provider: string | null }
  | { do: "carrier-quote"; place: string; provider: string | null; tier: string }
  | { do: "carrier-address"; address: string }
  | { do: "carrier-accounts" }
  | { do: "carrier-order"; order: NewOrder; agreed: string | null }
  | { do: "carrier-follow" }
  | { do: "tenants" }
  | { do: "tenant-add"; tenant: NewTenant }
  | { do: "tenant-remove"; name: string }
  | { do: "tenant-export" }
  | { do: "tenant-import"; text: string; name: string | null }
  | { do: "credentials-set"; "client-id": string; "client-secret": string }
  | { do: "credentials-test" }
  | { do: "credentials-remove" }
  | { do: "automation-on"; from: TakeUp }
  | { do: "automation-off" }
  | { do: "boost"; circuit: string; tier: string; until: string | null }
  | { do: "hold"; circuit: string; tier: string; until: string | null }
  | { do: "clear"; circuit: string }
  | { do: "pause"; circuit: string | null }
  | { do: "resume"; circuit: string | null; from: TakeUp }
  | { do: "would-order"; circuit: string | null }
  | { do: "baseline-all" }
  | { do: "attention" }
  | { do: "attention-answer"; id: string; choice: number }
  | { do: "orders"; circuit: string | null; limit: number }
  | { do: "order-show"; id: number }
  | { do: "retry"; circuit: string }
  | { do: "restore"; circuit: string }
  | { do: "heartbeat-set"; address: string; "own-network": string | null }
  | { do: "heartbeat-off" }
  | { do: "audit-rows"; after: number }
  | { do: "audit-verify" }
  | { do: "audit-seal" }
  | { do: "audit-seals"; key: string; after: number }
  | { do: "settings" }
  | { do: "setting-set"; name: string; value: string }
  | { do: "customers" }
  | { do: "glance" }
  | { do: "week"; day: string | null }
  | { do: "calendar"; from: string | null; days: number; all: boolean }
  | { do: "event-preview"; key: EventKey | null; event: OwnEvent }
  | { do: "event-move"; key: EventKey; start: string; end: string }
  | { do: "event-take-out"; key: EventKey }
  | { do: "event-put-back"; key: EventKey }
  | { do: "activity"; search: string; circuit: string | null; state: string | null; limit: number }
  | { do: "trail"; id: number }
  | { do: "month"; month: string | null }
  | { do: "report"; month: string | null }
  | { do: "waiting" }
  | { do: "circuits-screen" }
  | { do: "by-hand-preview"; circuit: string; kind: ByHand; tier: string; until: string | null }
  | { do: "keep"; circuit: string }
  | { do: "feeds-screen" }
  | { do: "title-tried"; title: string; feed: string | null }
  | { do: "settings-screen" }
  | { do: "set-up" }
  | { do: "practise" }
  | { do: "go-live"; from: string }
  | { do: "break"; how: Breakage; circuit: string | null };
