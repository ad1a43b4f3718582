import { getVersion } from "@tauri-apps/api/app";
import { Channel, invoke } from "@tauri-apps/api/core";

import type { Command } from "./commands";
import { type Connection, type Help, type Host, type OnPush, type Paper, Refused } from "./host";

type Message =
  | { push: "changed"; tenant: string | null }
  | { push: "connection"; state: "up" | "lost" | "mismatch"; text: string | null }
  | { push: "open"; screen: string; tenant: string | null }
  | { push: "dropped"; path: string };

/** The program whose window shows the page. */
export const tauri: Host = {
  ask: <T>(tenant: string | null, command: Command) =>
    invoke<T>("ask", { tenant, command }).catch((reason: unknown) => {
      throw refused(reason);
    }),
  subscribe(onPush) {
    const channel = new Channel<Message>((message) => deliver(message, onPush));
    invoke("subscribe", { channel }).catch(() => onPush.connection("lost"));
    return () => {
      channel.onmessage = () => {};
    };
  },
  openLink: (link: Help) => invoke("open_link", { link }),
  chooseCalendar: () => invoke<string | null>("choose_calendar"),
  save: (tenant: string | null, paper: Paper) =>
    invoke<string | null>("save", { tenant, paper }).catch((reason: unknown) => {
      throw refused(reason);
    }),
  version: getVersion,
};

function deliver(message: Message, onPush: OnPush) {
  if (message.push === "changed") onPush.changed(message.tenant);
  else if (message.push === "open") onPush.open(message.screen, message.tenant);
  else if (message.push === "dropped") onPush.dropped(message.path);
  else onPush.connection(connection(message.state, message.text));
}

function connection(state: "up" | "lost" | "mismatch", text: string | null): Connection {
  return state === "mismatch" ? { mismatch: text ?? "" } : state;
}

/** The shell rejects with the text itself or with an object that has it. */
function refused(reason: unknown): Refused {
  if (typeof reason === "string") return new Refused(reason);
  if (typeof reason === "object" && reason !== null && "text" in reason) {
    return new Refused(String(reason.text), "code" in reason ? String(reason.code) : "");
  }
  return new Refused("The program behind this window did not answer, so it is not known whether that was done. Look at what is shown now before you try it again.");
}
