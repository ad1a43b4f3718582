import { getVersion } from "@tauri-apps/api/app";

import type { Host } from "./host";

/** The program whose window shows the page. */
export const tauri: Host = { version: getVersion };
