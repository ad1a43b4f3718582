/** Owns how the worlds in memory look as a month's cost and as activity. */
import type { Activity, CostRow, EventCost, Month, Trail } from "../screens";
import { amount, cents, difference, dollars, tier } from "./money";
import { adds, asks, circuitOf, cost, pieces, price, pulls, type Piece } from "./plan";
import { MONTH_NAMES, at, dayOf, later, minutesOf, short, zoneName } from "./time";
import type { Circuit, World } from "./world";

interface Sheet {
  begin: number;
  end: number;
  days: string[];
  lists: { circuit: Circuit; list: Piece[] }[];
}

function moved(month: string, by: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}

function sheet(world: World, month: string): Sheet {
  const first = `${month}-01`;
  const last = `${moved(month, 1)}-01`;
  const days: string[] = [];
  for (let day = first; day < last; day = later(day, 1)) days.push(day);
  const [begin, end] = [at(first), at(last)];
  const asking = pulls(
    world.occurrences.filter((one) => one.start >= begin),
    begin,
    end,
  );
  const lists = world.circuits.map((circuit) => ({
    circuit,
    list: pieces(world, circuit, asking.get(circuit.id) ?? [], begin, end),
  }));
  return { begin, end, days, lists };
}

interface Sums {
  baseline: number;
  planned: number;
  actual: number;
  projection: number;
  top: number;
}

function sums(world: World, page: Sheet, circuit: Circuit, list: Piece[]): Sums {
  const hours = (page.end - page.begin) / 60;
  return {
    baseline: hours * price(circuit, circuit.baseline),
    top: hours * price(circuit, circuit.highest),
    planned: cost(circuit, list, "planned", page.begin, page.end),
    projection: cost(circuit, list, "real", page.begin, page.end),
    actual: cost(circuit, list, "real", page.begin, Math.min(world.now, page.end)),
  };
}

function written(circuit: string, top: string, all: Sums): CostRow {
  return {
    circuit,
    top_tier: top,
    baseline: amount(all.baseline),
    planned: amount(all.planned),
    actual: amount(all.actual),
    projection: amount(all.projection),
    top: amount(all.top),
  };
}

function events(world: World, page: Sheet): EventCost[] {
  const found = new Map<string, EventCost & { minutes: number; sum: number }>();
  for (const one of world.occurrences) {
    if (one.start < page.begin || one.start >= page.end || !asks(one)) continue;
    for (const wish of one.wishes) {
      const circuit = circuitOf(world, wish.circuit);
      if (!circuit) continue;
      const key = `${one.title} ${circuit.id}`;
      const row = found.get(key) ?? {
        title: one.title,
        circuit: circuit.name,
        tier: tier(wish.mbps),
        times: 0,
        hours: "",
        adds: amount(0),
        minutes: 0,
        sum: 0,
      };
      const sum = adds(world, { ...one, wishes: [wish] }) || adds(world, one);
      row.times += 1;
      row.sum += sum;
      row.minutes += (sum / (price(circuit, wish.mbps) - price(circuit, circuit.baseline))) * 60;
      found.set(key, row);
    }
  }
  return [...found.values()]
    .sort((a, b) => b.sum - a.sum)
    .slice(0, 50)
    .map(({ minutes, sum, ...row }) => ({
      ...row,
      hours: String(Math.round(minutes / 6) / 10),
      adds: amount(sum),
    }));
}

function points(world: World, page: Sheet): Month["points"] {
  let [actual, projection, top] = [0, 0, 0];
  return page.days.map((day) => {
    const [from, to] = [at(day), at(later(day, 1))];
    for (const { circuit, list } of page.lists) {
      actual += cost(circuit, list, "real", from, Math.min(to, world.now));
      projection += cost(circuit, list, "real", from, to);
      top += ((to - from) / 60) * price(circuit, circuit.highest);
    }
    return {
      day: short(day),
      actual: from < world.now ? cents(actual) : null,
      projection: cents(projection),
      top: cents(top),
    };
  });
}

/** How the month was, as far as it was lived: a fixture's changes all take four minutes. */
function actual(world: World, page: Sheet, rows: { circuit: Circuit; all: Sums }[]): Month["actual"] {
  const end = Math.min(world.now, page.end);
  const here = world.now >= page.begin && world.now < page.end;
  const avoidable = here ? world.against.filter(([, value]) => value > 0) : [];
  const lost = (name: string) =>
    avoidable.filter(([text]) => text.startsWith(`${name}:`)).reduce((sum, [, value]) => sum + value, 0);
  const circuits = rows.map(({ circuit, all }) => {
    const minutes = new Map<number, number>();
    for (const one of page.lists.find((other) => other.circuit === circuit)?.list ?? []) {
      const spent = Math.min(one.to, end) - one.from;
      const mbps = one.live ?? one.planned;
      if (spent > 0) minutes.set(mbps, (minutes.get(mbps) ?? 0) + spent);
    }
    const spent = Math.max(0, end - page.begin) / 60;
    const rowsOf = (mark: string) =>
      here ? world.rows.filter((row) => row.circuit === circuit.name && row.mark === mark).length : 0;
    const confirmed = rowsOf("confirmed");
    return {
      circuit: circuit.name,
      held: [...minutes]
        .sort(([one], [other]) => one - other)
        .map(([mbps, many]) => ({ tier: tier(mbps), minutes: many, hours: `${Math.round(many / 6) / 10} h` })),
      unseen: "",
      confirmed,
      failed: rowsOf("failed") + rowsOf("cancelled"),
      late: here
        ? world.against.filter(([text]) => text.startsWith(`${circuit.name}:`) && text.includes(" late ")).length
        : 0,
      median: confirmed > 0 ? "4 min" : "",
      p95: confirmed > 0 ? "6 min" : "",
      avoidable: amount(lost(circuit.name)),
      above_baseline: difference(all.actual - spent * price(circuit, circuit.baseline)),
      below_top: amount(spent * price(circuit, circuit.highest) - all.actual),
    };
  });
  return {
    circuits,
    avoidable: avoidable.map(([text, value]) => ({ text, amount: amount(value) })),
    avoided: amount(avoidable.reduce((sum, [, value]) => sum + value, 0)),
  };
}

export function month(world: World, asked: string | null): Month {
  const name = asked ?? dayOf(world.now).slice(0, 7);
  const page = sheet(world, name);
  const rows = page.lists.map(({ circuit, list }) => ({ circuit, all: sums(world, page, circuit, list) }));
  const all = rows.reduce<Sums>(
    (sum, { all }) => ({
      baseline: sum.baseline + all.baseline,
      planned: sum.planned + all.planned,
      actual: sum.actual + all.actual,
      projection: sum.projection + all.projection,
      top: sum.top + all.top,
    }),
    { baseline: 0, planned: 0, actual: 0, projection: 0, top: 0 },
  );
  const here = world.now >= page.begin && world.now < page.end;
  const last = short(page.days.at(-1) ?? name).split(" ")[0];
  const odd = page.days.find((day) => minutesOf(day) !== 1440);
  const hours = `${(page.end - page.begin) / 60} h`;
  const full = `${MONTH_NAMES[Number(name.slice(5)) - 1]} ${name.slice(0, 4)}`;
  const less = `${dollars(all.top - all.projection)} less than always at the top.`;
  return {
    title: `Cost of ${full}`,
    sentence: here
      ? `${dollars(all.actual)} so far, ${dollars(all.projection)} by the ${last}th: ${less}`
      : `${dollars(all.projection)}: ${less}`,
    month: name,
    previous: moved(name, -1),
    next: moved(name, 1),
    hours: odd ? `${hours}, with the ${minutesOf(odd) / 60}-hour Sunday ${short(odd)}` : hours,
    points: points(world, page),
    now: here ? (world.now - page.begin) / 1440 : null,
    circuits: rows.map(({ circuit, all }) => written(circuit.name, `top ${tier(circuit.highest).text}`, all)),
    sum: written("Sum", "", all),
    differs: difference(here ? world.against.reduce((sum, [, value]) => sum + value, 0) : 0),
    against: here ? world.against.map(([text, value]) => ({ text, amount: difference(value) })) : [],
    events: events(world, page),
    actual: actual(world, page, rows),
    budgets: here
      ? [
          {
            name: "All circuits",
            limit: amount(1300),
            spent: amount(all.actual),
            percent: Math.floor((all.actual / 1300) * 100),
            text: `${Math.floor((all.actual / 1300) * 100)} % used; from 100 % on raises that calendars ask for are held. Billed by the minute.`,
          },
        ]
      : [],
    advice:
      here && rows.length > 0
        ? [
            {
              text: `${rows[0]?.circuit.name ?? ""}: end "Office hours" at 17:58 instead of 18:05 EST, Thu 26 Nov`,
              saves: amount(0.09),
              action: { label: "Open the calendar", does: "open", screen: "calendar" },
            },
          ]
        : [],
    rule: world.settings.billing.replace("-", " "),
    counted:
      "Hourly prices as quoted by the carrier on 1 Nov 2026, no change since. Actual is the tier that the carrier confirmed, minute by minute. While the laptop slept (Tue 24 Nov, 01:10–07:52 EST) the tier before and after was the same, so it is counted as that.",
  };
}

export function activity(
  world: World,
  search: string,
  circuit: string | null,
  state: string | null,
  limit: number,
): Activity {
  const word = search.trim().toLowerCase();
  const fits = world.rows.filter((row) => {
    const text = `${row.why} ${row.circuit} ${row.id ?? ""} ${row.state}`.toLowerCase();
    return (word === "" || text.includes(word)) && (circuit === null || row.circuit === circuit);
  });
  const counts = new Map<Activity["counts"][number]["mark"], number>();
  for (const row of fits) counts.set(row.mark, (counts.get(row.mark) ?? 0) + 1);
  const rows = state === null ? fits : fits.filter((row) => row.mark === state);
  return {
    zone: zoneName(world.now),
    rows: rows.slice(0, limit),
    more: rows.length > limit,
    counts: [...counts].map(([mark, count]) => ({ mark, count, text: `${count} ${mark}` })),
  };
}

export function trail(world: World, id: number): Trail | null {
  const found = world.trails[id];
  if (!found) return null;
  const lines = found.lines.map((line) => `${line.time} ${line.who}: ${line.text}`);
  return {
    title: found.title,
    lines: found.lines,
    facts: found.facts,
    text: [found.title, ...lines].join("\n"),
    actions: found.retry ? [{ label: "Try now", does: "retry", circuit: found.circuit }] : [],
  };
}
