/** Weeks with a day of 25 or of 23 hours: no hour is lost, none is drawn twice, and what one asks for is what one gets. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { axe, begin, fits, open, quiet, settled, shot } from "./browser.mjs";

let env;
before(async () => (env = await begin()));
after(() => env.stop());

/** Where an hour is drawn in a day's column, in px from its top, by the text of the axis or the event. */
const box = (page, title) =>
  page
    .locator("button[data-event]")
    .filter({ hasText: title })
    .evaluate((one) => ({ top: parseFloat(one.style.top), height: one.getBoundingClientRect().height }));

test("On a day of 25 hours the repeated hour is there twice, and an event after it stands an hour lower than the day before", async () => {
  const page = await open(env, { world: "clocks", screen: "calendar" });
  await settled(page);
  const hours = await page.locator(".own-hour").allInnerTexts();
  assert.deepEqual(hours.slice(0, 3), ["01:00", "01:00", "02:00"]);
  assert.equal(hours.length, 24);
  const [before, odd] = [await box(page, "Saturday"), await box(page, "Morning")];
  assert.equal(before.height, odd.height, "three hours are three hours");
  assert.ok(Math.abs(odd.top - before.top * (10 / 9)) < 1.5, `${odd.top} is an hour under ${before.top}`);
  const night = await box(page, "Night copy");
  assert.ok(Math.abs(night.height - before.height * (2 / 3)) < 3, "01:00 EDT to 02:00 EST is two hours");
  await axe(page, "a week with a day of 25 hours");
  await fits(page, "a week with a day of 25 hours");
  await shot(page, "clocks-calendar");
  await quiet(page);
  await page.context().close();
});

test("On a day of 23 hours the skipped hour is not there, and an event after it stands an hour higher", async () => {
  const page = await open(env, { world: "clocks-spring", screen: "calendar" });
  await settled(page);
  const hours = await page.locator(".own-hour").allInnerTexts();
  assert.deepEqual(hours.slice(0, 3), ["01:00", "03:00", "04:00"]);
  assert.equal(hours.length, 22);
  const [before, odd] = [await box(page, "Saturday"), await box(page, "Morning")];
  assert.ok(Math.abs(odd.top - before.top * (8 / 9)) < 1.5, `${odd.top} is an hour over ${before.top}`);
  await shot(page, "clocks-spring-calendar");
  await quiet(page);
  await page.context().close();
});

for (const [world, hours] of [
  ["clocks", 25],
  ["clocks-spring", 23],
]) {
  test(`In the lanes of the week a night of two hours is two hours wide on a day of ${hours}`, async () => {
    const page = await open(env, { world, screen: "week" });
    await settled(page);
    const segments = await page.evaluate(() => {
      const found = [...document.querySelectorAll("button.sg[data-at^='0-']")].map((one) => ({
        name: one.getAttribute("aria-label"),
        width: one.getBoundingClientRect().width,
      }));
      const of = (text) => found.find((one) => one.name.includes(text));
      return { saturday: of("09:00 to 12:00"), night: of("01:00 to") };
    });
    const perHour = segments.saturday.width / 3;
    // 01:00 EDT to 02:00 EST, and 01:00 EST to 04:00 EDT: two hours pass in both.
    assert.ok(
      Math.abs(segments.night.width / perHour - 2) < 0.15,
      `${segments.night.name}: ${segments.night.width / perHour} hours wide`,
    );
    await shot(page, `${world}-week`);
    await quiet(page);
    await page.context().close();
  });
}

test("Moving an event over the change of clocks by a day keeps its wall clock", async () => {
  const page = await open(env, { world: "clocks", screen: "calendar" });
  await settled(page);
  const saturday = page.locator("button[data-event]").filter({ hasText: "Saturday" });
  await saturday.focus();
  await page.keyboard.press("Alt+ArrowRight");
  await page
    .getByText(/Sun 1 Nov.*09:00–12:00 EST/)
    .first()
    .waitFor();
  await page.keyboard.press("Escape");
  await quiet(page);
  await page.context().close();
});
