// ical.js asked as libical.c is: DTSTART, RRULE, end, most on each line; and with a whole calendar on a line (JSON:
// text, from, to) for its occurrences, "uid start end" in UTC. "?" where there is no answer within 60 ms, or
// 2 s for a calendar: it never ends on some rules.
import { createInterface } from "node:readline";
import { createContext, runInContext } from "node:vm";
import ICAL from "../../ui/node_modules/ical.js/dist/ical.js";

const stamp = (seconds) => new Date(seconds * 1000).toISOString().replace(/[-:]|\.000/g, "");
const time = (text) =>
  ICAL.Time.fromString(text.replace(/(....)(..)(..)T(..)(..)(..)/, "$1-$2-$3T$4:$5:$6"), null);

function starts([start, rule, end, most]) {
  const before = time(end);
  const walk = ICAL.Recur.fromString(rule).iterator(time(start));
  const found = [];
  for (let at = walk.next(); at && found.length < Number(most) && at.compare(before) < 0; at = walk.next()) {
    found.push(at.toICALString());
  }
  return found.join(",");
}

function occurrences({ text, from, to }) {
  const [first, last] = [Date.parse(from) / 1000, Date.parse(to) / 1000];
  const root = new ICAL.Component(ICAL.parse(text));
  for (const zone of root.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(new ICAL.Timezone(zone), zone.getFirstPropertyValue("tzid"));
  }
  const parts = root.getAllSubcomponents("vevent");
  const uid = (part) => part.getFirstPropertyValue("uid");
  const replaces = (part) => part.hasProperty("recurrence-id");
  // Left to itself ical.js takes any series' overrides for each.
  const overrides = (of) => parts.filter((part) => replaces(part) && uid(part) === uid(of));
  const found = [];
  const add = (event, start, end) => {
    const [begins, ends] = [start.toUnixTime(), end.toUnixTime()];
    const cancelled = event.component.getFirstPropertyValue("status") === "CANCELLED";
    if (!cancelled && begins < last && (ends > first || begins >= first)) {
      found.push(`${event.uid} ${stamp(begins)} ${stamp(ends)}`);
    }
  };
  for (const part of parts.filter((one) => !replaces(one))) {
    const event = new ICAL.Event(part, { exceptions: overrides(part) });
    if (!event.isRecurring()) add(event, event.startDate, event.endDate);
    else {
      const walk = event.iterator();
      // An instance may have been moved here from later.
      for (let at = walk.next(); at && at.toUnixTime() < last + 40 * 86400; at = walk.next()) {
        const one = event.getOccurrenceDetails(at);
        add(one.item, one.startDate, one.endDate);
      }
    }
  }
  return found.sort().join(",");
}

for await (const line of createInterface({ input: process.stdin })) {
  const isCalendar = line.startsWith("{");
  const answer = isCalendar ? () => occurrences(JSON.parse(line)) : () => starts(line.split("\t"));
  try {
    console.log(runInContext("answer()", createContext({ answer }), { timeout: isCalendar ? 2000 : 60 }));
  } catch {
    console.log("?");
  }
}
