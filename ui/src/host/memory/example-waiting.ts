/** Owns what waits for a person in the example world, in the words in which the program says it. */
import type { Card, Question, Solved } from "../screens";
import { amount, perHour } from "./money";
import { at, rfc, stamp } from "./time";

const SUPPORT =
  'Order NAAS-20261125-4417, service 77000000002, from 1 Gbps to 100 Mbps: failed 2026-11-25 13:21:32 UTC, "Service locked: maintenance in progress".';

export function cards(): Card[] {
  return [
    {
      key: "order:77000000002",
      mark: "failed",
      bad: true,
      title: "Warehouse: drop to 100 Mbps failed",
      body: 'Warehouse still has 1 Gbps. The carrier says "Service locked: maintenance in progress". That costs $0.82 more each hour. The return to the baseline keeps failing; 100 Mbps is tried again at 10:50 EST.',
      per_hour: perHour(0.82),
      so_far: "$2.21 so far, since 08:00 EST",
      since: stamp(at("2026-11-25", "08:00")),
      actions: [
        { label: "Try now", does: "retry", circuit: "Warehouse" },
        { label: "Hold 1 Gbps…", does: "hold", circuit: "Warehouse", tier: "1 Gbps" },
        { label: "Details", does: "open", screen: "activity" },
        { label: "Copy text for the carrier", does: "copy", text: SUPPORT },
      ],
    },
    {
      key: "drift:77000000003",
      mark: "drift",
      bad: true,
      title: "Branch 2: somebody changed it to 500 Mbps",
      body: "It had 200 Mbps, as planned, and has 500 Mbps now, by no order of Tidegate's. That costs $0.21 more each hour. It is left so until the plan's next change at 17:00 EST; restore it now, or hold it.",
      per_hour: perHour(0.21),
      so_far: "$0.29 so far, since 09:20 EST",
      since: stamp(at("2026-11-25", "09:20")),
      actions: [
        { label: "Keep until 17:00 EST", does: "keep", circuit: "Branch 2" },
        { label: "Restore 200 Mbps", does: "restore", circuit: "Branch 2" },
        { label: "Hold 500 Mbps…", does: "hold", circuit: "Branch 2", tier: "500 Mbps" },
        { label: "Details", does: "open", screen: "circuits" },
      ],
    },
    {
      key: "feed:feed-warehouse",
      mark: "attention",
      bad: false,
      title: 'The calendar "Warehouse operations" cannot be read',
      body: "This is a web page, not a calendar: the link may ask for a login, or be the page that shows the calendar; use the calendar's published or secret iCal address. The plan of Wed 25 Nov 08:57 EST stays in force.",
      per_hour: null,
      so_far: null,
      since: stamp(at("2026-11-25", "09:12")),
      actions: [{ label: "Details", does: "open", screen: "feeds" }],
    },
  ];
}

/** What a problem that is tried again says while everything is paused. */
export const paused = (body: string) =>
  body.replace(/The return to the baseline.*$/, "Tidegate is paused: nothing is tried again until you resume.");

export const UNCLEAR = '"10 Gps" is not a bandwidth; write #iod 10 Gbps';

export function questions(): Question[] {
  const [backup, video] = ["Cloud backup #iod 2G", "Video upload #iod 10 Gps"];
  const key = (uid: string, day: string, time: string) => ({ feed: "feed-office", uid, start: rfc(at(day, time)) });
  return [
    {
      id: "3d80c1fa",
      mark: "attention",
      title: video,
      when: "Fri 27 Nov 14:00–16:00 EST, Office – bandwidth",
      message: `${UNCLEAR}.`,
      cost: null,
      times: 1,
      actions: [
        { label: "Copy the fix", does: "copy", text: "#iod 10 Gbps" },
        { label: "Leave it out", does: "take-out", key: key("video", "2026-11-27", "14:00"), title: video },
        { label: "Show it", does: "open", screen: "calendar" },
      ],
    },
    {
      id: "b1c09e44",
      mark: "held",
      title: backup,
      when: "Sat 28 Nov 22:00–04:00 EST, Office – bandwidth",
      message: "HQ has never run at 2 Gbps by a calendar; approve it once.",
      cost: amount(8.88),
      times: 4,
      actions: [
        { label: "Approve this one for $8.88", does: "answer", id: "b1c09e44", choice: 1 },
        { label: "Leave this one out", does: "take-out", key: key("backup", "2026-11-28", "22:00"), title: backup },
        { label: "Show it", does: "open", screen: "calendar" },
      ],
    },
  ];
}

export function solved(): Solved[] {
  return [
    {
      at: stamp(at("2026-11-24", "07:57")),
      title: "HQ was raised 27 min late",
      body: "The laptop slept until 07:52 EST; “Office hours” began at 07:30 EST. Raised at once after waking, $0.14 less than planned.",
    },
    {
      at: stamp(at("2026-11-23", "11:40")),
      title: "Outlook was not reachable for 12 min",
      body: "“Office – bandwidth” could not be read between 11:28 and 11:40 EST. Nothing was due in that time.",
    },
  ];
}
