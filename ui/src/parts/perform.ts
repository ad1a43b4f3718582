/** Turns what a button does into a command, a dialog or another screen. */
import type { Command } from "../host/commands";
import type { Action } from "../host/screens";
import type { Session } from "../session.svelte";
import { copy } from "./copy";

export async function perform(session: Session, action: Action): Promise<void> {
  switch (action.does) {
    case "hold":
      session.dialog = { show: "by-hand", kind: "hold", circuit: action.circuit, tier: action.tier };
      return;
    case "resume":
      session.dialog = { show: "resume", circuit: action.circuit };
      return;
    case "open":
      session.go(action.screen);
      return;
    case "copy":
      await copy(action.text);
      session.tell({ text: `Copied: ${action.text}`, mark: "confirmed" });
      return;
    default:
      await session.act(command(action), done(action));
  }
}

/** What is told when the program took it: what happens now, never that it has happened. */
function done(action: Plain): string {
  switch (action.does) {
    case "retry":
      return `${action.circuit}: ordered again. It counts as done when the carrier's inventory shows it.`;
    case "restore":
      return `${action.circuit}: what the plan says is ordered again.`;
    case "keep":
      return `${action.circuit} keeps this tier until the plan's next change.`;
    case "believe":
      return `${action.feed}: its new copy is believed.`;
    case "release":
      return `${action.feed}: what was held back is released.`;
    case "answer":
      return `Answered: ${action.label}.`;
    case "take-out":
      return `“${action.title}” asks for nothing, this once. The calendar’s list has it, to be put back.`;
  }
}

type Plain = Exclude<Action, { does: "hold" | "resume" | "open" | "copy" }>;

function command(action: Plain): Command {
  switch (action.does) {
    case "retry":
      return { do: "retry", circuit: action.circuit };
    case "restore":
      return { do: "restore", circuit: action.circuit };
    case "keep":
      return { do: "keep", circuit: action.circuit };
    case "believe":
      return { do: "feed-believe", feed: action.feed };
    case "release":
      return { do: "feed-release", feed: action.feed };
    case "answer":
      return { do: "attention-answer", id: action.id, choice: action.choice };
    case "take-out":
      return { do: "event-take-out", key: action.key };
  }
}
