/** Owns the calendars of the example world and what one can write in them. */
import type { Difference, Example, FeedCard } from "../screens";
import { difference } from "./money";

export function feed(id: string, name: string, rest: Partial<FeedCard>): FeedCard {
  return {
    id,
    name,
    about: "",
    own: false,
    read: "10:38 EST, 4 min ago",
    changed: "today 09:58 EST",
    mark: "fine",
    state: "Fresh",
    fires: 0,
    ignored: 0,
    attention: 0,
    suppressed: 0,
    trouble: null,
    actions: [],
    diff_title: null,
    diff: [],
    problems: [],
    no_organisers: false,
    writers: "only-us",
    allowed: [],
    found: [],
    address: null,
    zone: null,
    bound: [],
    busy_only: false,
    tier: null,
    holidays: false,
    holidays_for: [],
    ...rest,
  };
}

export function differences(): Difference[] {
  return [
    {
      what: "Added",
      title: "Training video #iod 1G @HQ",
      before: "none",
      now: "Tue 1 Dec 13:00–16:00 EST",
      money: difference(1.23),
    },
    {
      what: "Moved",
      title: "Cloud backup #iod 2G",
      before: "Sat 28 Nov 23:00–04:00 EST",
      now: "Sat 28 Nov 22:00–04:00 EST",
      money: difference(1.48),
    },
    {
      what: "Raised",
      title: "Branch hours, Thu 3 Dec",
      before: "200 Mbps",
      now: "500 Mbps, 4 h only",
      money: difference(0.84),
    },
    { what: "Gone", title: "Lunch with Sam", before: "Fri 27 Nov 12:00 EST", now: "none", money: difference(0) },
  ];
}

export function feeds(): FeedCard[] {
  return [
    feed("feed-office", "Office – bandwidth", {
      about: "Outlook published link, zone America/New_York, for any circuit named in the event",
      fires: 31,
      ignored: 22,
      attention: 1,
      suppressed: 2,
      diff_title: "What changed at 09:58 EST: +$3.55 for the next 14 days",
      diff: differences(),
      allowed: ["dana.reyes@example.com"],
      found: ["dana.reyes@example.com", "sam.field@example.com"],
      problems: ["“Customized Time Zone” is no known zone; its times were read as America/New_York."],
    }),
    feed("feed-warehouse", "Warehouse operations", {
      about: "Google secret address, zone America/Denver, bound to Warehouse",
      read: "08:57 EST, 1 h 45 min ago",
      changed: "Mon 23 Nov 14:20 EST",
      mark: "attention",
      state: "Not readable since 09:12 EST",
      fires: 4,
      ignored: 3,
      bound: ["Warehouse"],
      zone: "America/Denver",
      trouble:
        "The link shows a login page instead of a calendar. The answer was a web page (HTML, status 200), so Tidegate keeps the copy of 08:57 EST and looks again every 10 minutes. Most often the calendar was made private again: copy its secret address once more and paste it here.",
      allowed: ["lee.okafor@example.com"],
      found: ["lee.okafor@example.com"],
    }),
    feed("feed-holidays", "US holidays", {
      about: "Public link, its days suppress raises on HQ and Branch 2",
      read: "10:36 EST, 6 min ago",
      changed: "2 Jan 2026",
      suppressed: 2,
      holidays: true,
      no_organisers: true,
      bound: ["HQ", "Branch 2"],
    }),
    feed("own", "Own events", {
      about: "Kept by Tidegate itself, for what no calendar has",
      own: true,
      fires: 1,
      changed: "Mon 23 Nov 09:05 EST",
      read: "always in force",
      no_organisers: true,
    }),
  ];
}

export function example(): Example[] {
  return [
    { write: "#iod 1G @HQ", means: "1 Gbps on HQ" },
    { write: "[IoD 500 Mbps @office]", means: "500 Mbps on every circuit tagged “office”" },
    { write: "#iod video @Branch2", means: "the profile “video”" },
    { write: "#iod set 200M", means: "200 Mbps from then on, until the next “set”, at most 7 days" },
  ];
}
