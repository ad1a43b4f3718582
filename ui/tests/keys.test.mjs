/** Everything by keyboard alone. No test here uses a pointer. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { SCREENS, begin, open, quiet, settled } from "./browser.mjs";

let env;
before(async () => (env = await begin()));
after(() => env.stop());

function by(options, name, act) {
  test(name, async () => {
    const page = await open(env, options);
    await settled(page);
    await act(page, (...keys) => pressed(page, keys));
    await quiet(page);
    await page.context().close();
  });
}

async function pressed(page, keys) {
  for (const key of keys) {
    await page.keyboard.press(key);
    await page.waitForTimeout(30);
  }
}

const focused = (page) =>
  page.evaluate(
    () =>
      document.activeElement?.getAttribute("aria-label") ||
      document.activeElement?.textContent?.trim().replace(/\s+/g, " ") ||
      document.activeElement?.tagName,
  );
const said = (page) => page.locator("p[role=status][aria-live=polite].vh").innerText();

/** Tab until an element fits; the way a person without a pointer gets there. */
async function tabTo(page, fits, most = 60) {
  for (let at = 0; at < most; at += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((source) => new Function("one", `return ${source}`)(document.activeElement), fits)) return;
  }
  assert.fail(`no Tab leads to ${fits}`);
}

describe("keys", { concurrency: 2 }, () => {
  by({}, "Ctrl and a number goes to each of the eight screens", async (page, press) => {
    for (const [at, screen] of SCREENS.entries()) {
      await press(`Control+${at + 1}`);
      await page.waitForFunction((name) => location.hash.includes(name), screen);
      await page.waitForSelector("main h1");
      assert.equal(await page.locator("nav [aria-current=page]").getAttribute("href"), `#/${screen}`);
    }
  });

  by(
    {},
    "F6 goes round the regions, / to the search, ? to the list of keys, and Esc closes it and gives the focus back",
    async (page, press) => {
      const regions = new Set();
      for (let at = 0; at < 4; at += 1) {
        await press("F6");
        regions.add(await page.evaluate(() => document.activeElement.tagName));
      }
      assert.ok(regions.has("NAV") && regions.has("MAIN"), [...regions].join(" "));
      await press("/");
      await page.waitForFunction(() => document.activeElement?.hasAttribute("data-search"));
      await page.evaluate(() => document.activeElement.blur());
      await press("Control+1");
      await page.waitForSelector("button.sg");
      await tabTo(page, "one.classList.contains('sg')");
      const before = await focused(page);
      await press("?");
      await page.getByRole("dialog").waitFor();
      await press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      assert.equal(await focused(page), before);
    },
  );

  by({}, "The skip link leads into the content", async (page, press) => {
    await press("Tab");
    assert.equal(await focused(page), "Skip to content");
    await press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  });

  by(
    {},
    "The lanes are one Tab stop; arrows go along them, N to now, Enter says why and Esc comes back",
    async (page, press) => {
      await tabTo(page, "one.classList.contains('sg')");
      await press("Home");
      assert.match(await focused(page), /^HQ, Mon 23 Nov 00:00/);
      await press("ArrowRight");
      assert.match(await focused(page), /^HQ, Mon 23 Nov 07:30 to 18:00 EST: 500 Mbps/);
      await press("ArrowDown");
      assert.match(await focused(page), /^Warehouse, Mon 23 Nov/);
      await press("End");
      assert.match(await focused(page), /^Warehouse, Sun 29 Nov/);
      await press("ArrowUp", "n");
      assert.match(await focused(page), /^HQ, Wed 25 Nov/);
      await press("Enter");
      const why = page.getByRole("dialog", { name: /^Why/ });
      await why.waitFor();
      assert.match(await why.innerText(), /All-hands stream #iod 1G/);
      await press("Escape");
      await why.waitFor({ state: "detached" });
      assert.match(await focused(page), /^HQ, Wed 25 Nov/);
      await press("Tab");
      assert.equal(
        await page.evaluate(() => document.activeElement.classList.contains("sg")),
        false,
        "one stop for all lanes",
      );
    },
  );

  by({ screen: "calendar" }, "An event is moved, made longer and put back in the grid by keys", async (page, press) => {
    const camera = page.locator("button[data-event]").filter({ hasText: "Camera upload" });
    await camera.focus();
    await press("Alt+ArrowUp", "Alt+ArrowUp");
    await page
      .getByText(/17:30–19:30/)
      .first()
      .waitFor();
    await press("Alt+Shift+ArrowDown");
    await page
      .getByText(/17:30–19:45/)
      .first()
      .waitFor();
    await press("Escape");
    await page.waitForTimeout(250);
    assert.match(await camera.innerText(), /18:00–20:00/);
    await camera.focus();
    for (let at = 0; at < 20; at += 1) await press("Alt+ArrowUp");
    await page
      .getByText(/cheaper/)
      .first()
      .waitFor();
    await page.waitForFunction(() =>
      /^Camera upload, Branch 2, now Fri 27 Nov 13:00 to 15:00 EST, \$0\.22 cheaper/.test(
        document.querySelector("p[role=status][aria-live=polite].vh").textContent,
      ),
    );
    await press("Enter");
    await page.waitForFunction(() =>
      /13:00–15:00/.test(
        [...document.querySelectorAll("button[data-event]")].find((one) => one.textContent.includes("Camera"))
          ?.textContent ?? "",
      ),
    );
    assert.match(await said(page), /^Camera upload, Branch 2, now Fri 27 Nov 13:00 to 15:00 EST/);
  });

  by(
    { screen: "calendar" },
    "A calendar's event that was moved by keys leaves a ghost, and Undo puts it back",
    async (page, press) => {
      const wave = page.locator("button[data-event]").filter({ hasText: "Delivery wave" });
      await wave.focus();
      await press("Alt+ArrowDown", "Enter");
      const undo = page.getByRole("button", { name: /^Undo/ }).first();
      await undo.waitFor();
      await undo.focus();
      await press("Enter");
      await undo.waitFor({ state: "detached" });
      assert.match(await wave.innerText(), /10:00–16:00/);
    },
  );

  by({ screen: "calendar" }, "N begins a new event, and Esc leaves it", async (page, press) => {
    await page.locator("main").focus();
    await press("n");
    const dialog = page.getByRole("dialog");
    await dialog.waitFor();
    await press("Escape");
    await dialog.waitFor({ state: "detached" });
  });

  by(
    { screen: "calendar/list" },
    "The list does by keys what the grid does: rows, open, edit, delete",
    async (page, press) => {
      await tabTo(page, "one.hasAttribute('data-row')");
      await press("End", "ArrowUp", "ArrowUp");
      assert.match(await focused(page), /Camera upload/);
      await press("e");
      const dialog = page.getByRole("dialog");
      await dialog.waitFor();
      await press("Escape");
      await dialog.waitFor({ state: "detached" });
      await press("Delete");
      await page.locator("tr").filter({ hasText: "Camera upload" }).waitFor({ state: "detached" });
    },
  );

  by(
    { screen: "settings" },
    "A rule moves by Alt and arrows; its new place and what it decides are read out once, half a second later",
    async (page, press) => {
      await page.getByRole("button", { name: "Move stream down" }).focus();
      await press("Alt+ArrowDown", "Alt+ArrowDown");
      await page.waitForFunction(() =>
        [...document.querySelectorAll("ol.rules > li")].at(6)?.textContent.includes("stream"),
      );
      await page.waitForFunction(() =>
        document
          .querySelector("p[role=status][aria-live=polite].vh")
          .textContent.includes("Rule stream, now number 7 of 8, decides 2 events"),
      );
      assert.equal(await focused(page), "Move stream down", "the focus goes along");
      await press("Alt+ArrowUp");
      await page.waitForFunction(() =>
        [...document.querySelectorAll("ol.rules > li")].at(5)?.textContent.includes("stream"),
      );
    },
  );

  by({ screen: "activity" }, "Orders are walked by arrows and opened by Enter", async (page, press) => {
    await tabTo(page, "one.classList.contains('when')");
    await press("ArrowDown", "Enter");
    await page.getByRole("heading", { name: "Audit trail of order NAAS-20261125-4417" }).waitFor();
  });

  by(
    { screen: "circuits" },
    "In the dialog that spends, Enter spends nothing until the button itself has the focus",
    async (page, press) => {
      const boost = page.getByRole("button", { name: /^Boost/ }).first();
      await boost.focus();
      await press("Enter");
      const dialog = page.getByRole("dialog");
      await dialog.waitFor();
      await dialog.getByRole("button", { name: /^Boost to .* for \$/ }).waitFor();
      assert.doesNotMatch((await focused(page)) ?? "", /^Boost to/, "the focus is on the first choice");
      await press("Enter");
      await page.waitForTimeout(300);
      assert.equal(await dialog.count(), 1, "Enter on a choice does not spend");
      await tabTo(page, "one.textContent.startsWith('Boost to') || /^\\s*Boost to/.test(one.textContent)");
      await press("Enter");
      await dialog.waitFor({ state: "detached" });
      await page
        .getByText(/Boost to/)
        .first()
        .waitFor();
    },
  );

  by({ screen: "feeds" }, "Esc closes a dialog and the focus is where it was", async (page, press) => {
    const add = page.getByRole("button", { name: "Add calendar…" });
    await add.focus();
    await press("Enter");
    await page.getByRole("dialog").waitFor();
    await press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    assert.equal(await focused(page), "Add calendar…");
  });
});
