/**
 * An event that is being moved or made longer, by pointer or by keys: where it would lie, and what that would mean.
 * Nothing is changed before it is kept.
 */
import type { Event, Preview, Range } from "../../host/screens";
import { type Session, textOf } from "../../session.svelte";
import { after, begins, length, sameKey, sentence, wall } from "./dates";

/** Positions are multiples of this. */
export const GRID = 15;
/** What it would mean is asked for at most this often. */
const ASK_MS = 120;

export class Moving {
  /** What moves; changes only when a move begins or ends. */
  event = $state.raw<Event | null>(null);
  /** Where it would begin, in true minutes of the range, and how long it would be. */
  begin = $state(0);
  length = $state(0);
  preview = $state.raw<Preview | null>(null);
  trouble = $state.raw<string | null>(null);

  #range: Range | null = null;
  #was = { begin: 0, length: 0 };
  #asked = "";
  #flying = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly session: Session) {}

  /** False where it cannot be moved from here: it is over or left out, nobody can be told, or neither its begin nor its end is shown. */
  start(range: Range, event: Event): boolean {
    const begin = begins(range, event);
    if (begin === null || event.all_day || event.over || event.taken_out || !this.session.reached) return false;
    this.#range = range;
    this.#was = { begin, length: length(event) };
    this.event = event;
    this.begin = begin;
    this.length = this.#was.length;
    this.preview = null;
    this.trouble = null;
    this.#asked = "";
    return true;
  }

  to(begin: number, length: number) {
    const long = Math.max(GRID, length);
    if (begin === this.begin && long === this.length) return;
    this.begin = begin;
    this.length = long;
    this.#timer ??= setTimeout(() => void this.#ask(), ASK_MS);
  }

  /** It is this event that moves, also if it was read anew meanwhile. */
  holds(event: Event): boolean {
    return this.event !== null && sameKey(this.event.key, event.key);
  }

  get moved(): boolean {
    return this.begin !== this.#was.begin || this.length !== this.#was.length;
  }

  back() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.event = null;
    this.preview = null;
  }

  async keep(): Promise<void> {
    const event = this.event;
    const moved = this.moved;
    if (!event) return;
    const { start, end } = this.#times(event);
    const spoken = this.#asked === `${start} ${end}` ? this.preview?.spoken : null;
    this.back();
    if (!moved) return;
    const own = event.own ? "" : " In Tidegate only; Undo puts it back.";
    await this.session.act({ do: "event-move", key: event.key, start, end }, `${sentence(spoken ?? `${event.title}: moved`)}${own}`);
  }

  #times(event: Event): { start: string; end: string } {
    const off = this.begin - this.#was.begin;
    return { start: after(event.start, off), end: after(event.start, off + this.length) };
  }

  async #ask() {
    this.#timer = undefined;
    const event = this.event;
    if (!event) return;
    if (this.#flying) {
      this.#timer = setTimeout(() => void this.#ask(), ASK_MS);
      return;
    }
    const { start, end } = this.#times(event);
    this.#flying = true;
    try {
      const preview = await this.session.ask<Preview>({ do: "event-preview", key: event.key, event: { title: event.title, start, end, repeats: event.repeats } });
      if (this.event === event) this.#answered(preview, `${start} ${end}`);
    } catch (reason) {
      if (this.event === event) this.trouble = textOf(reason);
    }
    this.#flying = false;
  }

  #answered(preview: Preview, asked: string) {
    this.preview = preview;
    this.trouble = null;
    this.#asked = asked;
    this.session.say(preview.spoken);
  }

  /** Its place in words, known at once: the preview's own words follow. */
  get words(): string {
    if (!this.#range) return "";
    const [start, end] = [wall(this.#range, this.begin), wall(this.#range, this.begin + this.length)];
    const day = this.#range.days.find((one) => start.startsWith(one.day));
    return `${day?.head ?? start.slice(0, 10)}, ${start.slice(11)}–${end.slice(11)} ${this.#range.zone}`;
  }
}
