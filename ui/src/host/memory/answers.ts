/** Owns which answer each command gets from a world in memory. */
import type { Command, NewTenant } from "../commands";
import { type OnPush, Refused } from "../host";
import { ACTS } from "./acts";
import { activity, month, trail } from "./books";
import { preview, range } from "./calendar";
import { occurrences, ordinary } from "./example";
import { paused } from "./example-waiting";
import { byHand, ends, goingOn, mbpsOf } from "./hand";
import { circuitsScreen, counted, glance, week } from "./looks";
import { dollars } from "./money";
import { circuitOf } from "./plan";
import { rulePreview } from "./rules";
import { feedsScreen, nothing, setUp, tried } from "./setup";
import { monday } from "./time";
import { lookedFor } from "./way";
import type { World } from "./world";
import { customers, fresh, make, type Made } from "./worlds";

const COUNTLESS = new Refused("Nobody is behind this page that could do that.");

function waiting(world: World) {
  const count = world.cards.length + world.questions.length;
  const rate = world.cards.reduce((sum, one) => sum + (one.per_hour?.value ?? 0), 0);
  const cost = rate > 0 ? ` Together they cost ${dollars(rate)} more each hour.` : "";
  const first =
    count === 1 ? "One thing waits for you." : `${counted(count)} things wait for you, the most expensive first.`;
  return structuredClone({
    sentence: count === 0 ? "Nothing waits for you. Tidegate speaks up when something needs you." : `${first}${cost}`,
    cards: world.automation === "paused" ? world.cards.map((one) => ({ ...one, body: paused(one.body) })) : world.cards,
    questions: world.questions,
    solved: world.solved,
  });
}

function look(world: World, command: Command): unknown {
  switch (command.do) {
    case "glance":
      return glance(world);
    case "week":
      return week(world, command.day);
    case "calendar":
      return range(world, command.from, command.days, command.all);
    case "event-preview":
      return preview(world, command.key, command.event);
    case "activity":
      return activity(world, command.search, command.circuit, command.state, command.limit);
    case "trail":
      return trail(world, command.id);
    case "month":
      return month(world, command.month);
    case "waiting":
      return waiting(world);
    case "circuits-screen":
      return circuitsScreen(world);
    case "feeds-screen":
      return structuredClone(feedsScreen(world));
    case "title-tried":
      return tried(world, command.title);
    case "settings-screen":
      return structuredClone({ ...world.settings, rules: world.rules, profiles: world.profiles });
    case "set-up":
      return setUp(world);
    case "rule-preview":
      return rulePreview(world, command.rule);
    case "would-order":
      return goingOn(world, command.circuit);
    case "by-hand-preview": {
      const one = circuitOf(world, command.circuit);
      if (!one) throw new Refused(`There is no circuit “${command.circuit}”.`);
      return byHand(world, command.kind, one, mbpsOf(command.tier), ends(world, command.until));
    }
    case "audit-rows":
      return [{ seq: 1, line: '{"v":1,"seq":1}', hash: "0".repeat(64) }];
    case "audit-verify":
      return { ok: true, rows: 18209, head: "0".repeat(64) };
    default:
      return lookedFor(world, command);
  }
}

/** A program in memory: its customers, who listens, and how it answers. */
export class Program {
  readonly #made: Made;
  readonly #listeners = new Set<OnPush>();
  #lost = false;

  constructor(name: string) {
    this.#made = make(name);
  }

  /** What is answered; acts tell all listeners. */
  async answer(tenant: string | null, command: Command): Promise<unknown> {
    if (this.#lost)
      throw new Refused(
        "Tidegate’s own program does not answer, so what is shown may be old. Nothing was done. The window tries again by itself.",
      );
    if (command.do === "customers") return customers(this.#made.worlds);
    if (command.do === "tenants")
      return customers(this.#made.worlds).map((one) => ({ id: one.tenant, name: one.name }));
    if (command.do === "practise") return this.#begin(fresh());
    if (command.do === "tenant-add") return this.#add(command.tenant);
    if (command.do === "tenant-remove") return this.#remove(command.name);
    if (command.do !== "glance") await this.#behave(command);
    const world = this.#world(tenant);
    if (world === undefined && command.do === "set-up") return nothing();
    if (world === undefined) throw new Refused("That customer is no longer there.");
    if (command.do === "go-live") return this.#goLive(world, command.from);
    const seen = look(world, command);
    return seen === undefined ? this.#act(world, command) : seen;
  }

  listen(push: OnPush): () => void {
    this.#listeners.add(push);
    if (this.#made.way === "loses") setTimeout(() => this.#lose(), 700);
    if (this.#made.way === "mismatches")
      setTimeout(
        () => push.connection({ mismatch: "Restart Tidegate: quit it in the tray, then open it again." }),
        300,
      );
    return () => this.#listeners.delete(push);
  }

  #lose() {
    this.#lost = true;
    for (const one of this.#listeners) one.connection("lost");
  }

  async #behave(command: Command): Promise<void> {
    if (this.#made.way === "silent") await new Promise(() => {});
    if (this.#made.way === "late" && command.do === "by-hand-preview")
      await new Promise((done) => window.addEventListener("answer", done, { once: true }));
    if (this.#made.way === "refuses") {
      throw new Refused(
        "the ledger cannot be read or written, so nothing is ordered; see whether the disk is full or read-only, then restart Tidegate. The cause: disk I/O error",
      );
    }
  }

  #world(tenant: string | null): World | undefined {
    const { worlds } = this.#made;
    return worlds.find((one) => one.tenant === tenant) ?? (tenant === null ? worlds[0] : undefined);
  }

  #act(world: World, command: Command): unknown {
    const act = (ACTS as Record<string, ((world: World, command: Command) => unknown) | undefined>)[command.do];
    if (!act) throw COUNTLESS;
    const answer = act(world, command);
    if (command.do === "feed-add" && !world.setUp) this.#fill(world);
    this.#tell(world.tenant);
    return answer;
  }

  /** The first calendar brings the example's events. */
  #fill(world: World) {
    world.occurrences = occurrences(monday("2026-11-01"), 7).map((one) =>
      one.mark === "failed" || one.mark === "drift" ? { ...one, mark: "confirmed" } : one,
    );
    world.ordinary = ordinary();
  }

  #begin(world: World) {
    if (!this.#made.worlds.some((one) => one.tenant === world.tenant)) {
      this.#made.worlds.push({ ...world, occurrences: [], ordinary: [] });
    }
    this.#tell(world.tenant);
    return { id: world.tenant, name: world.name };
  }

  #add(asked: NewTenant) {
    const name = asked.name?.trim() || "My company";
    if (this.#made.worlds.some((one) => one.name === name))
      throw new Refused(`There is a customer “${name}” already. Choose another name.`);
    const initials = name
      .split(/\s+/)
      .map((word) => word[0]?.toUpperCase() ?? "")
      .join("")
      .slice(0, 2);
    const world = {
      ...fresh(),
      tenant: `t${this.#made.worlds.length + 1}`,
      name,
      initials,
      practice: asked.practice ?? false,
      connected: asked.practice ?? false,
    };
    world.settings = { ...world.settings, customer_number: asked["customer-number"] ?? "", base: asked.base ?? "" };
    return this.#begin(world);
  }

  #goLive(world: World, from: string) {
    const tried = this.#world(from);
    if (!tried?.practice) throw new Refused("Only what was tried in practice can be taken over. Nothing was done.");
    const feeds = tried.feeds.filter((one) => !one.own && !world.feeds.some((other) => other.name === one.name));
    const rules = tried.rules.filter((one) => one.name !== null && !world.rules.some((other) => other.name === one.name));
    world.feeds = [...world.feeds, ...structuredClone(feeds)];
    world.rules = [...world.rules.slice(0, -1), ...structuredClone(rules), ...world.rules.slice(-1)];
    this.#fill(world);
    this.#tell(world.tenant);
    return { calendars: feeds.map((one) => one.name), rules: rules.length, left: [] };
  }

  #remove(name: string) {
    const at = this.#made.worlds.findIndex((one) => one.name === name || one.tenant === name);
    if (at < 0) throw new Refused(`There is no customer “${name}”.`);
    this.#made.worlds.splice(at, 1);
    this.#tell(name);
    return { receipt: "removed" };
  }

  #tell(tenant: string) {
    for (const one of this.#listeners) {
      one.changed(tenant);
      one.changed(null);
    }
  }
}
