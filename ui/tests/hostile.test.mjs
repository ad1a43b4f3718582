/** Titles, names and texts of somebody who means harm: shown as text, cut, within their places. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { SCREENS, axe, begin, fits, open, quiet, settled, shot } from "./browser.mjs";

let env;
before(async () => (env = await begin()));
after(() => env.stop());

describe("hostile titles", { concurrency: 2 }, () => {
  for (const screen of [...SCREENS, "calendar/list", "settings/profiles"]) {
    test(`${screen} shows markup in a title as text, and no title breaks its place`, async () => {
      const page = await open(env, { world: "hostile", screen });
      await settled(page);
      const state = await page.evaluate(() => ({
        title: document.title,
        foreign: document.querySelectorAll("main img[src=x], main script, main b > b, [onerror], [onload]").length,
        text: document.body.innerText,
      }));
      assert.doesNotMatch(state.title, /^broken in/);
      assert.equal(state.foreign, 0);
      assert.doesNotMatch(state.text, /[\u202A-\u202E\u2066-\u2069]/, "direction marks are out");
      if (!["circuits", "cost", "settings/profiles"].includes(screen))
        assert.match(state.text, /<img src=x|<script>|WWWWW/);
      await fits(page, `${screen} with hostile titles`);
      await axe(page, `${screen} with hostile titles`);
      await shot(page, `hostile-${screen.replaceAll("/", "-")}`);
      await quiet(page);
      await page.context().close();
    });
  }

  test("what one types is shown as text too", async () => {
    const page = await open(env, { screen: "feeds" });
    await page.getByLabel(/Try a title, as/).fill("<b>x</b><script>document.title='broken in'</script> #iod 1G");
    await page
      .getByText(/Will fire/)
      .first()
      .waitFor();
    assert.doesNotMatch(await page.title(), /broken in/);
    await quiet(page);
    await page.context().close();
  });
});
