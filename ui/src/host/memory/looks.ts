/** Owns how the worlds in memory look as a week, as circuits and as what stands around every screen. */
import type { Circuits, Glance, Lane, Raised, Segment, Week, Why } from "../screens";
import { amount, cents, dollars, signed, tier } from "./money";
import { cost, live, next, pieces, price, pulls, tiers, type Piece } from "./plan";
import { at, clock, dayOf, days, later, length, long, monday, short, span, stamp, text, time, zoneName } from "./time";
import type { Circuit, World } from "./world";

const reach = (from: number, to: number): string =>
  dayOf(from) === dayOf(to)
    ? `${text(from).replace(/ \w+$/, "")} to ${clock(to)}`
    : `${text(from).replace(/ \w+$/, "")} to ${text(to)}`;

function because(world: World, circuit: Circuit, one: Piece): string {
  if (one.live !== null && one.live !== one.planned) {
    return `The plan was ${tier(one.planned).text}; the carrier showed ${tier(one.live).text}.`;
  }
  if (one.by === null) {
    const hand = circuit.hold ?? circuit.boost;
    if (hand && hand.mbps === one.planned) return `A person put it there until ${clock(hand.until)}.`;
    return `Nothing asks for another tier, so ${circuit.name} is at its baseline.`;
  }
  const feed = world.feeds.find((other) => other.id === one.by?.feed)?.name ?? "Own events";
  const by = one.by.organiser === null ? "" : `, entered by ${one.by.organiser}`;
  const beats = one.beats ? ` It beats “${one.beats.title}”: the highest tier wins.` : "";
  return `“${one.by.title}” in ${feed} asks for it, ${long(dayOf(one.by.start))} ${span(one.by.start, one.by.end)}${by}.${beats}`;
}

function why(world: World, circuit: Circuit, one: Piece, mbps: number): Why {
  const spent = (one.to - one.from) / 60;
  const extra = (price(circuit, mbps) - price(circuit, circuit.baseline)) * spent;
  const row =
    one.live === null
      ? undefined
      : world.rows.find(
          (other) =>
            other.circuit === circuit.name &&
            other.to?.mbps === mbps &&
            Math.abs(Date.parse(other.at.at) / 60000 - one.from) < 15,
        );
  return {
    title: `Why ${tier(mbps).text}?`,
    sentence: because(world, circuit, one),
    cost: `${one.to === world.now ? "so far " : ""}${dollars(price(circuit, mbps) * spent)} for ${length(one.to - one.from)}${extra > 0.004 ? `, ${signed(extra)} against the baseline` : ""}`,
    read_from: one.by ? (/#iod/.test(one.by.title) ? "the command in its title" : "the tier in its title") : null,
    order: row?.id ?? null,
    mark: row?.mark ?? (one.live === null ? "planned" : null),
    proof: row && /^Confirmed/.test(row.state) ? `Ordered ${row.at.time}, confirmed ${row.state.slice(10, 15)} EST` : null,
  };
}

function segment(world: World, circuit: Circuit, one: Piece, begin: number): Segment {
  const mbps = one.seen ? (one.live ?? one.planned) : null;
  const kind = one.live === null ? "future" : one.seen ? "past" : "unknown";
  const what =
    mbps === null
      ? "not observed"
      : `${tier(mbps).text}, ${dollars(price(circuit, mbps))} per hour, ${kind === "past" ? "confirmed" : "planned"}`;
  const off = one.live !== null && one.seen && one.live !== one.planned;
  return {
    from: one.from - begin,
    to: one.to - begin,
    kind,
    tier: mbps === null ? null : tier(mbps),
    planned: off ? tier(one.planned) : null,
    name: `${circuit.name}, ${reach(one.from, one.to)}: ${what}${off ? `, instead of ${tier(one.planned).text}` : ""}`,
    why:
      mbps === null
        ? {
            title: "Not observed",
            sentence:
              "This computer was asleep, so nobody looked. The tier before and after was the same and is counted as that.",
            cost: "",
            read_from: null,
            order: null,
            mark: "unknown",
            proof: null,
          }
        : why(world, circuit, one, mbps),
  };
}

/** What nobody saw is one time, whatever was planned in it. */
function blind(list: Piece[]): Piece[] {
  const found: Piece[] = [];
  for (const one of list) {
    const last = found.at(-1);
    if (last && !last.seen && !one.seen) last.to = one.to;
    else found.push({ ...one });
  }
  return found;
}

interface Frame {
  day: string;
  begin: number;
  end: number;
  days: string[];
}

function lane(world: World, circuit: Circuit, frame: Frame, list: Piece[]): Lane {
  const rate = live(world, circuit);
  const marks = world.flags.filter((one) => one.circuit === circuit.id && one.at >= frame.begin && one.at < frame.end);
  return {
    circuit: circuit.name,
    tag: circuit.tags[0] ?? null,
    live: tier(rate),
    per_hour: amount(price(circuit, rate)),
    cost: amount(cost(circuit, list, "real", frame.begin, frame.end)),
    days: frame.days.map((day) => amount(cost(circuit, list, "real", at(day), at(later(day, 1))))),
    top: Math.max(...list.map((one) => one.live ?? one.planned), circuit.baseline),
    segments: blind(list).map((one) => segment(world, circuit, one, frame.begin)),
    marks: marks.map((one) => ({
      at: one.at - frame.begin,
      to: one.to === null ? null : one.to - frame.begin,
      mark: one.mark,
      text: one.text,
      tier: one.mbps === null ? null : tier(one.mbps),
    })),
  };
}

export function range(from: string, to: string): string {
  const [a, b] = [short(from), short(to)];
  return a.split(" ")[1] === b.split(" ")[1] ? `${a.split(" ")[0]}–${b}` : `${a}–${b}`;
}

const FULL: Record<string, string> = {
  Jan: "January",
  Feb: "February",
  Mar: "March",
  Apr: "April",
  Jun: "June",
  Jul: "July",
  Aug: "August",
  Sep: "September",
  Oct: "October",
  Nov: "November",
  Dec: "December",
};
export const spelled = (text: string): string => text.replace(/[A-Z][a-z]{2}/g, (month) => FULL[month] ?? month);

export function week(world: World, asked: string | null): Week {
  const day = monday(asked ?? dayOf(world.now));
  const names = Array.from({ length: 7 }, (_, index) => later(day, index));
  const frame = { day, begin: at(day), end: at(later(day, 7)), days: names };
  const asking = pulls(world.occurrences, frame.begin, frame.end);
  const all = world.circuits.map((circuit) => ({
    circuit,
    list: pieces(world, circuit, asking.get(circuit.id) ?? [], frame.begin, frame.end),
  }));
  const sum = (way: "real" | "planned") =>
    all.reduce((total, { circuit, list }) => total + cost(circuit, list, way, frame.begin, frame.end), 0);
  const real = sum("real");
  const off = cents(real - sum("planned"));
  const occurring = new Set(all.flatMap(({ list }) => list.map((one) => one.live ?? one.planned)));
  const here = world.now >= frame.begin && world.now < frame.end;
  return {
    title: `Week of ${spelled(range(day, later(day, 6)))}`,
    sentence: sentence(world, real, off, here),
    zone: zoneName(frame.begin + 4 * 1440),
    days: days(day, 7, world.now, world.notes),
    minutes: frame.end - frame.begin,
    now: here ? world.now - frame.begin : null,
    now_text: time(world.now),
    previous: later(day, -7),
    next: later(day, 7),
    lanes: all.map(({ circuit, list }) => lane(world, circuit, frame, list)),
    legend: tiers(world).filter((one) => occurring.has(one.mbps)),
    cards: world.cards.filter((one) => one.per_hour !== null),
  };
}

const COUNTS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"];
export const counted = (count: number): string => COUNTS[count] ?? String(count);

function sentence(world: World, real: number, off: number, here: boolean): string {
  if (world.circuits.length === 0) return "No circuits yet.";
  const open = world.cards.filter((one) => one.per_hour !== null).length;
  const first = !here
    ? ""
    : open === 0
      ? "Everything is as planned. "
      : `${counted(open)} ${open === 1 ? "circuit is" : "circuits are"} not as planned. `;
  const more = off === 0 ? "" : `, that is ${dollars(Math.abs(off))} ${off > 0 ? "more" : "less"} than planned`;
  return `${first}The week will cost ${dollars(real)}${more}.`;
}

export function circuitsScreen(world: World): Circuits {
  const count = world.circuits.length;
  return {
    sentence: `${counted(count)} ${count === 1 ? "circuit" : "circuits"} of customer ${world.settings.customer_number}, read from the carrier’s inventory at 10:41 EST.`,
    rows: world.circuits.map((one) => row(world, one)),
    others: world.practice ? [] : ["77000000009, Old annex, 1 Gbps"],
  };
}

function row(world: World, circuit: Circuit): Circuits["rows"][number] {
  const rate = live(world, circuit);
  const paused = circuit.paused || world.automation === "paused";
  const hands = [
    ["boost", circuit.boost],
    ["hold", circuit.hold],
  ] as const;
  return {
    id: circuit.id,
    name: circuit.name,
    live: tier(rate),
    per_hour: amount(price(circuit, rate)),
    mark: paused ? "held" : circuit.mark,
    state: !paused ? circuit.state : rate > circuit.baseline ? `Paused, ${aboveBaseline(circuit, rate)}` : "Paused",
    why: whyNow(world, circuit, rate),
    baseline: tier(circuit.baseline),
    highest: tier(circuit.highest),
    lowest: tier(circuit.lowest),
    next: world.automation === "on" && !circuit.paused ? nextChange(world, circuit) : null,
    by_hand: hands.flatMap(([kind, hand]) =>
      hand === null
        ? []
        : [
            {
              kind,
              tier: tier(hand.mbps),
              until: stamp(hand.until),
              text: `${kind === "boost" ? "Boost" : "Hold"} ${kind === "boost" ? "to" : "at"} ${tier(hand.mbps).text} until ${clock(hand.until)}, by you`,
            },
          ],
    ),
    paused,
    tags: circuit.tags,
    offers: circuit.offers.map(([mbps, cost]) => ({
      tier: tier(mbps),
      per_hour: amount(cost),
      quoted: "1 Nov 2026",
      command: `${mbps}M`,
      note: mbps === rate ? "live now" : mbps > circuit.highest ? "above your highest tier" : "",
    })),
    takes: circuit.takes,
    lead: circuit.lead,
    feeds: circuit.feeds,
  };
}

function nextChange(world: World, circuit: Circuit): string | null {
  if (circuit.mark === "failed") return `${tier(circuit.baseline).text}, next try 10:50 EST`;
  const step = next(world, circuit);
  const day = step && dayOf(step.at) === dayOf(world.now) ? `today ${clock(step.at)}` : step && text(step.at);
  return step ? `${tier(step.mbps).text}, ${day}` : null;
}

function whyNow(world: World, circuit: Circuit, rate: number): string {
  const list = pulls(world.occurrences, world.now - 1, world.now + 1).get(circuit.id) ?? [];
  const piece = pieces(world, circuit, list, world.now - 1, world.now).at(-1);
  if (!piece) return "";
  return because(world, circuit, { ...piece, live: rate });
}

const STATUS = [
  "Calendars read 10:38 EST",
  "Circuits read 10:41 EST",
  "Orders today 7 of 24, resets 19:00 EST",
  "A change takes 4 min (median)",
  "Audit trail verified 06:00 EST",
];

/** What a circuit above its baseline has and costs more, and when the plan drops it. */
function above(world: World, circuit: Circuit): Raised[] {
  const rate = live(world, circuit);
  if (rate <= circuit.baseline) return [];
  const step = next(world, circuit);
  const until = step === null ? null : dayOf(step.at) === dayOf(world.now) ? `today ${clock(step.at)}` : text(step.at);
  return [{ circuit: circuit.name, costs: `${tier(rate).text}, ${aboveBaseline(circuit, rate)}`, until }];
}

const aboveBaseline = (circuit: Circuit, mbps: number) =>
  `${signed(price(circuit, mbps) - price(circuit, circuit.baseline))}/h`;

function noNext(world: World, raised: Raised[]): string {
  if (world.automation === "on")
    return world.trouble?.bad ? "What is due waits until that is solved." : "No order is planned.";
  const until = world.automation === "paused" ? "resume" : "switch automation on";
  const [one, ...more] = raised;
  if (!one) return `Nothing is ordered until you ${until}.`;
  if (more.length === 0) return `Until you ${until}, ${one.circuit} stays at ${one.costs}.`;
  const all = raised.reduce((sum, each) => sum + Number(/\$([\d.]+)/.exec(each.costs)?.[1] ?? 0), 0);
  return `Until you ${until}, ${counted(raised.length).toLowerCase()} circuits stay up, together ${signed(all)}/h.`;
}

export function glance(world: World): Glance {
  const steps = world.circuits.slice(0, 20).flatMap((circuit) => {
    const step = next(world, circuit);
    return step ? [{ circuit, ...step }] : [];
  });
  const first = steps.sort((a, b) => a.at - b.at)[0];
  const raised = world.circuits.slice(0, 20).flatMap((one) => above(world, one));
  const stopped = world.trouble?.bad === true;
  const headline = {
    on: stopped ? "Automation is on, but nothing can be ordered" : "Automation is on",
    off: "Automation is off: the plan is shown, nothing is ordered",
    paused: "Paused: nothing is ordered",
  };
  return {
    tenant: world.tenant,
    name: world.name,
    initials: world.initials,
    now: stamp(world.now),
    zone: world.settings.zone,
    practice: world.practice,
    automation: world.automation,
    headline: headline[world.automation],
    next:
      first && world.automation === "on" && !stopped
        ? {
            circuit: first.circuit.name,
            tier: tier(first.mbps),
            at: stamp(first.at),
            when: dayOf(first.at) === dayOf(world.now) ? `today ${clock(first.at)}` : text(first.at),
            left: `in ${length(first.at - world.now)}`,
          }
        : null,
    no_next: noNext(world, raised),
    attention: world.cards.length + world.questions.length,
    trouble: world.trouble,
    status: world.practice ? ["Built-in carrier", ...STATUS.slice(0, 2), "Orders today 3 of 24"] : STATUS,
    circuits: world.circuits.map((one) => one.name),
    feeds: world.feeds.map((one) => one.name),
    tiers: tiers(world),
    raised,
    set_up: world.setUp,
  };
}
