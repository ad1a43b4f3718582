/** Owns what was ordered, and what was not, in the example world. */
import type { Mark, Row } from "../screens";
import { difference, perHour, tier } from "./money";
import { at, stamp } from "./time";
import type { Trailing } from "./world";

const DONE: Mark[] = ["planned", "ordered", "pending", "confirmed"];
const FAILED: Mark[] = ["planned", "ordered", "pending", "failed"];

type Short = [
  day: string,
  time: string,
  circuit: string,
  from: number,
  to: number,
  why: string,
  steps: Mark[],
  state: string,
  money: number,
];

const SHORT: Short[] = [
  [
    "25",
    "09:20",
    "Branch 2",
    200,
    500,
    "Drift: not ordered by Tidegate, waits for you",
    ["drift"],
    "Found at 09:20",
    0.21,
  ],
  ["25", "08:54", "HQ", 500, 1000, "“All-hands stream #iod 1G”, Dana Reyes", DONE, "Confirmed 08:58, 4 min", 0.41],
  ["25", "08:20", "Warehouse", 1000, 100, "Third try. “Stock count” ended 08:00", FAILED, "Failed 08:22", 0.82],
  ["25", "08:06", "Warehouse", 1000, 100, "Second try", FAILED, "Failed 08:08", 0.82],
  ["25", "08:00", "Warehouse", 1000, 100, "“Stock count” ended", FAILED, "Failed 08:02", 0.82],
  ["25", "07:54", "Branch 2", 100, 200, "“Branch hours 200 Mbps”, Dana Reyes", DONE, "Confirmed 07:57, 3 min", 0.11],
  ["25", "07:24", "HQ", 100, 500, "“Office hours 500 Mbps”, Dana Reyes", DONE, "Confirmed 07:29, 5 min", 0.32],
  ["24", "23:54", "Warehouse", 100, 1000, "“Stock count #iod 1G”, Lee Okafor", DONE, "Confirmed 23:58, 4 min", 0.82],
  ["24", "18:00", "HQ", 500, 100, "“Office hours” ended", DONE, "Confirmed 18:04, 4 min", -0.32],
  ["24", "17:00", "Branch 2", 200, 100, "“Branch hours” ended", DONE, "Confirmed 17:03, 3 min", -0.11],
  ["24", "07:54", "Branch 2", 100, 200, "“Branch hours 200 Mbps”, Dana Reyes", DONE, "Confirmed 07:58, 4 min", 0.11],
  [
    "24",
    "07:53",
    "HQ",
    100,
    500,
    "“Office hours”: the laptop slept until 07:52",
    ["planned", "missed", "ordered", "pending", "confirmed"],
    "Confirmed 07:57, 27 min late",
    0.32,
  ],
  [
    "24",
    "06:00",
    "HQ",
    100,
    1000,
    "“Offsite copy”: over before the laptop woke",
    ["planned", "missed"],
    "Missed, not ordered",
    -0.73,
  ],
  ["23", "18:00", "HQ", 500, 100, "“Office hours” ended", DONE, "Confirmed 18:05, 5 min", -0.32],
  ["23", "17:00", "Branch 2", 200, 100, "“Branch hours” ended", DONE, "Confirmed 17:04, 4 min", -0.11],
  ["23", "12:00", "Warehouse", 200, 100, "“Goods in” ended", DONE, "Confirmed 12:04, 4 min", -0.12],
  ["23", "07:54", "Warehouse", 100, 200, "“Goods in #iod 200M”, Lee Okafor", DONE, "Confirmed 07:58, 4 min", 0.12],
  ["23", "07:54", "Branch 2", 100, 200, "“Branch hours 200 Mbps”, Dana Reyes", DONE, "Confirmed 07:57, 3 min", 0.11],
  ["23", "07:24", "HQ", 100, 500, "“Office hours 500 Mbps”, Dana Reyes", DONE, "Confirmed 07:29, 5 min", 0.32],
];

export function rows(): Row[] {
  return SHORT.map(([day, time, circuit, from, to, why, steps, state, money], index) => ({
    id: steps[0] === "drift" || state.startsWith("Missed") ? null : 4419 - index,
    at: stamp(at(`2026-11-${day}`, time)),
    circuit,
    from: tier(from),
    to: tier(to),
    why,
    steps,
    mark: steps.at(-1) ?? "planned",
    state,
    per_hour: state.startsWith("Missed") ? difference(money) : perHour(money),
  }));
}

export function trails(): Record<number, Trailing> {
  const failed: Trailing = {
    title: "Audit trail of order NAAS-20261125-4417",
    circuit: "Warehouse",
    retry: true,
    lines: [
      { time: "08:20:00", who: "Tidegate", text: "intent stored: Warehouse 1 Gbps to 100 Mbps, reference TG-7F3A" },
      { time: "08:20:01", who: "Tidegate", text: "quote accepted: $0.52 per hour, valid 15 min" },
      { time: "08:20:02", who: "Carrier", text: "order accepted, NAAS-20261125-4417" },
      { time: "08:21:32", who: "Carrier", text: "state FAILED: “Service locked: maintenance in progress”" },
      { time: "08:22:04", who: "Tidegate", text: "inventory read: still 1 Gbps. Incident opened, you were told" },
      { time: "08:22:04", who: "Tidegate", text: "looks every 30 min whether the lock is gone, then orders" },
    ],
    facts: [
      { name: "Wanted", text: "100 Mbps" },
      { name: "Live", text: "1 Gbps, read 10:41 EST" },
      { name: "Asked by", text: "the end of “Stock count”, feed Warehouse operations" },
      { name: "Answer", text: "FAILED, code SVC_LOCKED" },
      { name: "Chain", text: "rows 18,204–18,209, intact" },
    ],
  };
  const made: Record<number, Trailing> = {};
  for (const row of rows()) if (row.id !== null) made[row.id] = row.id === 4417 ? failed : plain(row, row.id);
  return made;
}

function plain(row: Row, id: number): Trailing {
  const change = `${row.circuit} ${row.from?.text ?? "unknown"} to ${row.to?.text ?? "unknown"}`;
  const failed = row.mark === "failed";
  return {
    title: `Audit trail of order NAAS-${row.at.day.replaceAll("-", "")}-${id}`,
    circuit: row.circuit,
    retry: failed,
    lines: [
      { time: `${row.at.time}:00`, who: "Tidegate", text: `intent stored: ${change}` },
      {
        time: `${row.at.time}:02`,
        who: "Carrier",
        text: `order accepted, NAAS-${row.at.day.replaceAll("-", "")}-${id}`,
      },
      failed
        ? { time: `${row.at.time}:52`, who: "Carrier", text: "state FAILED: “Service locked: maintenance in progress”" }
        : {
            time: `${row.at.time}:58`,
            who: "Tidegate",
            text: `inventory read: ${row.to?.text ?? "unknown"}. Confirmed`,
          },
    ],
    facts: [
      { name: "Wanted", text: row.to?.text ?? "unknown" },
      { name: "Asked by", text: row.why },
      { name: "Chain", text: "intact" },
    ],
  };
}
