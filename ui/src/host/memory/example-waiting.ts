/** Owns what waits for a person in the example world. */
import type { Card, Question, Solved } from "../screens";
import { amount, perHour } from "./money";
import { at, stamp } from "./time";

const SUPPORT =
  'Order NAAS-20261125-4417, service 77000000002: modify 1 Gbps to 100 Mbps ended FAILED at 2026-11-25 13:21:32 UTC, "Service locked: maintenance in progress". Please release the lock.';

export function cards(): Card[] {
  return [
    {
      key: "incident:warehouse",
      mark: "failed",
      bad: true,
      title: "Warehouse did not drop to 100 Mbps",
      body: "“Stock count” ended at 08:00 EST (06:00 MST). Three orders failed; the carrier answered “Service locked: maintenance in progress” each time. The circuit is still at 1 Gbps, read at 10:41 EST. Tidegate looks every 30 minutes whether the lock is gone, next at 10:50 EST, and then orders again. Other circuits go on as planned.",
      per_hour: perHour(0.82),
      so_far: "$2.21 so far, since 08:00 EST",
      since: stamp(at("2026-11-25", "08:00")),
      actions: [
        { label: "Try now", does: "retry", circuit: "Warehouse" },
        { label: "Hold 1 Gbps until…", does: "hold", circuit: "Warehouse", tier: "1 Gbps" },
        { label: "Open order", does: "open", screen: "activity" },
        { label: "Copy text for the carrier’s support", does: "copy", text: SUPPORT },
      ],
    },
    {
      key: "drift:branch-2",
      mark: "drift",
      bad: false,
      title: "Somebody changed Branch 2 to 500 Mbps",
      body: "The plan says 200 Mbps (“Branch hours”, until 17:00 EST). Seen at 09:20 EST; no order of Tidegate explains it. Most often a colleague used the carrier’s portal. Tidegate does not fight: it waits for your choice.",
      per_hour: perHour(0.21),
      so_far: "$0.29 so far, since 09:20 EST",
      since: stamp(at("2026-11-25", "09:20")),
      actions: [
        { label: "Keep until the next event, 17:00 EST", does: "keep", circuit: "Branch 2" },
        { label: "Restore 200 Mbps", does: "restore", circuit: "Branch 2" },
        { label: "Hold 500 Mbps until…", does: "hold", circuit: "Branch 2", tier: "500 Mbps" },
      ],
    },
    {
      key: "feed:warehouse",
      mark: "attention",
      bad: false,
      title: "“Warehouse operations” shows a login page",
      body: "Not readable since 09:12 EST. The copy of 08:57 EST stays in force; its next change is Sun 29 Nov, 10:00 EST.",
      per_hour: null,
      so_far: null,
      since: stamp(at("2026-11-25", "09:12")),
      actions: [{ label: "Paste new link…", does: "open", screen: "feeds" }],
    },
  ];
}

export function questions(): Question[] {
  return [
    {
      id: "approve:backup",
      mark: "held",
      title: "Cloud backup #iod 2G",
      when: "Sat 28 Nov 22:00–04:00 EST, Office – bandwidth",
      message:
        "2 Gbps on HQ is above what you confirmed before (1 Gbps), so it needs your word. Entered by Dana Reyes; approved 3 times before. Answer by Sat 21:54 EST; without an answer HQ stays at 100 Mbps.",
      cost: amount(8.88),
      times: 4,
      actions: [
        { label: "Approve $8.88", does: "answer", id: "approve:backup", choice: 1 },
        { label: "Approve the series, 4 times", does: "answer", id: "approve:backup", choice: 2 },
        { label: "Decline", does: "answer", id: "approve:backup", choice: 3 },
      ],
    },
    {
      id: "unclear:video",
      mark: "attention",
      title: "Video upload #iod 10 Gps",
      when: "Fri 27 Nov 14:00–16:00 EST, Office – bandwidth",
      message:
        "“Gps” is no unit, and HQ’s port ends at 5 Gbps. Until it is clear, HQ stays at 500 Mbps (“Office hours”). Write instead: #iod 1 Gbps (adds $0.82).",
      cost: null,
      times: 1,
      actions: [
        { label: "Copy the fix", does: "copy", text: "Video upload #iod 1 Gbps" },
        { label: "Read as 1 Gbps, this once", does: "answer", id: "unclear:video", choice: 1 },
        { label: "Ignore", does: "answer", id: "unclear:video", choice: 2 },
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
