import { type Host, Refused } from "./host";

/** Nobody behind the page: for a browser and for tests. */
export const memory: Host = {
  ask: () => Promise.reject(new Refused("Nobody is behind this page.")),
  subscribe: () => () => {},
  openLink: () => Promise.resolve(),
  version: () => Promise.resolve("in a browser"),
};
