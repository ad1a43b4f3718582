import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

import conf from "../tauri.conf.json" with { type: "json" };

// The window's content policy, so that a preview in a browser refuses what the window would.
const policy = Object.entries(conf.app.security.csp).map(([what, where]) => `${what} ${where}`).join("; ");

export default defineConfig({
  plugins: [svelte()],
  clearScreen: false,
  server: {
    // `build.devUrl` in tauri.conf.json names this port.
    port: 1420,
    strictPort: true,
    fs: { allow: [".", "../icons"] },
  },
  preview: {
    port: 1421,
    strictPort: true,
    headers: { "Content-Security-Policy": policy },
  },
  build: {
    // The oldest web views that know light-dark().
    target: ["chrome123", "safari17.5"],
    // The window's content policy admits files, not data: addresses.
    assetsInlineLimit: 0,
    // It would add an inline script, and both web views preload by themselves.
    modulePreload: { polyfill: false },
  },
});
