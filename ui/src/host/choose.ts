import { isTauri } from "@tauri-apps/api/core";

import type { Host } from "./host";
import { memory } from "./memory";
import { tauri } from "./tauri";

/** The real host inside the window, the one in memory everywhere else. */
export function chooseHost(): Host {
  return isTauri() ? tauri : memory;
}
