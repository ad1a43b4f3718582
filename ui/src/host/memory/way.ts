/** Owns the way to a new circuit in the worlds in memory: places, quotes, accounts, and what is ordered. */
import type { Command } from "../commands";
import { Refused } from "../host";
import type { AccountRow, ErrandRow, PlaceOffers, Places, ProviderRow, QuoteShown } from "../screens";
import { circuit, mbpsOf } from "./hand";
import { amount, tier } from "./money";
import { live, price } from "./plan";
import { stamp } from "./time";
import type { World } from "./world";

type Of<K extends Command["do"]> = Extract<Command, { do: K }>;

const PROVIDERS: ProviderRow[] = [
  { id: "362232", name: "Digital Realty" },
  { id: "43558", name: "Equinix" },
];
const PLACES = [
  { id: "PL0000000002", name: "Equinix DE1", address: "9706 Example Way, Englewood, CO 80112, US", market: "DENVER", takes_orders: true },
  { id: "PL0000000011", name: "Equinix DC2", address: "21715 Example Court, Ashburn, VA 20147, US", market: "WASHINGTON DC", takes_orders: true },
  { id: "PL0000000012", name: "Equinix SV1", address: "11 Example Street, San Jose, CA 95119, US", market: "SAN FRANCISCO", takes_orders: false },
];
const TIERS: [number, number][] = [
  [100, 0.46],
  [500, 0.79],
  [1000, 1.2],
];
const ACCOUNTS: AccountRow[] = [
  { id: "5-EXMPL1", name: "Example Manufacturing", headquarters: "US", barred: null },
  {
    id: "5-EXMPL2",
    name: "Example Canada",
    headquarters: "CA",
    barred: "the headquarters of billing account 5-EXMPL2 are in CA, and the carrier takes orders for a new circuit only for accounts with headquarters in the US",
  },
];

function found({ provider, search }: Of<"carrier-locations">): Places {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const all = provider === "43558" ? PLACES : [];
  const fits = (one: (typeof PLACES)[number]) =>
    words.every((word) => `${one.id} ${one.name} ${one.address} ${one.market}`.toLowerCase().includes(word));
  const places = all.filter(fits);
  return { places, counted: `${places.length} of ${all.length}`, more: false };
}

const addressOf = (id: string) => `${PLACES.find((one) => one.id === id)?.address ?? id} (${id})`;

function offers({ place }: Of<"carrier-tiers">): PlaceOffers {
  const tiers = TIERS.map(([mbps, cost]) => ({ tier: tier(mbps), per_hour: amount(cost), command: `${mbps} Mbps` }));
  return { place, address: addressOf(place), tiers };
}

function quote(world: World, { place, tier: text }: Of<"carrier-quote">): QuoteShown {
  const mbps = mbpsOf(text);
  const cost = TIERS.find(([one]) => one === mbps)?.[1] ?? 0;
  const id = `NaaS-${20001 + world.errands.length}`;
  world.quotes[id] = { mbps, cost, place };
  const left = world.practice ? 15 : 900;
  return {
    quote: id,
    tier: tier(mbps),
    place,
    address: addressOf(place),
    costs: `$${cost.toFixed(2)} an hour (the carrier says $${(cost * 720).toFixed(2)} a month)`,
    agree: String(cost),
    until: stamp(world.now + 15),
    left,
    orders: true,
  };
}

/** What is only looked at; nothing where the command is another. */
export function lookedFor(world: World, command: Command): unknown {
  switch (command.do) {
    case "carrier-providers":
      return PROVIDERS;
    case "carrier-locations":
      return found(command);
    case "carrier-tiers":
      return offers(command);
    case "carrier-quote":
      return quote(world, command);
    case "carrier-accounts":
      return ACCOUNTS;
    case "carrier-follow":
      return structuredClone(world.errands);
    default:
      return undefined;
  }
}

function begun(world: World, what: string): ErrandRow {
  if (world.automation !== "on")
    throw new Refused("automation is off, and then Tidegate sends the carrier nothing that changes or costs anything, so nothing was ordered; switch it on first");
  const one: ErrandRow = {
    reference: `TG${String(world.errands.length + 1).padStart(18, "0")}`,
    what,
    mark: "ordered",
    state: "Ordered",
    said: "",
    at: stamp(world.now),
    over: false,
    order: null,
  };
  world.errands = [one, ...world.errands];
  return one;
}

export const WAY = {
  "carrier-order": (world: World, { order, agreed }: Of<"carrier-order">) => {
    const offered = world.quotes[order.quote ?? ""];
    if (!offered) throw new Refused("there is no such quote here, so nothing was ordered; ask for a new one");
    if (agreed !== String(offered.cost)) throw new Refused("that is not the price. Nothing was ordered");
    if (order["contact-name"] && !order["contact-name"].trim().includes(" "))
      throw new Refused(`the contact's name "${order["contact-name"]}" is no first and last name; write both, such as "Ann Lee". Nothing was ordered`);
    return { done: true, errand: begun(world, `The new circuit "${order.name ?? ""}"`) };
  },
  "circuit-rename": (world: World, { circuit: word, name }: Of<"circuit-rename">) => {
    return { done: true, errand: begun(world, `The renaming of ${circuit(world, word).name} to "${name}"`) };
  },
  "circuit-disconnect": (world: World, { circuit: word, typed }: Of<"circuit-disconnect">) => {
    const one = circuit(world, word);
    if (typed !== one.name) throw new Refused(`This ends ${one.name}; it costs $${price(one, live(world, one)).toFixed(2)} an hour. Nothing was ordered`);
    return { done: true, errand: begun(world, `The disconnect of ${one.name}`) };
  },
};
