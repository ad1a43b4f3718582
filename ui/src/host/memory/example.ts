/** Owns the example world: Wednesday 25 November 2026, 10:42 EST, three circuits, and what is not as it should be. */
import { example as examples, feeds } from "./example-feeds";
import { rows, trails } from "./example-orders";
import { profiles, rules, settings } from "./example-settings";
import { cards, questions, solved, UNCLEAR } from "./example-waiting";
import { at, later, monday, weekday } from "./time";
import type { Circuit, Occurrence, World } from "./world";

export const NOW = at("2026-11-25", "10:42");
export const OFFICE = "feed-office";
export const WAREHOUSE = "feed-warehouse";
export const OWN = "own";
const OFF = new Set(["2026-11-11", "2026-11-26"]);

function circuit(id: string, name: string, offers: [number, number][], rest: Partial<Circuit>): Circuit {
  return {
    id,
    name,
    offers,
    zone: "America/New_York",
    baseline: 100,
    highest: 1000,
    lowest: 100,
    mark: "fine",
    state: "As planned",
    tags: ["branch"],
    takes: "4 min median, 6 min at worst of 21 changes",
    lead: "6 min, learnt",
    feeds: ["Office – bandwidth", "US holidays"],
    paused: false,
    boost: null,
    hold: null,
    ...rest,
  };
}

export function circuits(): Circuit[] {
  return [
    circuit(
      "77000000001",
      "HQ",
      [
        [100, 0.47],
        [200, 0.58],
        [500, 0.79],
        [1000, 1.2],
        [2000, 1.95],
        [5000, 3.6],
      ],
      {
        highest: 2000,
        tags: ["office", "east"],
        takes: "4 min median, 6 min at worst of 38 changes",
      },
    ),
    circuit(
      "77000000002",
      "Warehouse",
      [
        [100, 0.52],
        [200, 0.64],
        [500, 0.88],
        [1000, 1.34],
        [2000, 2.1],
      ],
      {
        zone: "America/Denver",
        mark: "failed",
        state: "Drop failed",
        tags: ["west"],
        feeds: ["Warehouse operations"],
      },
    ),
    circuit(
      "77000000003",
      "Branch 2",
      [
        [100, 0.47],
        [200, 0.58],
        [500, 0.79],
        [1000, 1.2],
      ],
      {
        mark: "drift",
        state: "Drift, +$0.21/h",
        tags: ["office", "east"],
      },
    ),
  ];
}

export function occurrence(
  uid: string,
  title: string,
  start: number,
  end: number,
  rest: Partial<Occurrence>,
): Occurrence {
  return {
    feed: OFFICE,
    uid,
    original: start,
    title,
    start,
    end,
    wishes: [],
    own: false,
    series: true,
    allDay: false,
    mark: start > NOW ? "planned" : "confirmed",
    state: "",
    organiser: "Dana Reyes",
    repeats: null,
    before: null,
    ...rest,
  };
}

const HQ = "77000000001";
const WH = "77000000002";
const B2 = "77000000003";

function office(day: string): Occurrence[] {
  const off = OFF.has(day);
  const holiday = day === "2026-11-26" ? "Thanksgiving" : "Veterans Day";
  const kept: Partial<Occurrence> = off ? { mark: "suppressed", state: `Suppressed: ${holiday}` } : {};
  const today = day === "2026-11-25";
  const first = today ? { state: "Confirmed 07:29" } : day > "2026-11-25" ? { state: "Planned, order 07:24" } : {};
  const second: Partial<Occurrence> = today
    ? { mark: "drift", state: "Drift: 500 Mbps live" }
    : day > "2026-11-25"
      ? { state: "Planned, order 07:54" }
      : {};
  return [
    occurrence("office-hours", "Office hours 500 Mbps", at(day, "07:30"), at(day, "18:00"), {
      wishes: [{ circuit: HQ, mbps: 500 }],
      ...first,
      ...kept,
    }),
    occurrence("branch-hours", "Branch hours 200 Mbps", at(day, "08:00"), at(day, "17:00"), {
      wishes: [{ circuit: B2, mbps: 200 }],
      ...second,
      ...kept,
    }),
  ];
}

function warehouse(day: string): Occurrence[] {
  const made: [number, string, string, string, number, string][] = [
    [1, "goods-in", "Goods in #iod 200M", "08:00", 200, "12:00"],
    [3, "stock-count", "Stock count #iod 1G", "00:00", 1000, "08:00"],
    [0, "delivery", "Delivery wave #iod 500M", "10:00", 500, "16:00"],
  ];
  return made
    .filter(([on]) => on === weekday(day))
    .map(([, uid, title, from, mbps, to]) => {
      const today: Partial<Occurrence> = day === "2026-11-25" ? { mark: "failed", state: "Drop failed, still up" } : {};
      const ahead = day > "2026-11-25" ? { state: uid === "delivery" ? "Planned, order 09:54" : "Planned" } : {};
      return occurrence(uid, title, at(day, from), at(day, to), {
        feed: WAREHOUSE,
        organiser: "Lee Okafor",
        wishes: [{ circuit: WH, mbps }],
        ...ahead,
        ...today,
      });
    });
}

function backup(day: string): Occurrence[] {
  if (weekday(day) !== 6) return [];
  const asked: Partial<Occurrence> = day === "2026-11-28" ? { mark: "held", state: "Waits for approval" } : {};
  return [
    occurrence("backup", "Cloud backup #iod 2G", at(day, "22:00"), at(later(day, 1), "04:00"), {
      wishes: [{ circuit: HQ, mbps: 2000 }],
      ...asked,
    }),
  ];
}

function single(): Occurrence[] {
  const once = { series: false };
  return [
    occurrence("offsite", "Offsite copy #iod 1G", at("2026-11-24", "06:00"), at("2026-11-24", "07:00"), {
      wishes: [{ circuit: HQ, mbps: 1000 }],
      mark: "missed",
      state: "Missed: the laptop was asleep",
      ...once,
    }),
    occurrence("all-hands", "All-hands stream #iod 1G", at("2026-11-25", "09:00"), at("2026-11-25", "12:00"), {
      wishes: [{ circuit: HQ, mbps: 1000 }],
      state: "Confirmed 08:58, runs",
      ...once,
    }),
    occurrence("video", "Video upload #iod 10 Gps", at("2026-11-27", "14:00"), at("2026-11-27", "16:00"), {
      mark: "attention",
      state: `Needs attention: ${UNCLEAR}`,
      ...once,
    }),
    occurrence("camera", "Camera upload", at("2026-11-27", "18:00"), at("2026-11-27", "20:00"), {
      feed: OWN,
      own: true,
      organiser: null,
      wishes: [{ circuit: B2, mbps: 500 }],
      state: "Planned, order 17:54",
      ...once,
    }),
  ];
}

/** Events from one day to another, both from Monday on. */
export function occurrences(from: string, weeks: number): Occurrence[] {
  const found = single();
  for (let index = 0; index < weeks * 7; index += 1) {
    const day = later(from, index);
    if (weekday(day) > 0 && weekday(day) < 6) found.push(...office(day));
    found.push(...warehouse(day), ...backup(day));
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Meetings that ask for nothing. */
export function ordinary(): Occurrence[] {
  const titles = ["Lunch with Sam", "Stand-up", "Payroll", "Dentist"];
  return Array.from({ length: 22 }, (_, index) => {
    const day = later("2026-11-23", index % 5);
    const start = at(day, `${9 + (index % 8)}:00`);
    return occurrence(`plain-${index}`, titles[index % titles.length] ?? "Meeting", start, start + 30, {
      mark: "ignored",
      state: "Ignored: nothing in it asks for bandwidth",
      series: false,
    });
  }).sort((a, b) => a.start - b.start);
}

export function example(): World {
  const day = "2026-11-25";
  return {
    tenant: "t1",
    name: "Reyes and partners",
    initials: "RP",
    now: NOW,
    practice: false,
    automation: "on",
    setUp: true,
    connected: true,
    trouble: null,
    circuits: circuits(),
    feeds: feeds(),
    occurrences: occurrences(monday("2026-11-01"), 7),
    ordinary: ordinary(),
    truths: [
      { circuit: HQ, from: at("2026-11-24", "06:00"), to: at("2026-11-24", "07:00"), mbps: 100 },
      { circuit: HQ, from: at("2026-11-24", "07:30"), to: at("2026-11-24", "07:57"), mbps: 100 },
      { circuit: WH, from: at(day, "08:00"), to: NOW, mbps: 1000 },
      { circuit: B2, from: at(day, "09:20"), to: NOW, mbps: 500 },
    ],
    unseen: [[at("2026-11-24", "01:10"), at("2026-11-24", "07:52")]],
    flags: [
      {
        circuit: HQ,
        at: at("2026-11-24", "06:00"),
        to: null,
        mark: "missed",
        text: "Tue 24 Nov 06:00 to 07:00 EST: “Offsite copy”, 1 Gbps, missed; the laptop was asleep",
        mbps: null,
      },
      {
        circuit: HQ,
        at: at("2026-11-26", "07:30"),
        to: at("2026-11-26", "18:00"),
        mark: "suppressed",
        text: "Thu 26 Nov: “Office hours” suppressed by Thanksgiving",
        mbps: 500,
      },
      {
        circuit: HQ,
        at: at("2026-11-27", "14:00"),
        to: null,
        mark: "attention",
        text: "Fri 27 Nov 14:00 EST: “Video upload #iod 10 Gps” needs attention",
        mbps: null,
      },
      {
        circuit: HQ,
        at: at("2026-11-28", "22:00"),
        to: null,
        mark: "held",
        text: "Sat 28 Nov 22:00 EST: “Cloud backup #iod 2G” waits for approval",
        mbps: null,
      },
      {
        circuit: WH,
        at: at(day, "08:00"),
        to: null,
        mark: "failed",
        text: "Wed 25 Nov 08:00 EST: drop to 100 Mbps failed",
        mbps: null,
      },
      {
        circuit: B2,
        at: at(day, "09:20"),
        to: null,
        mark: "drift",
        text: "Wed 25 Nov, seen 09:20 EST: drift, 500 Mbps instead of 200 Mbps",
        mbps: null,
      },
      {
        circuit: B2,
        at: at("2026-11-26", "08:00"),
        to: at("2026-11-26", "17:00"),
        mark: "suppressed",
        text: "Thu 26 Nov: “Branch hours” suppressed by Thanksgiving",
        mbps: 200,
      },
    ],
    notes: {
      "2026-11-23": "as planned",
      "2026-11-24": "1 missed, 1 late",
      [day]: "today, 2 open",
      "2026-11-26": "Thanksgiving",
      "2026-11-27": "1 needs attention",
      "2026-11-28": "1 to approve",
    },
    cards: cards(),
    questions: questions(),
    solved: solved(),
    rows: rows(),
    trails: trails(),
    rules: rules(),
    profiles: profiles(),
    settings: settings(),
    examples: examples(),
    against: [
      ["Warehouse: drop failed, 2 h 42 min at 1 Gbps so far", 2.21],
      ["Branch 2: drift, 1 h 22 min at 500 Mbps so far", 0.29],
      ["HQ: raised 27 min late on Tue 24 Nov", -0.14],
      ["HQ: “Offsite copy” missed on Tue 24 Nov", -0.73],
    ],
    broken: "repaired",
    customers: [],
    differences: [],
    errands: [],
    quotes: {},
  };
}
