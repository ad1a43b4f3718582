/** What the window has written to a file: the page says which paper, the program writes it, the person says where. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { axe, begin, shot, visit } from "./browser.mjs";

let env;
before(async () => (env = await begin()));
after(() => env.stop());

const saved = (page) => page.evaluate(() => JSON.parse(document.documentElement.dataset["saved"] ?? "null"));

describe("papers", { concurrency: 2 }, () => {
  test("The audit trail is exported from About, and it is told where it is", () =>
    visit(env, { screen: "settings/about" }, async (page) => {
      await page.getByRole("button", { name: "Export…" }).click();
      await page.getByText("The audit trail is in /saved/trail.").first().waitFor();
      assert.deepEqual(await saved(page), { tenant: "t1", paper: "trail" });
      await shot(page, "example-settings-about-exported");
      await axe(page, "About with an answer");
    }));

  test("The report of the month that is shown is written, as a page and as a table", () =>
    visit(env, { screen: "cost" }, async (page) => {
      await page.getByRole("button", { name: "Report…" }).click();
      await page.getByText("The report is in /saved/report.").first().waitFor();
      assert.deepEqual(await saved(page), { tenant: "t1", paper: "report", month: null });
      await page.getByRole("button", { name: "The month before" }).click();
      await page.getByRole("heading", { name: "Cost of October 2026" }).waitFor();
      await page.getByRole("button", { name: "Spreadsheet…" }).click();
      await page.getByText("The table is in /saved/report-table.").first().waitFor();
      assert.deepEqual(await saved(page), { tenant: "t1", paper: "report-table", month: "2026-10" });
    }));
});
