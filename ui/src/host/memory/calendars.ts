/** Owns what a person does with calendars in the worlds in memory: adding, changing, reading, removing. */
import type { Command, FeedSettings } from "../commands";
import { Refused } from "../host";
import type { FeedCard } from "../screens";
import { differences, feed } from "./example-feeds";
import { justNow } from "./setup";
import { clock } from "./time";
import type { World } from "./world";

export function card(world: World, word: string): FeedCard {
  const found = world.feeds.find((one) => one.id === word || one.name === word);
  if (!found) throw new Refused(`There is no calendar “${word}”. Nothing was changed.`);
  return found;
}

export function withSettings(old: FeedCard, settings: FeedSettings): FeedCard {
  const kept = <T>(value: T | null | undefined, before: T): T =>
    value === null || value === undefined ? before : value;
  const cleared = (value: string | null | undefined, before: string | null) =>
    value === "none" ? null : kept(value, before);
  return {
    ...old,
    name: kept(settings.name, old.name),
    bound: settings.bind?.includes("none") ? [] : kept(settings.bind, old.bound),
    writers: kept(settings.writers, old.writers),
    allowed: [...new Set([...old.allowed, ...(settings.allow ?? [])])],
    address: cleared(settings["own-address"], old.address),
    zone: cleared(settings.zone, old.zone),
    tier: cleared(settings.tier, old.tier),
    busy_only: kept(settings["busy-only"], old.busy_only),
    holidays: kept(settings.holidays, old.holidays),
    holidays_for: settings["holidays-for"]?.includes("all") ? [] : kept(settings["holidays-for"], old.holidays_for),
  };
}

export function addFeed(world: World, command: Extract<Command, { do: "feed-add" }>) {
  const source = command.address ?? command.file ?? "";
  if (command.address !== null && !/^(https?|webcal):\/\//.test(source)) {
    throw new Refused(
      "That is no link to a calendar: it must begin with https:// or webcal://. Nothing was added. Copy the published or secret address once more and paste it here.",
    );
  }
  if (/login/.test(source)) {
    throw new Refused(
      "The link shows a login page instead of a calendar, so nothing was added. Copy the calendar’s secret address and paste that.",
    );
  }
  if (world.feeds.some((one) => one.name === command.name))
    throw new Refused(`There is a calendar “${command.name}” already. Choose another name.`);
  const about =
    command.file === null ? "Published link, zone America/New_York" : "File on this computer, zone America/New_York";
  const made = feed("feed-office", command.name || "Calendar", {
    about,
    fires: 31,
    ignored: 22,
    attention: 1,
    suppressed: 2,
    read: justNow(world),
    changed: justNow(world),
    found: ["dana.reyes@example.com", "sam.field@example.com"],
    allowed: ["dana.reyes@example.com"],
  });
  const id = world.feeds.some((one) => one.id === made.id) ? `feed-${world.feeds.length}` : made.id;
  world.feeds = [...world.feeds, withSettings({ ...made, id }, command.settings)];
  return { feed: id, name: made.name };
}

export function refreshed(world: World, word: string | null) {
  world.feeds = world.feeds.map((one) =>
    word !== null && one.id !== word && one.name !== word
      ? one
      : {
          ...one,
          read: justNow(world),
          ...(one.diff.length === 0 && !one.own && one.trouble === null
            ? {
                diff: differences().slice(0, 1),
                diff_title: `What changed at ${clock(world.now)}: +$1.23 for the next 14 days`,
              }
            : {}),
        },
  );
  return { reading: word === null ? world.feeds.length : 1 };
}
