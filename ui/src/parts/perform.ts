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
      await session.act(command(action), `Done: ${action.label}.`);
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
  }
}
