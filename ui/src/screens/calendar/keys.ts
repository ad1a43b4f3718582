/** The keys of the grid: on a slot they go elsewhere or begin an event, on an event they move it or make it longer. */
import type { Event, Range } from "../../host/screens";
import { clock, dayAt, minuteOf } from "./dates";
import { GRID, type Moving } from "./moving.svelte";

type OnSlot = { move: (days: number, minutes: number) => void; to: (minute: number) => void; enter: () => void; fresh: () => void };

export function keysOfSlot(event: KeyboardEvent, slot: OnSlot) {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const acts: Record<string, () => void> = {
    ArrowUp: () => slot.move(0, -30),
    ArrowDown: () => slot.move(0, 30),
    ArrowLeft: () => slot.move(-1, 0),
    ArrowRight: () => slot.move(1, 0),
    Home: () => slot.to(0),
    End: () => slot.to(24 * 60),
    Enter: slot.enter,
  };
  const act = acts[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

type OnEvent = { moving: Moving; range: Range; event: Event; leave: (by: { days: number; minutes: number }) => void };

export function keysOfEvent(key: KeyboardEvent, { moving, range, event, leave }: OnEvent) {
  const arrow = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: -1, ArrowRight: 1 }[key.key];
  if (key.altKey && arrow) {
    key.preventDefault();
    if (!moving.holds(event) && !moving.start(range, event)) return;
    shift(key, arrow, moving, range);
  } else if (moving.event && (key.key === "Enter" || key.key === "Escape")) {
    key.preventDefault();
    key.stopPropagation();
    if (key.key === "Enter") void moving.keep();
    else moving.back();
  } else if (!moving.event && arrow && !key.ctrlKey && !key.metaKey) {
    key.preventDefault();
    const across = key.key === "ArrowLeft" || key.key === "ArrowRight";
    leave({ days: across ? arrow : 0, minutes: across ? 0 : arrow * 30 });
  }
}

function shift(key: KeyboardEvent, by: number, moving: Moving, range: Range) {
  if (key.key === "ArrowUp" || key.key === "ArrowDown") {
    if (key.shiftKey) moving.to(moving.begin, moving.length + by * GRID);
    else moving.to(moving.begin + by * GRID, moving.length);
    return;
  }
  const day = dayAt(range, moving.begin);
  const next = day && range.days[range.days.indexOf(day) + by];
  // A day further is the same time of the clock, also where the clocks change.
  if (day && next) moving.to(next.begins + minuteOf(next, clock(day, moving.begin - day.begins)), moving.length);
}
