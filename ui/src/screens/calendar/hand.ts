/**
 * The pointer in the grid: it takes an event, its lower edge, or the ground. Positions are reckoned once a frame from
 * the last pointer place; nothing is changed before the pointer is let go, and Esc puts everything back.
 */
import type { Event, Range } from "../../host/screens";
import { begins, dayAt, length } from "./dates";
import { GRID, type Moving } from "./moving.svelte";

export type Ground = { range: Range; scale: number; columns: number; box: () => HTMLElement; body: () => HTMLElement };
type Take = { moving: Moving; event: Event; grip: boolean; click: () => void };
type Draw = {
  draw: (next: { day: number; from: number; to: number } | null) => void;
  click: (day: number, minute: number) => void;
  done: (day: number, from: number, to: number) => void;
};
type Spot = { day: number; minute: number };

/** Less than this is a click. */
const STILL = 4;
/** Near the edge the grid scrolls by itself: how near, and how fast a frame. */
const EDGE = 28;
const SPEED = 7;

const snap = (minute: number) => Math.round(minute / GRID) * GRID;

export function grab(down: PointerEvent, ground: Ground, what: Take | Draw) {
  const from = spot(down, ground);
  const act = "moving" in what ? take(from, ground, what) : draw(from, what);
  let last = down;
  let moved = false;
  let frame = 0;
  const turn = () => {
    frame = requestAnimationFrame(turn);
    if (!moved) return;
    scroll(last, ground.box());
    act.to(spot(last, ground));
  };
  const move = (event: PointerEvent) => {
    last = event;
    if (moved || Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) < STILL) return;
    moved = act.begin();
    if (!moved) stop();
  };
  const up = () => {
    stop();
    if (moved) act.end(spot(last, ground));
    else act.click();
  };
  const key = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    stop();
    act.back();
  };
  const stop = () => {
    cancelAnimationFrame(frame);
    removeEventListener("pointermove", move);
    removeEventListener("pointerup", up);
    removeEventListener("pointercancel", cancel);
    removeEventListener("keydown", key, true);
  };
  const cancel = () => {
    stop();
    act.back();
  };
  frame = requestAnimationFrame(turn);
  addEventListener("pointermove", move);
  addEventListener("pointerup", up);
  addEventListener("pointercancel", cancel);
  addEventListener("keydown", key, true);
}

type Act = { begin: () => boolean; to: (at: Spot) => void; end: (at: Spot) => void; click: () => void; back: () => void };

function take(from: Spot, { range }: Ground, { moving, event, grip, click }: Take): Act {
  const begin = begins(range, event) ?? 0;
  const long = length(event);
  const abs = (at: Spot) => range.days[at.day]!.begins + at.minute;
  const off = abs(from) - begin;
  const to = (at: Spot) => {
    if (grip) return moving.to(begin, snap(long + abs(at) - abs(from)));
    // Snapped within the day where it would begin, so that its times are round there too.
    const next = abs(at) - off;
    const base = dayAt(range, next)?.begins ?? 0;
    moving.to(base + snap(next - base), long);
  };
  return { begin: () => moving.start(range, event), to, end: (at) => (to(at), void moving.keep()), click, back: () => moving.back() };
}

function draw(from: Spot, { draw, click, done }: Draw): Act {
  const start = Math.floor(from.minute / GRID) * GRID;
  const reach = (at: Spot) => {
    const to = snap(at.minute);
    return to > start ? { from: start, to } : { from: to, to: start + GRID };
  };
  return {
    begin: () => true,
    to: (at) => draw({ day: from.day, ...reach(at) }),
    end: (at) => done(from.day, reach(at).from, reach(at).to),
    click: () => click(from.day, Math.floor(from.minute / 30) * 30),
    back: () => draw(null),
  };
}

function spot(event: PointerEvent, { range, scale, columns, body }: Ground): Spot {
  const days = body().lastElementChild!.getBoundingClientRect();
  const day = Math.min(columns - 1, Math.max(0, Math.floor(((event.clientX - days.left) / days.width) * columns)));
  const minute = Math.min(range.days[day]!.minutes, Math.max(0, (event.clientY - days.top) / scale));
  return { day, minute };
}

function scroll(event: PointerEvent, box: HTMLElement) {
  const edge = box.getBoundingClientRect();
  if (event.clientY > edge.bottom - EDGE) box.scrollTop += SPEED;
  else if (event.clientY < edge.top + EDGE * 2) box.scrollTop -= SPEED;
}
