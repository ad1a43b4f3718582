// ical.js at the same work: a calendar and a window, all occurrences counted. Prints milliseconds and the count.
import { readFileSync } from "node:fs";
import ICAL from "../../ui/node_modules/ical.js/dist/ical.js";

const [file, from, to] = process.argv.slice(2);
const text = readFileSync(file, "utf8");
const [first, last] = [from, to].map((stamp) => ICAL.Time.fromString(stamp.replace(/(....)(..)(..)T(..)(..)(..)Z/, "$1-$2-$3T$4:$5:$6Z")).toUnixTime());
const began = performance.now();
let found = 0;
for (const part of new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent")) {
  const event = new ICAL.Event(part, { exceptions: [] });
  if (!event.isRecurring()) found += event.startDate.toUnixTime() >= first && event.startDate.toUnixTime() < last ? 1 : 0;
  else {
    const walk = event.iterator();
    for (let at = walk.next(); at && at.toUnixTime() < last; at = walk.next()) found += at.toUnixTime() >= first ? 1 : 0;
  }
}
console.log(performance.now() - began, found);
