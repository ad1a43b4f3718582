/** Owns the timeline of the worlds in memory: which tier is planned and which was live, and what that costs. */
import { tier } from "./money";
import type { Circuit, Occurrence, World } from "./world";

/** An unbroken time with one planned and one live tier. */
export interface Piece {
  from: number;
  to: number;
  planned: number;
  /** Null where it lies ahead. */
  live: number | null;
  seen: boolean;
  by: Occurrence | null;
  beats: Occurrence | null;
}

const IDLE = new Set(["attention", "suppressed", "ignored", "cancelled"]);

/** It counts in the plan. */
export function asks(one: Occurrence): boolean {
  return !IDLE.has(one.mark);
}

interface Pull {
  from: number;
  to: number;
  mbps: number;
  by: Occurrence;
}

/** What is asked of each circuit, so that a large world is read once. */
export function pulls(occurrences: Occurrence[], from: number, to: number): Map<string, Pull[]> {
  const found = new Map<string, Pull[]>();
  for (const one of occurrences) {
    if (one.start >= to || one.end <= from || !asks(one)) continue;
    for (const wish of one.wishes) {
      const pull = { from: one.start, to: one.end, mbps: wish.mbps, by: one };
      const list = found.get(wish.circuit);
      if (list) list.push(pull);
      else found.set(wish.circuit, [pull]);
    }
  }
  return found;
}

function planned(circuit: Circuit, list: Pull[], at: number): Pick<Piece, "planned" | "by" | "beats"> {
  const active = list.filter((one) => one.from <= at && at < one.to).sort((a, b) => b.mbps - a.mbps);
  const { hold, boost } = circuit;
  if (hold && hold.from <= at && at < hold.until) return { planned: hold.mbps, by: null, beats: null };
  const [first, second] = active;
  const calendar = first?.mbps ?? circuit.baseline;
  if (boost && boost.from <= at && at < boost.until && boost.mbps > calendar) {
    return { planned: boost.mbps, by: null, beats: first?.by ?? null };
  }
  return { planned: calendar, by: first?.by ?? null, beats: second?.by ?? null };
}

/** A circuit's time from one instant to another, without gap. */
export function pieces(world: World, circuit: Circuit, list: Pull[], from: number, to: number): Piece[] {
  const truths = world.truths.filter((one) => one.circuit === circuit.id && one.to > from && one.from < to);
  const cuts = new Set([from, to, world.now]);
  for (const one of list) cuts.add(one.from).add(one.to);
  for (const one of truths) cuts.add(one.from).add(one.to);
  for (const [begin, end] of world.unseen) cuts.add(begin).add(end);
  for (const hand of [circuit.boost, circuit.hold]) if (hand) cuts.add(hand.from).add(hand.until);
  const sorted = [...cuts].filter((one) => one >= from && one <= to).sort((a, b) => a - b);
  const found: Piece[] = [];
  sorted.slice(0, -1).forEach((begin, index) => {
    const end = sorted[index + 1] ?? to;
    const plan = planned(circuit, list, begin);
    const past = end <= world.now;
    const truth = truths.find((one) => one.from <= begin && begin < one.to);
    const piece: Piece = {
      from: begin,
      to: end,
      ...plan,
      live: past ? (truth?.mbps ?? plan.planned) : null,
      seen: !past || !world.unseen.some(([a, b]) => a <= begin && begin < b),
    };
    const last = found.at(-1);
    if (last && joins(last, piece)) last.to = end;
    else found.push(piece);
  });
  return found;
}

function joins(a: Piece, b: Piece): boolean {
  if (a.seen !== b.seen || (a.live === null) !== (b.live === null)) return false;
  return a.planned === b.planned && a.live === b.live && a.by === b.by && a.beats === b.beats;
}

/** Price an hour of a tier; a circuit in memory knows all of its own. */
export function price(circuit: Circuit, mbps: number): number {
  return circuit.offers.find(([one]) => one === mbps)?.[1] ?? 0;
}

/** What pieces cost: as it was and then is planned, or all as planned. */
export function cost(circuit: Circuit, list: Piece[], way: "real" | "planned", from: number, to: number): number {
  return list.reduce((sum, one) => {
    const minutes = Math.min(one.to, to) - Math.max(one.from, from);
    if (minutes <= 0) return sum;
    const mbps = way === "real" ? (one.live ?? one.planned) : one.planned;
    return sum + (minutes / 60) * price(circuit, mbps);
  }, 0);
}

/** The tier that is live now. */
export function live(world: World, circuit: Circuit): number {
  // Nothing was ordered yet.
  if (!world.setUp) return circuit.baseline;
  const truth = world.truths.find((one) => one.circuit === circuit.id && one.from <= world.now && world.now <= one.to);
  if (truth) return truth.mbps;
  return wanted(world, circuit);
}

/** The tier that the plan wants now. */
export function wanted(world: World, circuit: Circuit): number {
  const list = pulls(world.occurrences, world.now - 1, world.now + 1).get(circuit.id) ?? [];
  return planned(circuit, list, world.now).planned;
}

/** The next step of the plan on a circuit. */
export function next(world: World, circuit: Circuit): { at: number; mbps: number } | null {
  const end = world.now + 14 * 1440;
  const list = pulls(world.occurrences, world.now, end).get(circuit.id) ?? [];
  const ahead = pieces(world, circuit, list, world.now, end);
  const now = ahead[0]?.planned;
  const step = ahead.find((one) => one.planned !== now);
  return step ? { at: step.from, mbps: step.planned } : null;
}

const named = new WeakMap<Circuit[], Map<string, Circuit>>();

export function circuitOf(world: World, word: string): Circuit | undefined {
  let known = named.get(world.circuits);
  if (!known) named.set(world.circuits, (known = new Map(world.circuits.map((one) => [one.id, one]))));
  return known.get(word) ?? world.circuits.find((one) => one.name === word);
}

/** What an occurrence adds above the baseline in the hours when it sets the tier. */
export function adds(world: World, one: Occurrence, asking = pulls(world.occurrences, one.start, one.end)): number {
  if (!asks(one)) return 0;
  return one.wishes.reduce((sum, wish) => {
    const circuit = circuitOf(world, wish.circuit);
    if (!circuit) return sum;
    const others = (asking.get(circuit.id) ?? []).filter((pull) => pull.from < one.end && pull.to > one.start);
    const mine = pieces(world, circuit, others, one.start, one.end).filter((piece) => piece.by === one);
    const minutes = mine.reduce((all, piece) => all + piece.to - piece.from, 0);
    return sum + (minutes / 60) * (price(circuit, wish.mbps) - price(circuit, circuit.baseline));
  }, 0);
}

function offered(world: World): number[] {
  const found = new Set<number>();
  for (const circuit of world.circuits) for (const [mbps] of circuit.offers) found.add(mbps);
  return [...found].sort((a, b) => a - b);
}

export const tiers = (world: World) => offered(world).map(tier);
