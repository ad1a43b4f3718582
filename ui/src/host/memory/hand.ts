/** Owns what a person puts on a circuit by hand in the worlds in memory, and what an order leaves behind. */
import type { Command } from "../commands";
import { Refused } from "../host";
import type { ByHandPreview, GoingOn } from "../screens";
import { dollars, signed, tier } from "./money";
import { circuitOf, cost, live, pieces, price, pulls, wanted } from "./plan";
import { at, clock, dayOf, read, stamp, time } from "./time";
import type { Circuit, World } from "./world";

export function mbpsOf(text: string): number {
  const found = /(\d+(?:\.\d+)?)\s*(g|m)/i.exec(text);
  if (!found) throw new Refused(`“${text}” is no tier; write for example 500 Mbps or 1 Gbps.`);
  return Number(found[1]) * (/g/i.test(found[2] ?? "") ? 1000 : 1);
}

export function circuit(world: World, word: string): Circuit {
  const found = circuitOf(world, word);
  if (!found)
    throw new Refused(
      `There is no circuit “${word}”. Nothing was changed; the circuits are listed on the page Circuits.`,
    );
  return found;
}

/** `2h`, `90min`, `18:00` of today, a time with its day; two hours without any. */
export function ends(world: World, until: string | null): number {
  const long = /^(\d+)(h|min)$/.exec(until ?? "2h");
  if (long) return world.now + Number(long[1]) * (long[2] === "h" ? 60 : 1);
  return /^\d\d:\d\d$/.test(until ?? "") ? at(dayOf(world.now), until ?? "") : read(until ?? "");
}

/** A circuit is at the plan's tier again: what was wrong on it is over. */
export function mend(world: World, one: Circuit, how: string) {
  const over = world.cards.filter((other) => other.title.includes(one.name) && other.per_hour !== null);
  world.cards = world.cards.filter((other) => !over.includes(other));
  world.truths = world.truths.map((truth) =>
    truth.circuit === one.id && truth.to >= world.now ? { ...truth, to: world.now - 1 } : truth,
  );
  world.solved = [...over.map((other) => ({ at: stamp(world.now), title: other.title, body: how })), ...world.solved];
  one.mark = "fine";
  one.state = "As planned";
}

export function ordered(world: World, one: Circuit, mbps: number, why: string) {
  const rate = live(world, one);
  const money = price(one, mbps) - price(one, rate);
  const id = 4420 + world.rows.length;
  world.rows = [
    {
      id,
      at: stamp(world.now),
      circuit: one.name,
      from: tier(rate),
      to: tier(mbps),
      why,
      steps: ["planned", "ordered", "pending"],
      mark: "pending",
      state: "Pending, the carrier works on it",
      per_hour: { text: `${signed(money)}/h`, value: money },
    },
    ...world.rows,
  ];
  world.trails[id] = {
    title: `Audit trail of order NAAS-${id}`,
    circuit: one.name,
    retry: false,
    facts: [
      { name: "Wanted", text: tier(mbps).text },
      { name: "Asked by", text: why },
    ],
    lines: [
      { time: `${time(world.now)}:00`, who: "You", text: why },
      { time: `${time(world.now)}:02`, who: "Carrier", text: `order accepted, NAAS-${id}` },
    ],
  };
}

export function hand(world: World, kind: "boost" | "hold", command: Extract<Command, { do: "boost" | "hold" }>) {
  const one = circuit(world, command.circuit);
  const mbps = mbpsOf(command.tier);
  const preview = byHand(world, kind, one, mbps, ends(world, command.until));
  if (preview.refused !== null) throw new Refused(preview.refused);
  if (world.automation === "off") return { done: true, note: "Kept, but nothing is ordered: automation is off." };
  ordered(world, one, mbps, `${kind === "boost" ? "Boost" : "Hold"} by you until ${clock(ends(world, command.until))}`);
  if (kind === "hold") mend(world, one, "A person holds the circuit.");
  one[kind] = { mbps, from: world.now, until: ends(world, command.until) };
  return { done: true };
}

export function byHand(world: World, kind: "boost" | "hold", one: Circuit, mbps: number, until: number): ByHandPreview {
  const hours = (until - world.now) / 60;
  const list = pulls(world.occurrences, world.now, until).get(one.id) ?? [];
  const plan = (of: Circuit) => cost(of, pieces(world, of, list, world.now, until), "planned", world.now, until);
  const spent = plan({ ...one, [kind]: { mbps, from: world.now, until } });
  const whole = dollars(spent);
  const more = signed(spent - plan(one));
  const offered = one.offers.some(([other]) => other === mbps);
  const refused = !offered
    ? `${one.name} cannot have ${tier(mbps).text}.`
    : mbps > one.highest
      ? `${tier(mbps).text} is above the highest tier of ${one.name}, ${tier(one.highest).text}. Raise that on the page Circuits first.`
      : hours > 31 * 24
        ? "That is longer than 31 days. Choose an earlier end."
        : null;
  const then = pieces(world, one, pulls(world.occurrences, until, until + 1).get(one.id) ?? [], until, until + 1).at(-1);
  return {
    costs: `${whole} for ${Math.round(hours * 10) / 10} h, ${more} against the plan`,
    starts: `at about ${clock(world.now + 4)} (${one.name} takes 4 min)`,
    ends: `${clock(until)}, then ${tier(then?.planned ?? one.baseline).text} (${then?.by ? `"${then.by.title}"` : "the baseline"})`,
    orders: "8 of 24 today after this, 3 still planned",
    button: kind === "boost" ? `Boost to ${tier(mbps).text} for ${whole}` : `Hold ${tier(mbps).text} for ${whole}`,
    refused,
  };
}

/** What going on would order at once. */
export function goingOn(world: World, word: string | null): GoingOn {
  const circuits = word === null ? world.circuits : [circuit(world, word)];
  const moves = circuits
    .map((one) => ({ one, from: live(world, one), to: wanted(world, one) }))
    .filter(({ from, to }) => from !== to);
  return {
    words: moves.map(
      ({ one, from, to }) =>
        `${one.name} from ${tier(from).text} to ${tier(to).text} (${dollars(price(one, to))} an hour, ${signed(price(one, to) - price(one, from))}/h)`,
    ),
    raises: moves.some(({ from, to }) => to > from),
  };
}
