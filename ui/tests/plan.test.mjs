/** The week, the calendar, the circuits and the frame, by pointer: what is done, and what is to be seen of it. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { axe, begin, fits, open, quiet, settled, shot } from "./browser.mjs";

let env;
before(async () => (env = await begin()));
after(() => env.stop());

function on(options, name, act) {
  test(name, async () => {
    const page = await open(env, options);
    await settled(page);
    await act(page);
    await quiet(page);
    await page.context().close();
  });
}

const button = (page, name) => page.getByRole("button", { name });
const tile = (page, title) => page.locator("button[data-event]").filter({ hasText: title });

/** Takes a tile at its top and carries it by so many px; lets it go unless told to hold on. */
async function carry(page, title, by, { release = true } = {}) {
  await tile(page, title).scrollIntoViewIfNeeded();
  const box = await tile(page, title).boundingBox();
  const from = { x: box.x + box.width / 2, y: box.y + 8 };
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + by.x / 2, from.y + by.y / 2, { steps: 4 });
  await page.mouse.move(from.x + by.x, from.y + by.y, { steps: 4 });
  if (release) await page.mouse.up();
}

const HOUR = 2.12 * 16;

describe("week", { concurrency: 2 }, () => {
  on({}, "A segment says why: the event, what it beat, what it costs, its proof and its order", async (page) => {
    await page.locator("button.sg[aria-label^='HQ, Wed 25 Nov 09:00']").click();
    const why = page.getByRole("dialog", { name: "Why 1 Gbps?" });
    const text = await why.innerText();
    assert.match(
      text,
      /“All-hands stream #iod 1G” in Office – bandwidth[\s\S]*beats “Office hours[\s\S]*highest tier wins/,
    );
    assert.match(text, /\$\d\.\d\d for/);
    await axe(page, "the card that says why");
    await fits(page, "the card that says why");
    await shot(page, "example-week-why");
    await why.getByRole("button", { name: "Open order" }).click();
    await page.getByRole("heading", { name: /^Audit trail of order/ }).waitFor();
  });

  on({}, "Every exception of the week has a shape and words, and what went as planned has none", async (page) => {
    const flags = await page.locator(".flag").evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")));
    assert.equal(flags.length, 7);
    assert.ok(flags.some((one) => /drop to 100 Mbps failed/.test(one)));
    assert.ok(flags.some((one) => /suppressed by Thanksgiving/.test(one)));
    assert.ok(flags.every((one) => !/confirmed/i.test(one)));
  });

  on({}, "A time in which nobody looked is called so and has no tier", async (page) => {
    const unseen = page.locator("button.sg[aria-label*='not observed']").first();
    assert.match(await unseen.getAttribute("aria-label"), /^HQ, Tue 24 Nov 01:10 to 07:52 EST: not observed/);
    await unseen.click();
    assert.match(await page.getByRole("dialog").innerText(), /asleep/);
  });

  on({}, "Other weeks are reached, and This week comes back", async (page) => {
    await button(page, "Next week").click();
    await page.getByRole("heading", { name: "Week of 30 November–6 December" }).waitFor();
    await button(page, "Previous week").click();
    await page.getByRole("heading", { name: "Week of 23–29 November" }).waitFor();
    await button(page, "Next week").click();
    await button(page, "This week").click();
    await page.getByRole("heading", { name: "Week of 23–29 November" }).waitFor();
  });

  on({ world: "large" }, "Of many lanes those in trouble come first, and the others stand together by tag", async (page) => {
    await page.waitForSelector("button.sg");
    const heads = new Set();
    for (let at = 0; at < 120; at += 1) {
      for (const head of await page.locator("main .lane .tag").allInnerTexts()) heads.add(head);
      await page.locator("main").evaluate((main) => main.scrollBy(0, main.clientHeight * 0.4));
      await page.waitForTimeout(30);
    }
    const tags = [...heads].filter((one) => one !== "in trouble");
    assert.ok([...heads].indexOf("in trouble") <= 0, [...heads].join());
    assert.deepEqual(tags, [...tags].sort());
    assert.equal(tags.length, 8);
  });

  on({ world: "large" }, "200 circuits are scrolled through without any of them missing", async (page) => {
    await page.waitForSelector("button.sg");
    const names = new Set();
    for (let at = 0; at < 120 && names.size < 200; at += 1) {
      for (const name of await page
        .locator("main .lane[role=group]")
        .evaluateAll((all) => all.map((one) => one.getAttribute("aria-label"))))
        names.add(name);
      await page.locator("main").evaluate((main) => main.scrollBy(0, main.clientHeight * 0.4));
      await page.waitForTimeout(60);
    }
    assert.equal(names.size, 200);
    await axe(page, "200 circuits");
    await shot(page, "large-week");
  });
});

describe("calendar", { concurrency: 2 }, () => {
  on(
    { screen: "calendar" },
    "While an own event is dragged, its money, overlap and quota are shown, in this order; released, it is moved",
    async (page) => {
      await carry(page, "Camera upload", { x: 0, y: -5 * HOUR }, { release: false });
      const panel = page.locator("main .panel");
      await panel.getByText("Fri 27 Nov, 13:00–15:00 EST").waitFor();
      const text = await panel.innerText();
      assert.match(
        text,
        /Fri 27 Nov, 13:00–15:00 EST[\s\S]*\$0\.22 cheaper \(\$0\.42 instead of \$0\.64\)[\s\S]*Overlaps “Branch hours[\s\S]*8 of 24 orders/,
      );
      await axe(page, "the calendar while something is dragged");
      await shot(page, "example-calendar-drag");
      await page.mouse.up();
      await page.waitForFunction(() =>
        [...document.querySelectorAll("button[data-event]")].some((one) =>
          /Camera[\s\S]*13:00–15:00/.test(one.textContent),
        ),
      );
    },
  );

  on({ screen: "calendar" }, "Esc while dragging puts it back and asks for nothing", async (page) => {
    await carry(page, "Camera upload", { x: 0, y: -3 * HOUR }, { release: false });
    await page.keyboard.press("Escape");
    await page.mouse.up();
    await page.waitForTimeout(250);
    assert.match(await tile(page, "Camera upload").textContent(), /18:00–20:00/);
    assert.equal(await page.getByRole("dialog").count(), 0);
  });

  on(
    { screen: "calendar" },
    "A calendar's event that is dragged leaves a dashed ghost where it was; Undo puts it back",
    async (page) => {
      await carry(page, "Delivery wave", { x: 0, y: 2 * HOUR });
      const undo = button(page, /^Undo/).first();
      await undo.waitFor();
      assert.match(await page.locator(".ev.before").first().innerText(), /was Sun 29 Nov 10:00–16:00 EST/);
      await axe(page, "a calendar with a moved event");
      await shot(page, "example-calendar-moved");
      await undo.click();
      await undo.waitFor({ state: "detached" });
      assert.match(await tile(page, "Delivery wave").textContent(), /10:00–16:00/);
    },
  );

  on({ screen: "calendar" }, "A new event says what it would mean before it is kept", async (page) => {
    await button(page, /^New event/).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox").first().fill("Town hall #iod 1G @HQ");
    await dialog.getByText(/HQ at 1 Gbps/).waitFor();
    await axe(page, "the dialog of a new event");
    await shot(page, "example-calendar-new");
    await dialog.locator(".btn.main").click();
    await dialog.waitFor({ state: "detached" });
    await tile(page, "Town hall").first().waitFor();
  });

  on({ screen: "calendar" }, "An event says what becomes of it when it is clicked", async (page) => {
    await tile(page, "Video upload").click();
    const card = page.getByRole("dialog");
    assert.match(await card.innerText(), /Needs attention/);
    await axe(page, "the card of an event");
    await shot(page, "example-calendar-event");
    await page.keyboard.press("Escape");
    await card.waitFor({ state: "detached" });
  });

  on({ screen: "calendar/month" }, "A day of the month opens its week", async (page) => {
    await page
      .locator("button.day")
      .filter({ hasText: /^\s*11(?!\d)/ })
      .first()
      .click();
    await page.getByRole("heading", { name: "9–15 November" }).waitFor();
  });

  on(
    { screen: "calendar/list" },
    "The list shows and hides what asks for nothing, and finds by title",
    async (page) => {
      await button(page, "Show them").click();
      await page.getByText("Lunch with Sam").first().waitFor();
      await page.getByLabel("Find").fill("camera");
      await page.waitForFunction(() => document.querySelectorAll("main tbody tr").length === 1);
    },
  );
});

describe("circuits and frame", { concurrency: 2 }, () => {
  on(
    { screen: "circuits" },
    "A boost names its price on its button before it spends, and stands by its circuit afterwards",
    async (page) => {
      await button(page, /^Boost/)
        .first()
        .click();
      const dialog = page.getByRole("dialog", { name: "Boost HQ" });
      const spend = dialog.getByRole("button", { name: "Boost to 2 Gbps for $3.90" });
      await spend.waitFor();
      assert.match(await dialog.innerText(), /\$3\.90 for 2 h[\s\S]*about 10:46 EST[\s\S]*12:42 EST/);
      await axe(page, "the boost dialog");
      await fits(page, "the boost dialog");
      await shot(page, "example-boost");
      await spend.click();
      await dialog.waitFor({ state: "detached" });
      await page
        .getByText(/Boost to 2 Gbps until 12:42 EST/)
        .first()
        .waitFor();
    },
  );

  on(
    { world: "late", screen: "circuits" },
    "Where the price comes late nothing moves under the pointer, and the last price cannot be said yes to for another tier",
    async (page) => {
      await button(page, /^Hold/)
        .first()
        .click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("radio", { name: /500 Mbps/ }).waitFor();
      const places = () =>
        dialog.evaluate((one) =>
          [...one.querySelectorAll("label, button")].map((part) => Math.round(part.getBoundingClientRect().top)),
        );
      const answer = () => page.evaluate(() => window.dispatchEvent(new Event("answer")));
      const spend = dialog.locator(".btn.main");
      const before = await places();
      assert.equal(await spend.isDisabled(), true, "no price is known yet");
      await answer();
      await dialog.getByRole("button", { name: /^Hold 1 Gbps/ }).waitFor();
      assert.equal(await spend.isDisabled(), false);
      assert.deepEqual(await places(), before);
      await dialog.getByRole("radio", { name: /500 Mbps/ }).check();
      assert.equal(await spend.isDisabled(), true, "the price shown is that of 1 Gbps");
      await answer();
      await dialog.getByRole("button", { name: /^Hold 500 Mbps for \$/ }).waitFor();
      assert.equal(await spend.isDisabled(), false);
      assert.deepEqual(await places(), before);
    },
  );

  on({ screen: "circuits" }, "A tier above the highest one says so and cannot be chosen", async (page) => {
    await button(page, /^Boost/)
      .first()
      .click();
    const dialog = page.getByRole("dialog", { name: "Boost HQ" });
    await dialog.getByText(/above the highest tier, 2 Gbps/).first().waitFor();
    assert.equal(await dialog.getByRole("radio", { name: /5 Gbps/ }).isDisabled(), true);
    assert.equal(await dialog.getByRole("radio", { name: /2 Gbps/ }).first().isDisabled(), false);
  });

  on({}, "Pausing says what stays up; resuming asks from when, and the frame says which it is", async (page) => {
    await button(page, "Pause…").click();
    assert.match(await page.getByRole("dialog").innerText(), /HQ at 1 Gbps/);
    await axe(page, "the pause dialog");
    await shot(page, "example-pause");
    await page.getByRole("dialog").getByRole("button", { name: "Pause", exact: true }).click();
    await page.getByText("Paused: nothing is ordered").first().waitFor();
    await button(page, "Resume…").click();
    // Warehouse is above its plan: that drop is owed, and nothing of it spends more.
    await page.getByRole("dialog").getByText(/Would order Warehouse from 1 Gbps to 100 Mbps \(\$0\.\d\d an hour, −\$0\.\d\d\/h\)/).waitFor();
    assert.equal(await page.getByRole("radio", { name: /^Now/ }).isChecked(), true);
    await axe(page, "the resume dialog");
    await shot(page, "example-resume");
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /^Resume/ })
      .click();
    await page.getByText("Automation is on").first().waitFor();
  });

  on(
    { world: "practice", screen: "cost" },
    "Practice frames the window on every screen, so that nobody can mistake it",
    async (page) => {
      for (const screen of ["week", "cost", "settings"]) {
        await page.goto(`${env.address}/?world=practice#/${screen}`);
        await settled(page);
        await page.getByText("Practice mode").first().waitFor();
        assert.match(await page.title(), /^Practice: /);
        const edge = await page.locator(".app").evaluate((one) => getComputedStyle(one).borderTopWidth);
        assert.equal(edge, "4px");
      }
    },
  );

  on({}, "The list of keys is complete to the eye and the ear", async (page) => {
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    await axe(page, "the list of keys");
    await shot(page, "example-keys");
  });
});
