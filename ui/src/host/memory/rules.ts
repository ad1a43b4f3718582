/** Owns the rules of a world in memory: adding and moving them, and what a new one would decide. */
import type { RuleText } from "../commands";
import { Refused } from "../host";
import type { RulePreview } from "../screens";
import { counted } from "./looks";
import { dollars, tier } from "./money";
import { dayOf, long, span } from "./time";
import type { World } from "./world";

const DONE = { done: true };
const FORTNIGHT = 14 * 24 * 60;
/** As many events of one preview are named. */
const NAMED = 8;

export function moveRule(world: World, name: string, to: number) {
  const own = world.rules.filter((one) => one.name !== null);
  const moved = own.find((one) => one.name === name);
  if (!moved) throw new Refused(`There is no rule “${name}”.`);
  const rest = own.filter((one) => one !== moved);
  rest.splice(Math.max(0, Math.min(to - 1, rest.length)), 0, moved);
  let index = 0;
  world.rules = world.rules.map((one) => (one.name === null ? one : (rest[index++] ?? one)));
  return DONE;
}

function conditions(rule: RuleText): string[] {
  const all = [
    rule.contains && `title contains “${rule.contains}”`,
    rule.regex && `title fits /${rule.regex}/`,
    rule.organiser && `from ${rule.organiser}`,
    rule.category && `category is “${rule.category}”`,
    rule.location && `location is “${rule.location}”`,
    rule["longer-than"] && `longer than ${rule["longer-than"]} min`,
    rule["shorter-than"] && `shorter than ${rule["shorter-than"]} min`,
  ].filter((one) => typeof one === "string");
  if (all.length > 0) return all;
  throw new Refused("A rule without a condition would match every event. Give one, such as a word in the title.");
}

export function addRule(world: World, { rule }: { rule: RuleText }) {
  const when = conditions(rule).join(", ");
  if (world.rules.some((one) => one.name === rule.name))
    throw new Refused(`There is a rule “${rule.name}” already. Choose another name.`);
  const place = world.rules.length - 1;
  const made = {
    name: rule.name ?? "rule",
    when,
    then: `${rule.asks}${rule.circuits?.length ? ` on ${rule.circuits.join(", ")}` : ""}`,
    fits: 2,
  };
  world.rules = [...world.rules.slice(0, place), made, ...world.rules.slice(place)];
  return DONE;
}

/** By a word in the title only. */
export function rulePreview(world: World, rule: RuleText): RulePreview {
  conditions(rule);
  const word = (rule.contains ?? "").toLowerCase();
  const near = [...world.occurrences, ...world.ordinary].filter(
    (one) => one.end > world.now && one.start < world.now + FORTNIGHT && one.title.toLowerCase().includes(word),
  );
  const where = rule.circuits?.[0] ?? world.circuits[0]?.name ?? "";
  const text = rule.asks === "nothing" ? `Asks for nothing: your rule “${rule.name}” says so` : `Asks for ${tier(Number.parseInt(rule.asks ?? "", 10) || 0).text} on ${where}`;
  return {
    sentence:
      near.length === 0
        ? "It would decide no event of the next 14 days."
        : `It would decide ${counted(near.length).toLowerCase()} event${near.length === 1 ? "" : "s"} of the next 14 days, and add ${dollars(near.length * 0.42)} to the plan’s cost.`,
    events: near.slice(0, NAMED).map((one) => ({
      title: one.title,
      when: `${long(dayOf(one.start))}, ${span(one.start, one.end)}, ${one.feed}`,
      mark: rule.asks === "nothing" ? "ignored" : "planned",
      text,
    })),
    more: Math.max(0, near.length - NAMED),
  };
}
