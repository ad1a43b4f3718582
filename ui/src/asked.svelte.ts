/**
 * One question to the program, asked again when it changes and when anything behind it changes. The last answer
 * stays until the next one is there; a question that fails leaves it standing and says why.
 */
import { untrack } from "svelte";

import type { Command } from "./host/commands";
import { type Session, textOf } from "./session.svelte";

/** Nothing is drawn before this time, so that what is quick does not flicker. */
const SLOW_MS = 300;

type Question = { whose: string | null; command: Command | null };

export class Asked<T> {
  value = $state.raw<T | null>(null);
  /** Why the last question had no answer. */
  trouble = $state.raw<string | null>(null);
  /** It takes long enough to say so. */
  slow = $state(false);
  /** What is shown answers an earlier question: nobody may say yes to it. */
  readonly stale = $derived.by(() => this.value !== null && this.#answered !== this.#asked);

  #flying = false;
  #next: Question | null = null;
  #whose: string | null = null;
  #asked = $state.raw("");
  #answered = $state.raw("");

  /** To be made while a component is made: it asks for as long as that lives. `null` asks nothing. */
  constructor(
    private readonly session: Session,
    command: () => Command | null,
    tenant: () => string | null = () => session.tenant,
  ) {
    const asked = $derived(JSON.stringify({ whose: tenant(), command: command() }));
    $effect(() => {
      void session.turns;
      const next = JSON.parse(asked) as Question;
      untrack(() => this.#ask(next));
    });
  }

  again = () => this.session.turn();

  async #ask(question: Question) {
    // Nothing of one customer stays on the screen of another.
    if (question.whose !== this.#whose) this.value = null;
    this.#whose = question.whose;
    this.#asked = JSON.stringify(question);
    this.#next = question;
    if (this.#flying) return;
    this.#flying = true;
    const late = setTimeout(() => (this.slow = true), SLOW_MS);
    while (this.#next) await this.#once();
    clearTimeout(late);
    this.slow = false;
    this.#flying = false;
  }

  async #once() {
    const { whose, command } = this.#next!;
    const asked = this.#asked;
    this.#next = null;
    if (command === null) return;
    try {
      const value = await this.session.ask<T>(command, whose);
      if (whose === this.#whose) [this.value, this.#answered] = [value, asked];
      this.trouble = null;
    } catch (reason) {
      this.trouble = textOf(reason);
    }
  }
}
