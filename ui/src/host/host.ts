/**
 * What a page may ask of the program behind it, and the only way to ask.
 *
 * The page holds no truth: it asks for a screen as it is now, shows it, and asks again when it is told that something
 * changed. Only this folder may import `@tauri-apps/*` (a test keeps it so); everything else is given a `Host`, so
 * that each screen also runs in a browser, on `memory.ts`.
 */
import type { Command } from "./commands";

/** The program said no. The text says what happened, what Tidegate did and what to do: it is shown as it is. */
export class Refused extends Error {
  /** `code` is what a page may branch on, such as `declined`. */
  constructor(
    readonly text: string,
    readonly code = "",
  ) {
    super(text);
    this.name = "Refused";
  }
}

/** Whether the window still speaks with the program that orders. */
export type Connection = "up" | "lost" | { mismatch: string };

/** What the program says without being asked. */
export interface OnPush {
  /** Something of this customer changed; `null` is the list of customers itself. */
  changed(tenant: string | null): void;
  connection(state: Connection): void;
  /** A notice or the tray wants a screen shown. */
  open(screen: string, tenant: string | null): void;
  /** A file was dropped on the window: its path. */
  dropped(path: string): void;
}

/** The pages on the web that the window may have the browser open; the addresses are the program's. */
export type Help = "outlook-link" | "google-link" | "carrier-keys";

/** What the program can write to a file that the person chooses; no month is the present one. */
export type Paper = { paper: "trail" } | { paper: "report" | "report-table"; month: string | null };

export interface Host {
  /** Asks for something of one customer, or with `null` of the program; rejects with `Refused`. */
  ask<T>(tenant: string | null, command: Command): Promise<T>;
  /** Listens until the answer is called. */
  subscribe(onPush: OnPush): () => void;
  openLink(link: Help): Promise<void>;
  /** Lets the person choose a calendar's file: its path, or `null` where none was chosen. */
  chooseCalendar(): Promise<string | null>;
  /** Writes one of a customer's papers where the person says: the file, or `null` where they chose none. */
  save(tenant: string | null, paper: Paper): Promise<string | null>;
  /** The running program's version. */
  version(): Promise<string>;
}
