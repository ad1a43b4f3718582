/** The keys that work everywhere. What a screen's own keys do lies with that screen. */
import { SCREENS } from "../route";
import type { Session } from "../session.svelte";

/** The list that `?` shows. */
export const KEYS: { where: string; keys: { key: string; does: string }[] }[] = [
  {
    where: "Everywhere",
    keys: [
      { key: "Ctrl 1 … 8", does: "the screens, in their order (⌘ on a Mac)" },
      { key: "F6", does: "next region" },
      { key: "/", does: "search" },
      { key: "?", does: "this list" },
      { key: "Esc", does: "closes the topmost thing" },
    ],
  },
  {
    where: "Lanes of the week",
    keys: [
      { key: "← →", does: "segment" },
      { key: "↑ ↓", does: "circuit" },
      { key: "Home End", does: "begin and end of the week" },
      { key: "Enter", does: "why" },
      { key: "N", does: "to now" },
    ],
  },
  {
    where: "Calendar grid",
    keys: [
      { key: "Arrows", does: "move the slot" },
      { key: "Enter", does: "opens, and keeps a move" },
      { key: "N", does: "new event" },
      { key: "Alt ↑ ↓", does: "moves by 15 minutes" },
      { key: "Alt ← →", does: "moves by a day" },
      { key: "Alt Shift ↑ ↓", does: "makes it longer or shorter" },
      { key: "Esc", does: "puts it back" },
    ],
  },
  {
    where: "Lists",
    keys: [
      { key: "↑ ↓", does: "row" },
      { key: "Enter", does: "open" },
      { key: "E", does: "edit" },
      { key: "M", does: "move" },
      { key: "Del", does: "delete an own event" },
    ],
  },
];

/** A key means a letter here, not a command, while somebody writes. */
export function writes(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["radio", "checkbox", "button"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

export function onKey(event: KeyboardEvent, session: Session) {
  if (document.querySelector("dialog[open]")) return;
  const screen = SCREENS[Number(event.key) - 1];
  if ((event.ctrlKey || event.metaKey) && !event.altKey && screen && session.glance?.set_up) {
    event.preventDefault();
    session.go(screen.screen);
    focusMain();
  } else if (event.key === "F6") {
    event.preventDefault();
    nextRegion(event.shiftKey ? -1 : 1);
  } else if (!writes(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey) {
    single(event, session);
  }
}

function single(event: KeyboardEvent, session: Session) {
  if (event.key === "?") {
    event.preventDefault();
    session.dialog = { show: "keys" };
  } else if (event.key === "/") {
    event.preventDefault();
    search(session);
  } else if (event.key === "Escape" && session.told) {
    session.tell(null);
  }
}

/** The screen's own search, else that of Activity. */
function search(session: Session) {
  const field = () => document.querySelector<HTMLElement>("main [data-search]");
  if (field()) return field()?.focus();
  if (!session.glance?.set_up) return;
  session.go("activity");
  const began = performance.now();
  const wait = () => {
    if (field()) field()?.focus();
    else if (performance.now() - began < 2000) requestAnimationFrame(wait);
  };
  wait();
}

function focusMain() {
  document.getElementById("main")?.focus({ preventScroll: true });
}

function nextRegion(by: 1 | -1) {
  const regions = [...document.querySelectorAll<HTMLElement>("[data-region]")];
  const here = regions.findIndex((one) => one.contains(document.activeElement));
  const next = regions[(here + by + regions.length) % regions.length];
  next?.focus({ preventScroll: true });
}
