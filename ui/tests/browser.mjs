/** Owns the browser of the tests: one Chromium, a page per test, and the complaints that each page made. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

import { serve } from "./served.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const SHOTS = fileURLToPath(new URL("../../target/ui-shots/", import.meta.url));

/** The screens, by their keys' order, and a word that each shows in the example. */
export const SCREENS = ["week", "calendar", "circuits", "feeds", "activity", "cost", "attention", "settings"];

/** How long something may take on a machine that is busy with other things; only a failure takes so long. */
const PATIENCE_MS = 15_000;

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** A browser and the served page; `stop` ends both. */
export async function begin() {
  assert.ok(existsSync(CHROMIUM), `no browser at ${CHROMIUM}: install Chromium, or name one with CHROMIUM=/path/to/it`);
  const server = await serve();
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    // The page is our own and the machine may have no user namespaces.
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--force-color-profile=srgb"],
  });
  return {
    address: server.address,
    browser,
    stop: async () => {
      await browser.close();
      server.stop();
    },
  };
}

/**
 * Opens a world at a screen. What the page complains of is kept in `page.complaints`: errors of the console and of
 * scripts, breaches of the content policy, requests to anywhere else.
 */
export async function open(
  env,
  { world = "example", screen = "week", theme = "light", size = [1200, 800], motion = "reduce" } = {},
) {
  const [width, height] = size;
  const context = await env.browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: motion,
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  page.complaints = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) page.complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => page.complaints.push(`threw: ${error.stack ?? error}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(env.address)) page.complaints.push(`asked for ${request.url()}`);
  });
  await page.addInitScript(() => {
    window.__breaches = [];
    document.addEventListener("securitypolicyviolation", (event) => {
      window.__breaches.push(
        `${event.violatedDirective} ${event.blockedURI} ${event.sample} ${event.sourceFile}:${event.lineNumber}`,
      );
    });
  });
  await page.addInitScript(() => {
    const seen = new Map();
    window.__first = (selector) => seen.get(selector) ?? Number.NaN;
    const watch = ["main", "main .sk"];
    new MutationObserver(() => {
      for (const one of watch) if (!seen.has(one) && document.querySelector(one)) seen.set(one, performance.now());
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(`${env.address}/?world=${world}#/${screen}`);
  return page;
}

/** Until the page has asked for nothing for so long: what it asked for is shown. */
export async function still(page, quietMs = 150) {
  await page.evaluate(
    (most) =>
      new Promise((done) => {
        const count = () => performance.getEntriesByType("measure").length;
        let [last, since] = [count(), performance.now()];
        const look = () => {
          if (count() !== last) [last, since] = [count(), performance.now()];
          if (performance.now() - since >= most) done();
          else setTimeout(look, 25);
        };
        look();
      }),
    quietMs,
  );
}

/** Until the page shows what it was opened for. */
export async function settled(page) {
  await page.waitForFunction(() => document.querySelector("main h1, main [role=status]") !== null);
  await still(page);
}

/** A page for `act`, which must have complained of nothing at its end. */
export async function visit(env, options, act) {
  const page = await open(env, options);
  await settled(page);
  await act(page);
  await quiet(page);
  await page.context().close();
}

/** The page complained of nothing. */
export async function quiet(page) {
  const breaches = await page.evaluate(() => window.__breaches);
  assert.deepEqual([...page.complaints, ...breaches], []);
}

/** The page as a whole does not scroll sideways, and its content lies within it. */
export async function fits(page, what) {
  const wide = await page.evaluate(() => {
    const root = document.scrollingElement;
    const main = document.querySelector("main");
    const within = main ? main.scrollWidth - main.clientWidth : 0;
    if (root.scrollWidth <= root.clientWidth && within <= 0) return [];
    const edge = main ? main.getBoundingClientRect().right : root.clientWidth;
    // An element that is too wide, or one whose text is.
    const beyond = (one) =>
      Math.max(one.getBoundingClientRect().right, one.getBoundingClientRect().left + one.scrollWidth) > edge + 1;
    const found = [...document.querySelectorAll("main *")].filter(
      (one) => one instanceof HTMLElement && beyond(one) && !one.closest(".scroll, .vh"),
    );
    return found.length === 0
      ? [`${root.scrollWidth - root.clientWidth} px, ${within} px in main`]
      : found
          .slice(0, 5)
          .map(
            (one) =>
              `${one.tagName}.${one.className?.baseVal ?? one.className} ${Math.round(one.getBoundingClientRect().right - edge)} px: ${one.textContent.slice(0, 60)}`,
          );
  });
  assert.deepEqual(wide, [], `${what} is wider than its window`);
}

/** No table is cut, to be read by scrolling it sideways. */
export async function tablesWhole(page, what) {
  const cut = await page.evaluate(() =>
    [...document.querySelectorAll("main .scroll")]
      .filter((box) => box.scrollWidth > box.clientWidth + 1)
      .map((box) => `${box.querySelector("caption")?.textContent}: ${box.scrollWidth - box.clientWidth} px`),
  );
  assert.deepEqual(cut, [], `${what} has a table that is cut`);
}

/** No violation of any severity. */
export async function axe(page, what) {
  const found = await page.evaluate(async (source) => {
    // The policy forbids a script element, and the driver's own evaluation stands outside of it.
    if (!window.axe) (0, eval)(source);
    const result = await window.axe.run(document, { resultTypes: ["violations"] });
    return result.violations.map(
      (one) =>
        `${one.impact} ${one.id}: ${one.help}\n${one.nodes
          .slice(0, 4)
          .map((node) => `    ${node.target.join(" ")}  ${node.failureSummary.replaceAll("\n", " ").slice(0, 260)}`)
          .join("\n")}`,
    );
  }, AXE);
  assert.deepEqual(found, [], `${what} has accessibility violations`);
}

/** A picture for people to look at. */
export async function shot(page, name) {
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}.png`) });
}
