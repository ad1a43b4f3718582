/** Owns what a person's acts change in the worlds in memory, so that a test sees what it did. */
import type { Command, EventKey } from "../commands";
import { Refused } from "../host";
import { find, made } from "./calendar";
import { addFeed, card, refreshed, withSettings } from "./calendars";
import { circuit, hand, mbpsOf, mend, ordered } from "./hand";
import { tier } from "./money";
import { addRule, moveRule } from "./rules";
import { DAY, read, stamp } from "./time";
import { WAY } from "./way";
import type { World } from "./world";

type Of<K extends Command["do"]> = Extract<Command, { do: K }>;

const DONE = { done: true };

function occurrence(world: World, key: EventKey) {
  const found = find(world, key);
  if (!found) throw new Refused("That event is no longer in its calendar. Nothing was changed.");
  return found;
}

function move(world: World, command: Of<"event-move">) {
  const one = occurrence(world, command.key);
  if (!one.own) one.before ??= [one.start, one.end];
  [one.start, one.end] = [read(command.start), read(command.end)];
  world.occurrences = [...world.occurrences].sort((a, b) => a.start - b.start);
  return DONE;
}

function putBack(world: World, key: EventKey) {
  const one = occurrence(world, key);
  if (one.before) [one.start, one.end] = one.before;
  one.before = null;
  if (one.mark === "ignored") [one.mark, one.state] = ["planned", "Planned"];
  return DONE;
}

function answer(world: World, id: string) {
  const one = world.questions.find((other) => other.id === id);
  if (!one) throw new Refused("That question was answered already, or its event is gone.");
  world.questions = world.questions.filter((other) => other !== one);
  world.solved = [{ at: stamp(world.now), title: one.title, body: "You answered." }, ...world.solved];
  for (const event of world.occurrences)
    if (event.title === one.title && event.mark === "held")
      [event.mark, event.state] = ["planned", "Planned, order 21:54"];
  world.flags = world.flags.filter((flag) => !flag.text.includes(one.title));
  return DONE;
}

const SETTINGS: Record<string, (world: World, value: string) => void> = {
  billing: (world, value) => (world.settings.billing = value),
  zone: (world, value) => (world.settings.zone = value),
  "quota-per-day": (world, value) => {
    if (!/^\d+$/.test(value)) throw new Refused(`“${value}” is not a whole number. Write for example 24.`);
    world.settings.quota = Number(value);
  },
  "event-limit": (world, value) => {
    if (value !== "off" && !/^\d+(\.\d\d?)?$/.test(value))
      throw new Refused(`“${value}” is not an amount. Write for example 50.00, or nothing.`);
    world.settings.event_limit = value === "off" ? null : value;
  },
  role: (world, value) => (world.settings.role = value),
  quiet: (world, value) => {
    if (value !== "off" && !/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/.test(value))
      throw new Refused(`“${value}” are no quiet hours. Write for example 22:00 and 07:00.`);
    world.settings.quiet = value === "off" ? null : value;
  },
  "us-federal-holidays": (world, value) => (world.settings.holidays = value === "on"),
  autostart: (world, value) => (world.settings.autostart = value === "on"),
};

function set(world: World, { name, value }: Of<"setting-set">) {
  const change = SETTINGS[name];
  if (!change) throw new Refused(`There is no setting “${name}”.`);
  change(world, value);
  return DONE;
}

function circuitSet(world: World, { circuit: word, settings }: Of<"circuit-set">) {
  const one = circuit(world, word);
  const [baseline, highest, lowest] = [settings.baseline, settings.highest, settings.lowest].map((text) =>
    text ? mbpsOf(text) : null,
  );
  Object.assign(one, {
    name: settings.name ?? one.name,
    baseline: baseline ?? one.baseline,
    highest: highest ?? one.highest,
    lowest: lowest ?? one.lowest,
    tags: settings.tags ?? one.tags,
  });
  return DONE;
}

function broken(world: World, { how }: Of<"break">) {
  if (!world.practice) throw new Refused("The carrier can only be broken in practice mode.");
  world.broken = how;
  return DONE;
}

function profileSet(world: World, command: Of<"profile-set">) {
  const circuits = command.circuits.length > 0 ? command.circuits : world.circuits.map((one) => one.name);
  const tiers = circuits.map((name) => ({ circuit: name, tier: tier(mbpsOf(command.tier)) }));
  const old = world.profiles.find((one) => one.name === command.name);
  const rest = (old?.tiers ?? []).filter((one) => !circuits.includes(one.circuit));
  world.profiles = [...world.profiles.filter((one) => one !== old), { name: command.name, tiers: [...rest, ...tiers] }];
  return DONE;
}

const within = (world: World, word: string | null) => (word === null ? world.circuits : [circuit(world, word)]);

/** Every act on a world; what is answered is what the command line answers. */
export const ACTS = {
  ...WAY,
  "feed-add": addFeed,
  "feed-set": (world: World, { feed: word, settings }: Of<"feed-set">) => {
    const old = card(world, word);
    world.feeds = world.feeds.map((one) => (one === old ? withSettings(one, settings) : one));
    return DONE;
  },
  "feed-refresh": (world: World, { feed: word }: Of<"feed-refresh">) => refreshed(world, word),
  "feed-remove": (world: World, { feed: word }: Of<"feed-remove">) => {
    const old = card(world, word);
    world.feeds = world.feeds.filter((one) => one !== old);
    world.occurrences = world.occurrences.filter((one) => one.feed !== old.id);
    return DONE;
  },
  "feed-believe": () => DONE,
  "feed-release": () => DONE,
  "event-add": (world: World, { event }: Of<"event-add">) => {
    const one = made(world, undefined, event);
    world.occurrences = [...world.occurrences, one].sort((a, b) => a.start - b.start);
    return { uid: one.uid };
  },
  "event-edit": (world: World, { uid, event }: Of<"event-edit">) => {
    const old = world.occurrences.find((one) => one.own && one.uid === uid);
    if (!old) throw new Refused("That event is gone.");
    Object.assign(old, made(world, old, event), { wishes: made(world, undefined, event).wishes });
    return DONE;
  },
  "event-remove": (world: World, { uid }: Of<"event-remove">) => {
    world.occurrences = world.occurrences.filter((one) => !(one.own && one.uid === uid));
    return DONE;
  },
  "event-move": move,
  "event-take-out": (world: World, { key }: Of<"event-take-out">) => {
    const one = occurrence(world, key);
    [one.mark, one.state] = ["ignored", "Taken out by you"];
    world.questions = world.questions.filter((other) => other.title !== one.title);
    world.flags = world.flags.filter((flag) => !flag.text.includes(one.title));
    return DONE;
  },
  "event-put-back": (world: World, { key }: Of<"event-put-back">) => putBack(world, key),
  "rule-add": addRule,
  "rule-move": (world: World, { name, to }: Of<"rule-move">) => moveRule(world, name, to),
  "rule-remove": (world: World, { name }: Of<"rule-remove">) => {
    world.rules = world.rules.filter((one) => one.name !== name);
    return DONE;
  },
  "profile-set": profileSet,
  "profile-remove": (world: World, { name }: Of<"profile-remove">) => {
    world.profiles = world.profiles.filter((one) => one.name !== name);
    return DONE;
  },
  "circuit-set": circuitSet,
  "circuits-sync": () => ({ listed: 3, new: [] }),
  "credentials-set": (world: World) => {
    world.connected = true;
    Object.assign(world.settings, { credentials: "There, in this computer’s keychain", credentials_mark: "fine" });
    return DONE;
  },
  "credentials-test": () => ({ sign_in: true, circuits: 3 }),
  "credentials-remove": (world: World) => {
    Object.assign(world.settings, { credentials: "Absent: nothing can be ordered", credentials_mark: "attention" });
    return DONE;
  },
  "automation-on": (world: World) => {
    world.automation = "on";
    world.setUp = true;
    return DONE;
  },
  "automation-off": (world: World) => {
    world.automation = "off";
    return DONE;
  },
  boost: (world: World, command: Of<"boost">) => hand(world, "boost", command),
  hold: (world: World, command: Of<"hold">) => hand(world, "hold", command),
  clear: (world: World, { circuit: word }: Of<"clear">) => {
    Object.assign(circuit(world, word), { boost: null, hold: null });
    return DONE;
  },
  pause: (world: World, { circuit: word }: Of<"pause">) => {
    for (const one of within(world, word)) one.paused = true;
    if (word === null) world.automation = "paused";
    return DONE;
  },
  resume: (world: World, { circuit: word }: Of<"resume">) => {
    for (const one of within(world, word)) one.paused = false;
    if (word === null) world.automation = "on";
    return DONE;
  },
  "baseline-all": (world: World) => {
    if (world.automation === "off") return { done: true, note: "Nothing was ordered: automation is off." };
    for (const one of world.circuits) one.hold = { mbps: one.baseline, from: world.now, until: world.now + DAY };
    world.automation = "paused";
    return DONE;
  },
  "attention-answer": (world: World, { id }: Of<"attention-answer">) => answer(world, id),
  retry: (world: World, { circuit: word }: Of<"retry">) => {
    const one = circuit(world, word);
    ordered(world, one, one.baseline, "Retry by you");
    mend(world, one, "You tried again; the carrier took it.");
    return DONE;
  },
  restore: (world: World, { circuit: word }: Of<"restore">) => {
    const one = circuit(world, word);
    ordered(world, one, 200, "Restored by you");
    mend(world, one, "You restored the plan’s tier.");
    return DONE;
  },
  keep: (world: World, { circuit: word }: Of<"keep">) => {
    mend(world, circuit(world, word), "You kept it until the next event.");
    return DONE;
  },
  "setting-set": set,
  break: broken,
};
