/** What the calendar says of an event, and what can still be done about it. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { axe, begin, shot, visit } from "./browser.mjs";

let env;
before(async () => (env = await begin()));
after(() => env.stop());

const on = (options, name, act) => test(name, () => visit(env, options, act));
const names = (found) => found.getByRole("button").allInnerTexts();
/** The row of the list with this text, chosen. */
async function row(page, text, day) {
  const found = page.locator("tbody tr", { hasText: text }).filter({ hasText: day ?? "" }).first();
  await found.click();
  return found;
}

describe("events", { concurrency: 2 }, () => {
  on(
    { screen: "calendar" },
    "An event that needs a person says why and what to write, and leads to the question",
    async (page) => {
      await page.locator("[data-event]", { hasText: "Video upload" }).click();
      const card = page.getByRole("dialog");
      assert.match(await card.innerText(), /"10 Gps" is not a bandwidth; write #iod 10 Gbps/);
      await shot(page, "example-calendar-event");
      await axe(page, "the card of an event that needs a person");
      await card.getByRole("button", { name: "Answer…" }).click();
      await page.getByRole("heading", { name: "Event not understood" }).waitFor();
    },
  );

  on(
    { screen: "calendar/list" },
    "What is over is changed no more; what was missed adds nothing; what waits leads to its question",
    async (page) => {
      const missed = await row(page, "Offsite copy");
      assert.deepEqual(await names(missed), []);
      assert.match(await missed.locator("td.n").innerText(), /–/);
      await page.keyboard.press("m");
      assert.equal(await page.getByRole("dialog").count(), 0, "a key moves it neither");
      const ahead = await row(page, "Video upload");
      assert.deepEqual(await names(ahead), ["Answer…", "Move…", "Leave it out"]);
      await ahead.getByRole("button", { name: "Answer…" }).click();
      await page.getByRole("heading", { name: "Event not understood" }).waitFor();
    },
  );

  on({ screen: "calendar" }, "An event that is over is not dragged", async (page) => {
    const tile = page.locator("[data-event].past", { hasText: "Branch hours" }).first();
    const box = await tile.boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + 90, { steps: 5 });
    assert.equal(await page.locator("[data-event].lifted").count(), 0);
    await page.mouse.up();
  });

  on(
    { screen: "calendar" },
    "An event whose title lies above the hours in sight has a tab with its name",
    async (page) => {
      await page.getByRole("button", { name: /↑ 00:00 Stock count/ }).waitFor();
    },
  );
});
