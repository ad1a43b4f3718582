/**
 * Owns the clock arithmetic of the worlds in memory: instants are whole minutes since 1970 in UTC, and two zones are
 * known, New York's and Denver's. It stands in for what Rust does; no screen may use it.
 */
import type { Day, Hour, Stamp } from "../screens";

export type Zone = "America/New_York" | "America/Denver";

const WINTER: Record<Zone, number> = { "America/New_York": -300, "America/Denver": -420 };
const NAMES: Record<Zone, [string, string]> = {
  "America/New_York": ["EST", "EDT"],
  "America/Denver": ["MST", "MDT"],
};
/** Days on which summer time begins and ends, at two o'clock of the wall. */
const SUMMERS: [string, string][] = [
  ["2025-03-09", "2025-11-02"],
  ["2026-03-08", "2026-11-01"],
  ["2027-03-14", "2027-11-07"],
];
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
export const MONTH_NAMES = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
export const DAY = 1440;

const utcOf = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 60000;
const pad = (value: number): string => String(value).padStart(2, "0");

/** The same few thousand instants are written again and again. */
function kept<T>(make: (key: number) => T): (key: number) => T {
  const known = new Map<number, T>();
  return (key) => {
    const old = known.get(key);
    if (old !== undefined) return old;
    const made = make(key);
    known.set(key, made);
    return made;
  };
}

const CHANGES = SUMMERS.map(([begin, end]) => [utcOf(begin) + 120, utcOf(end) + 60] as const);

function summer(at: number, zone: Zone): boolean {
  const wall = at + WINTER[zone];
  return CHANGES.some(([begin, end]) => wall >= begin && wall < end);
}

/** The zone's distance from UTC at an instant, in minutes. */
export function offset(at: number, zone: Zone = "America/New_York"): number {
  return WINTER[zone] + (summer(at, zone) ? 60 : 0);
}

/** `EST` or `EDT`. */
export function zoneName(at: number, zone: Zone = "America/New_York"): string {
  return NAMES[zone][summer(at, zone) ? 1 : 0];
}

/** The instant of a wall-clock time; a skipped one is read an hour later, a repeated one is the first. */
export function at(day: string, time = "00:00", zone: Zone = "America/New_York"): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  const wall = utcOf(day) + hours * 60 + minutes;
  const first = wall - offset(wall - WINTER[zone] - 60, zone);
  return first + offset(first, zone) === wall ? first : wall - WINTER[zone];
}

/** RFC 3339, or a wall-clock time in New York. */
export function read(text: string): number {
  if (/Z$|[+-]\d\d:\d\d$/.test(text)) return Math.round(Date.parse(text) / 60000);
  const [day = "", time = "00:00"] = text.split(/[T ]/);
  return at(day, time.slice(0, 5));
}

/** The day there, `2026-11-25`. */
export const dayOf = kept((instant: number): string =>
  new Date((instant + offset(instant)) * 60000).toISOString().slice(0, 10),
);

/** A day some days later. */
export function later(day: string, days: number): string {
  return new Date((utcOf(day) + days * DAY) * 60000).toISOString().slice(0, 10);
}

/** 0 is Sunday. */
export function weekday(day: string): number {
  return new Date(utcOf(day) * 60000).getUTCDay();
}

/** The Monday of a day's week. */
export function monday(day: string): string {
  return later(day, -((weekday(day) + 6) % 7));
}

/** True minutes of a day. */
export function minutesOf(day: string): number {
  return at(later(day, 1)) - at(day);
}

/** `Wed 25`. */
export function head(day: string): string {
  return `${WEEKDAYS[weekday(day)]} ${Number(day.slice(8))}`;
}

/** `25 Nov`. */
export function short(day: string): string {
  return `${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1]}`;
}

/** `Wed 25 Nov`. */
export function long(day: string): string {
  return `${WEEKDAYS[weekday(day)]} ${short(day)}`;
}

/** `09:00`. */
export function time(instant: number, zone: Zone = "America/New_York"): string {
  const wall = (((instant + offset(instant, zone)) % DAY) + DAY) % DAY;
  return `${pad(Math.floor(wall / 60))}:${pad(Math.floor(wall) % 60)}`;
}

/** `09:00 EST`. */
export function clock(instant: number, zone: Zone = "America/New_York"): string {
  return `${time(instant, zone)} ${zoneName(instant, zone)}`;
}

/** `Wed 25 Nov 09:00 EST`. */
export const text = kept((instant: number): string => `${long(dayOf(instant))} ${clock(instant)}`);

/** `09:00–12:00 EST`. */
export function span(from: number, to: number, zone: Zone = "America/New_York"): string {
  return `${time(from, zone)}–${clock(to, zone)}`;
}

export function rfc(instant: number): string {
  return new Date(instant * 60000).toISOString().replace(".000Z", "Z");
}

export const stamp = kept((instant: number): Stamp => {
  const day = dayOf(instant);
  return {
    at: rfc(instant),
    day,
    minute: instant - at(day),
    time: time(instant),
    clock: clock(instant),
    text: text(instant),
  };
});

/** `1 h 18 min`. */
export function length(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = Math.round(minutes % 60);
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

function hours(day: string): Hour[] {
  const begin = at(day);
  const found: Hour[] = [];
  for (let minute = 0; minute < minutesOf(day); minute += 60) {
    found.push({ minute, text: time(begin + minute) });
  }
  return found;
}

/** Days of a range, with what there is to say of them. */
export function days(from: string, count: number, now: number, notes: Record<string, string>): Day[] {
  const begin = at(from);
  return Array.from({ length: count }, (_, index) => {
    const day = later(from, index);
    return {
      day,
      head: head(day),
      note: notes[day] ?? "",
      minutes: minutesOf(day),
      begins: at(day) - begin,
      today: dayOf(now) === day,
      weekend: [0, 6].includes(weekday(day)),
      hours: hours(day),
    };
  });
}
