/**
 * Days as names (`2026-11-25`) and minutes within a range. Adding days to a name is all it reckons: what a day's hours
 * are, the program says (`Day.hours`), and between two instants only true minutes are counted.
 */
import type { Day, Event, Range, Stamp } from "../../host/screens";

export function addDays(day: string, count: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

export function addMonths(day: string, count: number): string {
  const date = new Date(`${day.slice(0, 7)}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + count);
  return date.toISOString().slice(0, 10);
}

export function monday(day: string): string {
  return addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
}

/** `November 2026`. */
export function monthName(day: string): string {
  return new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
}

/** What the clock shows at a minute of a day: `13:45`. */
export function clock(day: Day, minute: number): string {
  const hour = day.hours.findLast((one) => one.minute <= minute) ?? day.hours[0];
  if (!hour) return "00:00";
  const past = String((minute - hour.minute) % 60).padStart(2, "0");
  return `${hour.text.slice(0, 2)}:${past}`;
}

/** The minute of a day at which its clock shows a time; of a repeated hour the first, of a skipped one what follows. */
export function minuteOf(day: Day, time: string): number {
  const past = Number(time.slice(3, 5));
  const hour = day.hours.find((one) => one.text.slice(0, 2) === time.slice(0, 2));
  if (hour) return hour.minute + past;
  return day.hours.find((one) => one.text.slice(0, 2) > time.slice(0, 2))?.minute ?? day.minutes - 1;
}

/** A minute of the range as commands take it: the wall clock of the home zone. */
export function wall(range: Range, minute: number): string {
  const day = dayAt(range, minute);
  if (!day) return beyond(range, minute);
  return `${day.day}T${clock(day, minute - day.begins)}`;
}

/** Outside the range, where days are taken to have 24 hours. */
function beyond(range: Range, minute: number): string {
  const last = range.days.at(-1)!;
  const [anchor, off] = minute < 0 ? [range.days[0]!.day, minute] : [addDays(last.day, 1), minute - last.begins - last.minutes];
  const days = Math.floor(off / 1440);
  const left = off - days * 1440;
  return `${addDays(anchor, days)}T${two(Math.floor(left / 60))}:${two(left % 60)}`;
}

const two = (number: number) => String(number).padStart(2, "0");

export function dayAt(range: Range, minute: number): Day | null {
  return range.days.find((one) => minute >= one.begins && minute < one.begins + one.minutes) ?? null;
}

/** Where a time lies in the range, in true minutes; `null` where its day is not shown. */
export function place(range: Range, stamp: Stamp): number | null {
  const day = range.days.find((one) => one.day === stamp.day);
  return day ? day.begins + stamp.minute : null;
}

/** How long an occurrence is, in true minutes. */
export function length(event: Event): number {
  return Math.round((Date.parse(event.end.at) - Date.parse(event.start.at)) / 60_000);
}

/** Where an occurrence begins in the range, also if that is before its first day. */
export function begins(range: Range, event: Event): number | null {
  const start = place(range, event.start);
  if (start !== null) return start;
  const end = place(range, event.end);
  return end === null ? null : end - length(event);
}

/** An instant so many true minutes after another, to be sent back. */
export function after(stamp: Stamp, minutes: number): string {
  return new Date(Date.parse(stamp.at) + minutes * 60_000).toISOString().replace(".000Z", "Z");
}

/**
 * A minute of the range as an instant, reckoned in true minutes from a time that is known: exact also where an hour
 * comes twice. `null` where that time is not shown.
 */
export function instant(range: Range, minute: number, known: Stamp): string | null {
  const from = place(range, known);
  if (from === null) return null;
  const whole = { ...known, at: new Date(Math.floor(Date.parse(known.at) / 60_000) * 60_000).toISOString() };
  return after(whole, minute - from);
}

export const sameKey = (one: Event["key"], other: Event["key"]) => one.feed === other.feed && one.uid === other.uid && one.start === other.start;
export const keyText = (key: Event["key"]) => `${key.feed} ${key.uid} ${key.start}`;

/** With one full stop at its end. */
export const sentence = (text: string) => `${text.replace(/\.$/, "")}.`;
