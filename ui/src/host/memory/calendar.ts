/** Owns how the worlds in memory look as a calendar, and what moving an event there would mean. */
import type { EventKey, OwnEvent } from "../commands";
import type { Event, Part, Preview, Range } from "../screens";
import { counted, range as reach, spelled } from "./looks";
import { amount, cents, dollars, tier } from "./money";
import { adds, circuitOf, cost, pieces, pulls } from "./plan";
import { at, dayOf, days, later, long, monday, read, rfc, span, stamp, time, zoneName } from "./time";
import type { Occurrence, World } from "./world";

function parts(from: number, to: number, names: string[]): Part[] {
  return names.flatMap((name, day) => {
    const begin = at(name);
    const end = at(later(name, 1));
    if (to <= begin || from >= end) return [];
    return [{ day, from: Math.max(from, begin) - begin, to: Math.min(to, end) - begin }];
  });
}

function shown(world: World, one: Occurrence, names: string[], asking: ReturnType<typeof pulls>): Event {
  const wishes = one.wishes.flatMap((wish) => {
    const circuit = circuitOf(world, wish.circuit);
    return circuit ? [{ circuit: circuit.name, tier: tier(wish.mbps) }] : [];
  });
  const top = Math.max(0, ...one.wishes.map((wish) => wish.mbps));
  const mountain = wishes.some((wish) => circuitOf(world, wish.circuit)?.zone === "America/Denver");
  return {
    key: { feed: one.feed, uid: one.uid, start: rfc(one.original) },
    title: one.title,
    feed: world.feeds.find((feed) => feed.id === one.feed)?.name ?? "Own events",
    own: one.own,
    series: one.series,
    all_day: one.allDay,
    start: stamp(one.start),
    end: stamp(one.end),
    time: span(one.start, one.end),
    other_time: mountain ? span(one.start, one.end, "America/Denver") : null,
    parts: parts(one.start, one.end, names),
    wishes,
    tier: top > 0 ? tier(top) : null,
    mark: one.mark,
    state: one.state || "Confirmed",
    adds: one.mark === "missed" ? null : amount(adds(world, one, asking)),
    over: one.end <= world.now,
    taken_out: one.state === "Taken out by you",
    moved_from: one.before ? `${long(dayOf(one.before[0]))} ${span(...one.before)}` : null,
    ghost: one.before ? parts(...one.before, names) : [],
    organiser: one.organiser,
    repeats: one.repeats,
  };
}

export function range(world: World, from: string | null, count: number, all: boolean): Range {
  const day = from ?? monday(dayOf(world.now));
  const names = Array.from({ length: count }, (_, index) => later(day, index));
  const [begin, end] = [at(day), at(later(day, count))];
  const within = (one: Occurrence) => one.start < end && one.end > begin;
  const plain = world.ordinary.filter(within);
  const events = [...world.occurrences.filter(within), ...(all ? plain : [])].sort((a, b) => a.start - b.start);
  const asking = pulls(world.occurrences, begin, end);
  const lists = world.circuits.map((circuit) => ({
    circuit,
    list: pieces(world, circuit, asking.get(circuit.id) ?? [], begin, end),
  }));
  const wide = pulls(world.occurrences, begin - 1440, end + 1440);
  const daily = names.map((name) => [at(name), at(later(name, 1))] as const);
  return {
    title: spelled(reach(day, later(day, count - 1))),
    zone: zoneName(begin + 4 * 1440),
    days: days(day, count, world.now, world.notes),
    now: world.now >= begin && world.now < end ? world.now - begin : null,
    now_text: time(world.now),
    events: events.map((one) => shown(world, one, names, wide)),
    hidden: all ? 0 : plain.length,
    costs: daily.map(([a, b]) =>
      amount(lists.reduce((sum, { circuit, list }) => sum + cost(circuit, list, "real", a, b), 0)),
    ),
    tops: daily.map(([a, b]) =>
      tier(
        Math.max(
          0,
          ...lists.flatMap(({ list }) =>
            list.filter((one) => one.from < b && one.to > a).map((one) => one.live ?? one.planned),
          ),
        ),
      ),
    ),
  };
}

export function find(world: World, key: EventKey | null): Occurrence | undefined {
  return [...world.occurrences, ...world.ordinary].find(
    (one) => one.feed === key?.feed && one.uid === key?.uid && rfc(one.original) === rfc(read(key?.start ?? "")),
  );
}

/** The tier and circuits that a title asks for. */
export function understood(world: World, title: string): { mbps: number; circuits: string[]; word: string } | null {
  const written = /(\d+(?:\.\d+)?)\s*(gbps|mbps|g|m)\b/i.exec(title);
  if (!written) return null;
  const mbps = Number(written[1]) * (/^g/i.test(written[2] ?? "") ? 1000 : 1);
  const named = [...title.matchAll(/@(\w+)/g)].map((one) => (one[1] ?? "").toLowerCase());
  const fits = world.circuits.filter(
    (one) => named.includes(one.name.replaceAll(" ", "").toLowerCase()) || one.tags.some((tag) => named.includes(tag)),
  );
  const chosen = named.length > 0 ? fits : world.circuits.slice(0, 1);
  return { mbps, circuits: chosen.map((one) => one.id), word: written[0] };
}

function price(world: World, occurrences: Occurrence[], ids: string[], from: number, to: number): number {
  const asking = pulls(occurrences, from, to);
  return world.circuits
    .filter((one) => ids.includes(one.id))
    .reduce((sum, circuit) => {
      const list = pieces(world, circuit, asking.get(circuit.id) ?? [], from, to);
      return sum + cost(circuit, list, "planned", from, to);
    }, 0);
}

function wanted(world: World, old: Occurrence | undefined, event: OwnEvent): Occurrence["wishes"] {
  if (old && (!event.title || event.title === old.title)) return old.wishes;
  const asked = understood(world, event.title ?? "");
  return asked ? asked.circuits.map((circuit) => ({ circuit, mbps: asked.mbps })) : [];
}

export function made(world: World, old: Occurrence | undefined, event: OwnEvent): Occurrence {
  const start = read(event.start ?? "");
  const end = read(event.end ?? "");
  const wishes = wanted(world, old, event);
  return {
    feed: "own",
    uid: `own-${world.occurrences.length}`,
    original: start,
    title: event.title ?? "",
    own: true,
    series: false,
    allDay: false,
    organiser: null,
    mark: "planned",
    repeats: event.repeats ?? null,
    before: null,
    state: `Planned, order ${time(start - 6)}`,
    ...(old ?? {}),
    ...(event.title ? { title: event.title } : {}),
    start,
    end,
    wishes,
  };
}

export function preview(world: World, key: EventKey | null, event: OwnEvent): Preview {
  const old = find(world, key);
  const one = made(world, old, event);
  const ids = one.wishes.map((wish) => wish.circuit);
  const rest = world.occurrences.filter((other) => other !== old);
  const from = Math.min(one.start, old?.start ?? one.start);
  const to = Math.max(one.end, old?.end ?? one.end);
  const after = price(world, [...rest, one], ids, from, to);
  const before = price(world, world.occurrences, ids, from, to);
  const off = cents(after - before);
  const word = off === 0 ? "costs the same" : `${dollars(Math.abs(off))} ${off < 0 ? "cheaper" : "dearer"}`;
  const own = dollars(old ? adds(world, old) + off : adds({ ...world, occurrences: [...rest, one] }, one));
  const others = rest.filter(
    (other) =>
      other.start < one.end && other.end > one.start && other.wishes.some((wish) => ids.includes(wish.circuit)),
  );
  const when = `${long(dayOf(one.start))}, ${span(one.start, one.end)}`;
  const names = ids.map((id) => circuitOf(world, id)?.name ?? "").join(", ");
  return {
    when,
    cheaper: off <= 0,
    money: old
      ? `${word[0] === "c" ? "Costs the same" : word} (${own} instead of ${dollars(adds(world, old))})`
      : `adds ${own}`,
    overlaps: others
      .slice(0, 3)
      .map((other) => `Overlaps “${other.title}” (${tier(other.wishes[0]?.mbps ?? 0).text}). The highest wins.`),
    quota: "8 of 24 orders in that GMT day, 2 kept for going down",
    short: false,
    verdict:
      one.wishes.length > 0
        ? `${counted(one.wishes.length)} ${one.wishes.length === 1 ? "circuit" : "circuits"}: ${names} at ${tier(one.wishes[0]?.mbps ?? 0).text}`
        : "Asks for nothing: no tier in its title",
    spoken: `${one.title}${names ? `, ${names}` : ""}, now ${long(dayOf(one.start))} ${time(one.start)} to ${span(one.end, one.end).split("–")[1]}, ${word}`,
    start: rfc(one.start),
    end: rfc(one.end),
  };
}
