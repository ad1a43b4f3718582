/**
 * What all screens share: whose customer is shown, the way to ask, what is told back, which dialog is open. It holds
 * no truth about circuits: each screen asks for its own, again and again, as `turns` grows.
 */
import { getContext, setContext } from "svelte";

import type { Command } from "./host/commands";
import { type Connection, type Host, type Paper, Refused } from "./host/host";
import type { Customer, Glance, Mark } from "./host/screens";
import { read, type Route, write } from "./route";

/** A dialog that any screen can open. */
export type Dialog =
  | { show: "by-hand"; kind: "boost" | "hold"; circuit: string; tier: string | null }
  | { show: "pause"; circuit: string | null }
  | { show: "resume"; circuit: string | null }
  | { show: "break" }
  | { show: "keys" };

/** What is told in the corner until it is closed or has been there for a while. */
export type Told = { text: string; mark: Mark };

/** How long an answer stays; a refusal, and what needs attention, stay until they are closed. */
const TOLD_MS = 8000;
/** Pushes within this time are one turn. */
const TURN_MS = 80;

export class Session {
  customers = $state.raw<Customer[] | null>(null);
  glance = $state.raw<Glance | null>(null);
  route = $state.raw<Route>(read(location.hash));
  connection = $state.raw<Connection>("up");
  dialog = $state.raw<Dialog | null>(null);
  told = $state.raw<Told | null>(null);
  /** The path of a file that was dropped on the window, until a screen takes it. */
  dropped = $state.raw<string | null>(null);
  /** What the live region says. */
  said = $state("");
  /** Grows when something changed: whoever reads it asks again. */
  turns = $state(0);
  /** The customer shown: the one the address names, else the only one. */
  tenant = $derived.by(() => {
    const all = this.customers ?? [];
    const named = all.find((one) => one.tenant === this.route.tenant);
    return named?.tenant ?? (all.length === 1 ? (all[0]?.tenant ?? null) : null);
  });

  #turn: ReturnType<typeof setTimeout> | undefined;
  #fade: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly host: Host) {}

  /** The program can be told something: without it no button that acts is alive. */
  get reached(): boolean {
    return this.connection === "up";
  }

  ask<T>(command: Command, tenant: string | null = this.tenant): Promise<T> {
    return this.host.ask<T>(tenant, command);
  }

  /** Does something; tells `done`, or why not. True if it was done. */
  async act(command: Command, done: string, tenant: string | null = this.tenant): Promise<boolean> {
    let note: string | undefined;
    try {
      note = (await this.ask<{ note?: string } | null>(command, tenant))?.note;
    } catch (reason) {
      this.tell({ text: textOf(reason), mark: declined(reason) ? "cancelled" : "failed" });
      return false;
    }
    this.turn();
    // What must be known beside "done", such as that nothing is ordered while automation is off.
    this.tell(note === undefined ? { text: done, mark: "confirmed" } : { text: note, mark: "attention" });
    return true;
  }

  /** Has a paper of this customer written where the person says; tells where it is, or why it is nowhere. */
  async save(paper: Paper, what: string): Promise<void> {
    try {
      const file = await this.host.save(this.tenant, paper);
      if (file !== null) this.tell({ text: `${what} is in ${file}.`, mark: "confirmed" });
    } catch (reason) {
      this.tell({ text: textOf(reason), mark: "failed" });
    }
  }

  /** Everybody asks again, once, shortly. */
  turn() {
    this.#turn ??= setTimeout(() => {
      this.#turn = undefined;
      this.turns += 1;
    }, TURN_MS);
  }

  /** Speaks to a screen reader; nothing is seen. */
  say(text: string) {
    this.said = text === this.said ? `${text}\u00a0` : text;
  }

  /** Shows and speaks an answer. */
  tell(told: Told | null) {
    clearTimeout(this.#fade);
    this.told = told;
    if (told) this.say(told.text);
    if (told && told.mark !== "failed" && told.mark !== "attention") this.#fade = setTimeout(() => (this.told = null), TOLD_MS);
  }

  /** Shows a screen of the customer that is shown; `rest` is the screen's own, such as an order's number. */
  go(screen: string, rest: string | null = null, tenant: string | null = this.tenant) {
    const named = (this.customers?.length ?? 0) > 1 || tenant !== this.tenant;
    location.hash = write({ screen, rest, tenant: named ? tenant : null });
  }
}

/** The person themselves said no. */
const declined = (reason: unknown) => reason instanceof Refused && reason.code === "declined";

/** What a person is shown of a rejection. */
export function textOf(reason: unknown): string {
  if (reason instanceof Refused) return reason.text;
  return `This window made a mistake of its own: ${reason instanceof Error ? reason.message : String(reason)}`;
}

const KEY = Symbol("session");

export function provideSession(session: Session) {
  setContext(KEY, session);
}

export function useSession(): Session {
  return getContext<Session>(KEY);
}
