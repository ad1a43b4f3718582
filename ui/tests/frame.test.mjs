/** What stands around every screen: what automation does, what comes next, and the ways to stop it. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { axe, begin, shot, visit } from "./browser.mjs";

let env;
before(async () => (env = await begin()));
after(() => env.stop());

/** From the largest to what is left of 1200 x 800 at 200 %. */
const SIZES = [
  [1200, 800],
  [1200, 690],
  [900, 600],
  [600, 400],
];
const button = (page, name) => page.getByRole("button", { name });
/** It lies within the window without scrolling, and nothing covers it. */
async function inSight(found, what) {
  const seen = await found.evaluate((one) => {
    const box = one.getBoundingClientRect();
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return box.top >= 0 && box.bottom <= innerHeight && (one === top || one.contains(top));
  });
  assert.ok(seen, `${what} is in sight`);
}

describe("the frame", { concurrency: 2 }, () => {
  for (const size of SIZES)
    for (const world of ["example", "practice"])
      test(`at ${size.join(" x ")}, ${world}, one sees what automation does and what comes next, and can pause and resume`, () =>
        visit(env, { world, size }, async (page) => {
          const nav = page.locator("nav.side");
          await inSight(nav.locator(".auto"), "what automation does");
          await inSight(nav.locator("p", { hasText: "HQ to 500 Mbps" }), "the next order");
          const pause = nav.getByRole("button", { name: "Pause…" });
          await inSight(pause, "Pause");
          await pause.click();
          await page.getByRole("dialog").getByRole("button", { name: "Pause", exact: true }).click();
          await nav.getByText("Paused: nothing is ordered").waitFor();
          await inSight(nav.getByRole("button", { name: "Resume…" }), "Resume");
          await shot(page, `${world}-paused-${size.join("x")}`);
          await axe(page, `${world}, paused, in ${size.join(" x ")}`);
        }));
});
