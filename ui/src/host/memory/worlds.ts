/** Owns the worlds that `?world=` names: variations on the example, each for one kind of proof. */
import type { Customer, Mark } from "../screens";
import { example, circuits, occurrence, OFFICE } from "./example";
import { amount, perHour, tier, UNKNOWN } from "./money";
import { DAY, at, later, stamp } from "./time";
import type { Circuit, Occurrence, World } from "./world";

/** How a world's host behaves, beside what is in it. */
export type Way = "answers" | "silent" | "late" | "loses" | "mismatches" | "refuses";

export interface Made {
  worlds: World[];
  way: Way;
}

export function practice(): World {
  const made = example();
  made.settings = {
    ...made.settings,
    customer_number: "built-in",
    base: "built in",
    credentials: "None needed: the carrier is built in",
  };
  return { ...made, tenant: "practice", name: "Practice", initials: "PR", practice: true };
}

/** Practice as it begins: circuits, and nothing that asks. */
export function fresh(): World {
  const made = practice();
  for (const circuit of made.circuits)
    Object.assign(circuit, { mark: "fine", state: "At its baseline", highest: circuit.baseline });
  return {
    ...made,
    automation: "off",
    setUp: false,
    feeds: made.feeds.filter((one) => one.own),
    truths: [],
    unseen: [],
    flags: [],
    cards: [],
    questions: [],
    solved: [],
    rows: [],
    notes: {},
    against: [],
  };
}

const CUSTOMERS: [string, string, string, number, Mark, string, string, number | null][] = [
  ["copperline", "Copperline Foods", "CF", 7, "failed", "1 drop failed", "today 11:00 MST (13:00 EST)", 0.82],
  ["northwind", "Northwind Legal", "NL", 3, "fine", "As planned", "today 12:00 EST", 0],
  ["quarry", "Quarry Lane School", "QL", 2, "held", "1 to approve", "Mon 30 Nov 07:30 CST (08:30 EST)", 0],
  ["harbour", "Harbour Dental", "HD", 2, "planned", "Practice mode", "today 12:00 EST", 0],
  ["brightwater", "Brightwater Hotel", "BH", 4, "unknown", "Not reachable since 10:12 EST", "today 17:00 EST", null],
];

function customer(world: World): Customer {
  const open = world.cards.length + world.questions.length;
  return {
    tenant: world.tenant,
    name: world.name,
    initials: world.initials,
    circuits: world.circuits.length,
    mark: open > 0 ? "attention" : "fine",
    state: open > 0 ? `${open} wait for you` : "As planned",
    next: "today 12:00 EST",
    above: perHour(world.cards.length > 0 ? 1.03 : 0),
    practice: world.practice,
  };
}

export function customers(worlds: World[]): Customer[] {
  return worlds.map((world) => world.customers[0] ?? customer(world));
}

function msp(): World[] {
  const named = CUSTOMERS.map(([tenant, name, initials, count, mark, state, next, above]) => {
    const practises = tenant === "harbour";
    const listed: Customer = {
      tenant,
      name,
      initials,
      circuits: count,
      mark,
      state,
      next,
      above: above === null ? UNKNOWN : practises ? { text: "no money", value: 0 } : perHour(above),
      practice: practises,
    };
    return { ...(practises ? practice() : example()), tenant, name, initials, customers: [listed] };
  });
  const more = Array.from({ length: 35 }, (_, index) => {
    const name = `Client ${String(index + 1).padStart(2, "0")}`;
    const listed: Customer = {
      tenant: `client-${index + 1}`,
      name,
      initials: `C${(index + 1) % 10}`,
      circuits: (index % 5) + 1,
      mark: "fine",
      state: "As planned",
      next: "today 18:00 EST",
      above: amount(0),
      practice: false,
    };
    return { ...example(), tenant: listed.tenant, name, initials: listed.initials, customers: [listed] };
  });
  return [...named, ...more];
}

/** The same numbers each time. */
function dice(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

function site(index: number): Circuit {
  const [hq] = circuits();
  if (!hq) throw new Error("the example has no circuits");
  return {
    ...hq,
    id: `site-${index}`,
    name: `Site ${String(index).padStart(3, "0")}`,
    tags: [`region-${(index % 8) + 1}`],
  };
}

/** 200 circuits and 5,000 events in one week. */
function large(): World {
  const made = example();
  const roll = dice(25);
  const sites = Array.from({ length: 200 }, (_, index) => site(index + 1));
  const monday = at("2026-11-23");
  const events: Occurrence[] = sites.flatMap((one, place) =>
    Array.from({ length: 25 }, (_, index) => {
      const start = monday + Math.floor((roll() * 7 * DAY) / 15) * 15;
      const mbps = [200, 500, 1000, 2000][Math.floor(roll() * 4)] ?? 200;
      return occurrence(
        `large-${place}-${index}`,
        `Job ${index + 1} ${tier(mbps).text}`,
        start,
        start + 60 + Math.floor(roll() * 16) * 15,
        {
          wishes: [{ circuit: one.id, mbps }],
          series: false,
          state: start > made.now ? "Planned, no order needed" : "Confirmed",
          feed: index % 5 === 0 ? "own" : OFFICE,
          own: index % 5 === 0,
        },
      );
    }),
  );
  return {
    ...made,
    circuits: sites,
    occurrences: events.sort((a, b) => a.start - b.start),
    truths: [],
    unseen: [],
    flags: [],
    rows: made.rows,
  };
}

/** A day of 25 hours, or one of 23, in the week of the present. */
function clocks(day: string): World {
  const made = example();
  const [hq] = made.circuits;
  const wish = [{ circuit: hq?.id ?? "", mbps: 500 }];
  const night = at(day);
  const events = [
    occurrence("night", "Night copy 500 Mbps", night + 60, night + 180, {
      wishes: wish,
      state: "Planned",
      mark: "planned",
      series: false,
    }),
    occurrence("morning", "Morning 500 Mbps", at(day, "09:00"), at(day, "12:00"), {
      wishes: wish,
      state: "Planned",
      mark: "planned",
    }),
    occurrence("before", "Saturday 500 Mbps", at(later(day, -1), "09:00"), at(later(day, -1), "12:00"), {
      wishes: wish,
      state: "Planned",
      mark: "planned",
    }),
  ];
  return {
    ...made,
    now: at(later(day, -3), "10:42"),
    occurrences: events,
    ordinary: [],
    truths: [],
    unseen: [],
    flags: [],
    cards: [],
    questions: [],
    notes: { [day]: "clocks change" },
    against: [],
  };
}

const MARKUP =
  "<img src=x onerror=\"document.title='broken in'\"><script>document.title='broken in'</script><b>Bold</b> & \"quoted\" #iod 1G";
const TURNED = "Backup \u202Egnp.exe\u2066 #iod 1G";
export const HOSTILE = [
  MARKUP,
  TURNED,
  "W".repeat(500),
  "Ünïcödé 𝕿𝖎𝖙𝖑𝖊 ".repeat(20).trim(),
  "</title></style><svg onload=alert(1)>",
];

const turn = (text: string): string => text.replace(/[\u202A-\u202E\u2066-\u2069\u200E\u200F]/g, "");

/** Titles, names and texts as somebody would write them who means harm; the program has taken the direction marks out. */
function hostile(): World {
  const made = example();
  const bad = (index: number) => turn(HOSTILE[index % HOSTILE.length] ?? "");
  const renamed = (one: Occurrence, index: number): Occurrence => ({
    ...one,
    title: bad(index),
    organiser: bad(index + 1),
  });
  return {
    ...made,
    name: bad(0),
    occurrences: made.occurrences.map(renamed),
    ordinary: made.ordinary.map(renamed),
    feeds: made.feeds.map((one, index) => ({
      ...one,
      name: bad(index),
      about: bad(index + 1),
      trouble: one.trouble && bad(2),
      problems: [bad(3)],
      diff: one.diff.map((row, place) => ({ ...row, title: bad(place) })),
      found: [bad(0), bad(2)],
    })),
    rows: made.rows.map((one, index) => ({ ...one, why: bad(index) })),
    cards: made.cards.map((one, index) => ({ ...one, title: bad(index + 2), body: bad(index) })),
    questions: made.questions.map((one, index) => ({ ...one, title: bad(index), message: bad(index + 1) })),
    rules: made.rules.map((one, index) => (one.name === null ? one : { ...one, when: bad(index) })),
    flags: made.flags.map((one, index) => ({ ...one, text: bad(index) })),
    against: made.against.map(([, value], index) => [bad(index), value]),
    solved: [{ at: stamp(made.now), title: bad(2), body: bad(0) }],
    trouble: { bad: false, title: bad(0), body: bad(2) },
  };
}

/** What the program says on every screen while it cannot write down what it does. */
const UNWRITABLE = {
  bad: true,
  title: "The ledger cannot be written",
  body: "Nothing is ordered until it can; each circuit keeps its tier. Look whether the disk is full or read-only: disk I/O error.",
};

/** The world of a name; an unknown one is the example. */
export function make(name: string): Made {
  switch (name) {
    case "empty":
      return { worlds: [], way: "answers" };
    case "practice":
      return { worlds: [practice()], way: "answers" };
    case "loading":
      return { worlds: [example()], way: "silent" };
    case "late":
      return { worlds: [example()], way: "late" };
    case "lost":
      return { worlds: [example()], way: "loses" };
    case "mismatch":
      return { worlds: [example()], way: "mismatches" };
    case "refused":
      return { worlds: [{ ...example(), trouble: UNWRITABLE }], way: "refuses" };
    case "msp":
      return { worlds: msp(), way: "answers" };
    case "large":
      return { worlds: [large()], way: "answers" };
    case "clocks":
      return { worlds: [clocks("2026-11-01")], way: "answers" };
    case "clocks-spring":
      return { worlds: [clocks("2026-03-08")], way: "answers" };
    case "hostile":
      return { worlds: [hostile()], way: "answers" };
    default:
      return { worlds: [example()], way: "answers" };
  }
}
