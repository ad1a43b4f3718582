/**
 * What a page may ask of the program behind it, and the only way to ask.
 *
 * The page holds no truth: later this hands it one view after another, and takes the person's acts. Only this folder
 * may import `@tauri-apps/*` (a test keeps it so); everything else is given a `Host`, so that each screen also runs
 * in a browser, on `memory.ts`.
 */
export interface Host {
  /** The running program's version. */
  version(): Promise<string>;
}
