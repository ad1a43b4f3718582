/** Empty, loading, stale and refused: each screen says in a sentence what is so, and what to do. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { SCREENS, axe, begin, fits, open, quiet, shot } from "./browser.mjs";

let env;
before(async () => (env = await begin()));
after(() => env.stop());

/** Buttons that change something. */
const ACTS = /Boost|Hold|Clear|Pause|Resume|Change…|Sync|Add calendar|Settings…|Remove|New event|Move|Leave|Edit|Try now|Restore|Keep|Approve|Read now/;
const main = (page) => page.locator("main").innerText();

describe("states", { concurrency: 2 }, () => {
  for (const screen of SCREENS) {
    test(`${screen} draws nothing for 300 ms while it loads, then says what is being read and what stays in force`, async () => {
      const page = await open(env, { world: "loading", screen });
      await page.waitForSelector("main .sk");
      const passed = await page.evaluate(() => window.__first("main .sk") - window.__first("main"));
      assert.ok(passed >= 290, `grey bars after ${passed} ms`);
      const text = await main(page);
      assert.match(text, /(Reading|Adding up|Asking).*…/);
      assert.match(text, /The plan stays in force meanwhile/);
      await axe(page, `${screen} while it loads`);
      await shot(page, `loading-${screen}`);
      await quiet(page);
      await page.context().close();
    });

    test(`${screen} says in its own place why it could not be read, and offers to ask again`, async () => {
      const page = await open(env, { world: "refused", screen });
      await page.waitForSelector("main .note");
      assert.match(await main(page), /ledger cannot be read or written, so nothing is ordered/);
      assert.match(await page.locator("nav.side").innerText(), /nothing can be ordered[\s\S]*What is due waits/);
      assert.doesNotMatch(await page.locator("nav.side").innerText(), /Next:/);
      await page.getByRole("button", { name: "Ask again" }).first().waitFor();
      await fits(page, `${screen} when refused`);
      await axe(page, `${screen} when refused`);
      await shot(page, `refused-${screen}`);
      await quiet(page);
      await page.context().close();
    });

    test(`${screen} keeps what it shows when the connection is lost, and says that it is old`, async () => {
      const page = await open(env, { world: "lost", screen });
      await page.waitForFunction(() => /no longer|lost|not answer|does not speak/i.test(document.body.innerText));
      const text = await main(page);
      assert.match(text, /Whether orders go on is not known here; circuits keep what Tidegate last ordered/);
      const alive = page.locator("main button.btn:enabled").filter({ hasText: ACTS });
      assert.deepEqual(await alive.allInnerTexts(), [], "nobody is there to be told");
      assert.ok(text.length > 200, `what was shown is still there, not only: ${text}`);
      // After what is shown nobody knows anything: the rest of the week is hatched.
      if (screen === "week") assert.equal(await page.locator("rect.since").count(), await page.locator("main .lane").count());
      await axe(page, `${screen} when lost`);
      await shot(page, `lost-${screen}`);
      await quiet(page);
      await page.context().close();
    });
  }

  test("About and repair has its ways out also where nothing could be read", async () => {
    const page = await open(env, { world: "refused", screen: "settings/about" });
    await page.getByRole("button", { name: "All to baseline…" }).waitFor();
    await page.getByRole("button", { name: "Switch off…" }).waitFor();
    await axe(page, "About and repair when refused");
    await shot(page, "refused-settings-about");
    await quiet(page);
    await page.context().close();
  });

  test("a window that is newer than the program says so and what to do", async () => {
    const page = await open(env, { world: "mismatch" });
    await page.getByRole("heading", { name: "This window and Tidegate are of different versions" }).waitFor();
    assert.match(await main(page), /Restart Tidegate/);
    await axe(page, "a window of another version");
    await shot(page, "mismatch-week");
    await quiet(page);
    await page.context().close();
  });

  test("the first run begins with one question and no menu", async () => {
    const page = await open(env, { world: "empty" });
    await page.getByRole("heading", { name: "Set up Tidegate" }).waitFor();
    assert.equal(await page.locator("nav").count(), 0);
    assert.match(await main(page), /Nothing is ordered until you switch it on/);
    await quiet(page);
    await page.context().close();
  });

  test("a screen that has nothing to show says so and names the next step", async () => {
    const page = await open(env, { world: "practice", screen: "activity" });
    await page.getByLabel("Search title, person, order number").fill("no such thing");
    await page.getByText("Nothing fits that search").waitFor();
    await page.locator(".empty").getByRole("button", { name: "Show all" }).click();
    await page.getByRole("table", { name: "Orders" }).waitFor();
    await page.goto(`${env.address}/?world=clocks#/attention`);
    await page.getByText("Nothing waits for you").first().waitFor();
    await page.getByRole("button", { name: "See what it did" }).waitFor();
    await quiet(page);
    await page.context().close();
  });
});
