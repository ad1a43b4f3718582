import type { Host } from "./host";

/** Nobody behind the page: for a browser and for tests. */
export const memory: Host = { version: () => Promise.resolve("in a browser") };
