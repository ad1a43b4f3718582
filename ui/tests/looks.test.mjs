/** Every screen, by day and by night, small and zoomed: usable by everybody, within its window, without complaint. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { axe, begin, fits, open, quiet, settled, shot, tablesWhole } from "./browser.mjs";

const SCREENS = [
  "week",
  "calendar",
  "calendar/month",
  "calendar/list",
  "circuits",
  "feeds",
  "activity/4417",
  "cost",
  "attention",
  "settings",
  "settings/profiles",
  "settings/time",
  "settings/account",
  "settings/about",
].map((screen) => ({ screen, world: "example" }));
const OTHERS = [
  { screen: "set-up", world: "empty" },
  { screen: "set-up", world: "practice" },
  { screen: "settings/practice", world: "practice" },
  { screen: "week", world: "practice" },
  { screen: "customers", world: "msp" },
  { screen: "copperline/week", world: "msp" },
];
const CROWDED = [
  "week",
  "calendar",
  "calendar/list",
  "circuits",
  "cost",
  "feeds",
  "settings/time",
  "settings/profiles",
];
const LOOKS = [
  { name: "light", theme: "light" },
  { name: "dark", theme: "dark" },
  { name: "in 900 x 600", theme: "light", size: [900, 600] },
  // What is left of 1200 x 800 when everything is twice as large.
  { name: "zoomed to 200 %", theme: "dark", size: [600, 400] },
];
const VIEWS = [...SCREENS, ...OTHERS];
/** Nothing may take longer than this to pass or to fade. */
const STILL_MS = 1;

let env;
before(async () => (env = await begin()));
after(() => env.stop());

describe("every screen", { concurrency: 2 }, () => {
  for (const { screen, world } of VIEWS) {
    test(`${screen} of ${world}, by day, by night, in 900 x 600 and at 200 %, has no accessibility violation, no complaint and no sideways scrolling`, async () => {
      const page = await open(env, { screen, world });
      await settled(page);
      for (const { name, theme = "light", size = [1200, 800] } of LOOKS) {
        const what = `${screen} of ${world}, ${name},`;
        await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
        await page.setViewportSize({ width: size[0], height: size[1] });
        await settled(page);
        await shot(page, `${world}-${screen.replaceAll("/", "-")}-${name.replaceAll(/[ %]+/g, "-")}`);
        await fits(page, what);
        // Twice as large, a wide table may scroll in its own box.
        if (size[0] >= 900) await tablesWhole(page, what);
        await axe(page, what);
      }
      await quiet(page);
      await page.context().close();
    });
  }

  for (const screen of CROWDED) {
    test(`${screen} with 200 circuits and 5,000 events is still usable by everybody and within its window`, async () => {
      const page = await open(env, { screen, world: "large", size: [900, 600] });
      await page.waitForSelector("main h1");
      await page.waitForFunction(
        () => document.querySelector("main .tbl, main .lane, main button[data-event], main .card") !== null,
      );
      await settled(page);
      await shot(page, `large-${screen.replaceAll("/", "-")}`);
      await fits(page, `${screen} of a large world`);
      await axe(page, `${screen} of a large world`);
      await quiet(page);
      await page.context().close();
    });
  }

  test("nothing moves when a person asked for less motion", async () => {
    const page = await open(env, { screen: "settings", motion: "reduce" });
    await settled(page);
    const moving = await page.evaluate(
      (most) =>
        [...document.querySelectorAll("*")]
          .filter((one) => {
            const style = getComputedStyle(one);
            return [...style.transitionDuration.split(","), ...style.animationDuration.split(",")].some(
              (text) => parseFloat(text) * 1000 > most,
            );
          })
          .map((one) => one.className),
      STILL_MS,
    );
    assert.deepEqual(moving, []);
    await page.context().close();
  });

  for (const screen of ["week", "calendar", "activity", "settings"]) {
    test(`${screen} is readable in the system's own high contrast`, async () => {
      const page = await open(env, { screen });
      await page.emulateMedia({ forcedColors: "active" });
      await settled(page);
      await shot(page, `forced-${screen}`);
      await fits(page, `${screen} in forced colours`);
      await axe(page, `${screen} in forced colours`);
      await quiet(page);
      await page.context().close();
    });
  }
});
