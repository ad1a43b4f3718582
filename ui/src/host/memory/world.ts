/** Owns the shape of a world in memory: what the person has, what was asked for, and what is true. No behaviour. */
import type {
  Card,
  Customer,
  Difference,
  ErrandRow,
  Example,
  Fact,
  FeedCard,
  Mark,
  ProfileRow,
  Question,
  Row,
  RuleRow,
  Settings,
  Solved,
  TrailLine,
  Trouble,
} from "../screens";
import type { Zone } from "./time";

export interface Circuit {
  id: string;
  name: string;
  zone: Zone;
  baseline: number;
  highest: number;
  lowest: number;
  /** Tier and price an hour. */
  offers: [number, number][];
  mark: Mark;
  state: string;
  tags: string[];
  takes: string;
  lead: string;
  feeds: string[];
  paused: boolean;
  boost: Hand | null;
  hold: Hand | null;
}

export interface Hand {
  mbps: number;
  from: number;
  until: number;
}

export interface Wanted {
  circuit: string;
  mbps: number;
}

export interface Occurrence {
  feed: string;
  uid: string;
  /** Its original start: part of its name. */
  original: number;
  title: string;
  start: number;
  end: number;
  wishes: Wanted[];
  mark: Mark;
  state: string;
  own: boolean;
  series: boolean;
  allDay: boolean;
  organiser: string | null;
  repeats: string | null;
  /** Start and end before a person moved it. */
  before: [number, number] | null;
}

/** What was live where it was not what was planned. */
export interface Truth {
  circuit: string;
  from: number;
  to: number;
  mbps: number;
}

export interface Flag {
  circuit: string;
  at: number;
  to: number | null;
  mark: Mark;
  text: string;
  mbps: number | null;
}

export interface Trailing {
  title: string;
  lines: TrailLine[];
  facts: Fact[];
  circuit: string;
  retry: boolean;
}

export interface World {
  tenant: string;
  name: string;
  initials: string;
  now: number;
  practice: boolean;
  automation: "on" | "off" | "paused";
  setUp: boolean;
  connected: boolean;
  trouble: Trouble | null;
  circuits: Circuit[];
  feeds: FeedCard[];
  occurrences: Occurrence[];
  /** Ordinary meetings, shown only when asked for. */
  ordinary: Occurrence[];
  truths: Truth[];
  /** Times in which nobody looked. */
  unseen: [number, number][];
  flags: Flag[];
  notes: Record<string, string>;
  cards: Card[];
  questions: Question[];
  solved: Solved[];
  rows: Row[];
  trails: Record<number, Trailing>;
  rules: RuleRow[];
  profiles: ProfileRow[];
  settings: Omit<Settings, "rules" | "profiles">;
  examples: Example[];
  against: [string, number][];
  broken: string;
  customers: Customer[];
  /** Orders for new circuits, disconnects and names, newest first. */
  errands: ErrandRow[];
  /** Quotes that were given, by their ids. */
  quotes: Record<string, { mbps: number; cost: number; place: string }>;
  /** A new feed's differences, once it was read. */
  differences: Difference[];
}
