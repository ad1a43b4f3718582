/** Owns how the worlds in memory look while they are set up, as calendars, and what a title there would ask for. */
import type { Feeds, SetUp, SetUpFeed, SetUpTitle, Tried, TwoWeeks } from "../screens";
import { understood } from "./calendar";
import { UNCLEAR } from "./example-waiting";
import { counted } from "./looks";
import { amount, dollars, tier } from "./money";
import { asks, cost, live, next, pieces, price, pulls } from "./plan";
import { at, dayOf, later, long, span, text, time } from "./time";
import type { Occurrence, World } from "./world";

export function nothing(): SetUp {
  return {
    account: "",
    practice: false,
    connected: false,
    connect_trouble: null,
    secret_is: "",
    circuits: [],
    feeds: [],
    plan: null,
    missing: ["Practise with the built-in carrier, or connect an account", "Add a calendar"],
  };
}

function plan(world: World): TwoWeeks | null {
  if (world.feeds.every((feed) => feed.own)) return null;
  const day = dayOf(world.now);
  const [begin, end] = [at(day), at(later(day, 14))];
  const asking = pulls(world.occurrences, begin, end);
  const lists = world.circuits.map((circuit) => ({
    circuit,
    list: pieces(world, circuit, asking.get(circuit.id) ?? [], begin, end),
  }));
  const sum = lists.reduce((total, { circuit, list }) => total + cost(circuit, list, "planned", begin, end), 0);
  const top = (one: World["circuits"][number]) =>
    ((end - begin) / 60) * price(one, Math.max(...one.offers.map(([mbps]) => mbps)));
  const all = world.circuits.reduce((total, one) => total + top(one), 0);
  const first = world.circuits
    .flatMap((circuit) => {
      const step = next(world, circuit);
      return step ? [{ circuit, ...step }] : [];
    })
    .sort((a, b) => a.at - b.at)[0];
  return {
    title: `${long(day)} to ${long(later(day, 13))} ${day.slice(0, 4)}, as Tidegate would do it`,
    cost: amount(sum),
    baseline: amount(world.circuits.reduce((total, one) => total + ((end - begin) / 60) * price(one, one.baseline), 0)),
    top: amount(all),
    dates: [long(day), long(later(day, 7)), long(later(day, 13))],
    saves: `${dollars(all - sum)} less than always at the highest tier (${dollars(all)})`,
    lanes: lists.map(({ circuit, list }) => ({
      circuit: circuit.name,
      steps: list.map((one) => ({ from: (one.from - begin) / (end - begin), mbps: one.planned })),
      baseline: amount(((end - begin) / 60) * price(circuit, circuit.baseline)),
      planned: amount(cost(circuit, list, "planned", begin, end)),
      top: amount(top(circuit)),
    })),
    notes: `Prices as quoted by the carrier on 6 Nov 2026, billed ${world.settings.billing.replace("-", " ")}.${first ? ` First change: ${text(first.at)}, ${first.circuit.name} to ${tier(first.mbps).text}.` : ""} Busiest GMT day: 6 of 24 orders.`,
  };
}

function titles(list: Occurrence[]): SetUpTitle[] {
  const found = new Map<string, SetUpTitle>();
  for (const one of list) {
    const key = `${one.title} ${one.mark === "suppressed"}`;
    const known = found.get(key);
    if (known) {
      known.times += 1;
      continue;
    }
    const top = Math.max(0, ...one.wishes.map((wish) => wish.mbps));
    const when = `${long(dayOf(one.start))} ${span(one.start, one.end)}`;
    const say: Partial<Record<Occurrence["mark"], string>> = {
      attention: UNCLEAR,
      ignored: "nothing in it asks for bandwidth",
      suppressed: `${when}: its day is a holiday, so the raise is suppressed`,
    };
    const mark = asks(one) ? "confirmed" : one.mark;
    found.set(key, { title: one.title, mark, text: say[one.mark] ?? when, tier: top > 0 ? tier(top) : null, times: 1 });
  }
  const order = ["confirmed", "suppressed", "attention", "ignored"];
  return [...found.values()].sort((a, b) => order.indexOf(a.mark) - order.indexOf(b.mark));
}

function feed(world: World, card: World["feeds"][number]): SetUpFeed {
  const begin = at(dayOf(world.now));
  const end = begin + 14 * 1440;
  const mine = [...world.occurrences, ...world.ordinary].filter(
    (one) => one.feed === card.id && one.start >= begin && one.start < end,
  );
  const count = (mark: Occurrence["mark"]) => mine.filter((one) => one.mark === mark).length;
  return {
    name: card.name,
    read: `Read just now, ${mine.length} events in the next two weeks`,
    fires: mine.filter(asks).length,
    suppressed: count("suppressed"),
    attention: count("attention"),
    ignored: count("ignored"),
    titles: titles(mine),
    organisers: card.found,
    allowed: card.allowed,
    only_bandwidth: card.bound.length > 0,
    problems: card.problems,
  };
}

/** The highest or the lowest that the events ask of a circuit, its baseline included. */
function asked(world: World, circuit: World["circuits"][number], of: typeof Math.max): number {
  const wishes = world.occurrences
    .filter(asks)
    .flatMap((one) => one.wishes.filter((wish) => wish.circuit === circuit.id));
  return of(circuit.baseline, ...wishes.map((wish) => wish.mbps));
}

export function setUp(world: World): SetUp {
  const calendars = world.feeds.filter((one) => !one.own && !one.holidays);
  return {
    account: world.practice ? "built-in" : world.settings.customer_number,
    practice: world.practice,
    connected: world.connected,
    connect_trouble: world.connected
      ? null
      : "There are no credentials yet: write the client id and the secret that the carrier gave you.",
    secret_is: world.settings.secret_is,
    circuits: world.connected
      ? world.circuits.map((one) => ({
          name: one.name,
          live: tier(live(world, one)),
          baseline: tier(one.baseline),
          highest: tier(one.highest),
          lowest: tier(one.lowest),
          suggested_highest: tier(asked(world, one, Math.max)),
          suggested_lowest: tier(asked(world, one, Math.min)),
          offers: one.offers.map(([mbps, cost]) => ({
            command: `${mbps}M`,
            mbps,
            text: `${tier(mbps).text} · ${dollars(cost)}/h`,
          })),
        }))
      : [],
    feeds: calendars.map((one) => feed(world, one)),
    plan: world.connected ? plan(world) : null,
    missing: [...(world.connected ? [] : ["Connect the account"]), ...(calendars.length > 0 ? [] : ["Add a calendar"])],
  };
}

export function feedsScreen(world: World): Feeds {
  const count = world.feeds.filter((one) => !one.own).length;
  const bad = world.feeds.filter((one) => one.trouble !== null).length;
  const rest =
    bad === 0
      ? "All are fresh."
      : `${counted(count - bad)} are fresh; one shows a login page, so its last good copy stays in force.`;
  return {
    sentence:
      count === 0
        ? "No calendar yet: all circuits stay at their baseline."
        : `${counted(count)} ${count === 1 ? "calendar" : "calendars"}. ${count === 1 && bad === 0 ? "It is fresh." : rest}`,
    cards: world.feeds,
    examples: world.examples,
  };
}

export function tried(world: World, title: string): Tried {
  const asked = understood(world, title);
  if (/#iod|\[iod/i.test(title) && !asked) {
    return {
      mark: "attention",
      text: "Needs attention: it looks like a command, but its tier is not understood. Write #iod 1G, say.",
      wishes: [],
      way: "a command in the title",
    };
  }
  if (!asked) return { mark: "ignored", text: "Ignored: nothing in it asks for bandwidth.", wishes: [], way: null };
  const chosen = world.circuits.filter((one) => asked.circuits.includes(one.id));
  const over = chosen.find((one) => asked.mbps > one.highest || !one.offers.some(([mbps]) => mbps === asked.mbps));
  if (over) {
    return {
      mark: "attention",
      text: `Needs attention: ${over.name} can have at most ${tier(over.highest).text}. Write @${over.name.replaceAll(" ", "")} ${tier(over.highest).short.replace(" ", "")} in an event of its own.`,
      wishes: [],
      way: "a bandwidth in the title",
    };
  }
  return {
    mark: "confirmed",
    text: `Will fire: ${chosen.map((one) => one.name).join(" and ")} at ${tier(asked.mbps).text}.`,
    wishes: chosen.map((one) => ({
      circuit: one.name,
      tier: tier(asked.mbps),
      per_hour: amount(price(one, asked.mbps)),
    })),
    way: /#iod|\[iod/i.test(title)
      ? `the token “${asked.word}” of the command in the title`
      : "a bandwidth in the title",
  };
}

export const justNow = (world: World): string => `${time(world.now)} EST, just now`;
