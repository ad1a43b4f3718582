/**
 * The host in memory: for a browser and for tests. It owns no world itself: `memory/` makes the one that the address
 * names (`?world=practice`), and is loaded only when something is asked, so that the window never carries it.
 */
import type { Command } from "./commands";
import type { Host } from "./host";
import type { Program } from "./memory/answers";

let program: Promise<Program> | null = null;

function begun(): Promise<Program> {
  const name = new URLSearchParams(location.search).get("world") ?? "example";
  program ??= import("./memory/answers").then((made) => new made.Program(name));
  return program;
}

async function ask<T>(tenant: string | null, command: Command): Promise<T> {
  const begins = performance.now();
  try {
    return (await (await begun()).answer(tenant, command)) as T;
  } finally {
    // The bench tells the page's own time from this one.
    performance.measure(`ask ${command.do}`, { start: begins });
  }
}

export const memory: Host = {
  ask,
  subscribe: (onPush) => {
    let stop: (() => void) | null = null;
    let stopped = false;
    const dropped = (event: DragEvent) => {
      event.preventDefault();
      const [file] = event.dataTransfer?.files ?? [];
      // A browser tells no path; the real window does.
      if (file) onPush.dropped(`/dropped/${file.name}`);
    };
    window.addEventListener("drop", dropped);
    void begun().then((made) => {
      if (!stopped) stop = made.listen(onPush);
    });
    return () => {
      stopped = true;
      window.removeEventListener("drop", dropped);
      stop?.();
    };
  },
  // A browser has no program that could open another one: the test sees what would be opened.
  openLink: (link) => {
    document.documentElement.dataset["opened"] = link;
    return Promise.resolve();
  },
  chooseCalendar: () => Promise.resolve("/chosen/calendar.ics"),
  // Nothing is written from a browser: the test sees what would be.
  save: (tenant, paper) => {
    document.documentElement.dataset["saved"] = JSON.stringify({ tenant, ...paper });
    return Promise.resolve(`/saved/${paper.paper}`);
  },
  version: () => Promise.resolve("in a browser"),
};
