/** The way to a new circuit in the window, a disconnect and a rename: what is asked, what it costs, what is to be seen. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { axe, begin, fits, shot, visit } from "./browser.mjs";

let env;
before(async () => (env = await begin()));
after(() => env.stop());

const on = (options, name, act) => test(name, () => visit(env, { screen: "circuits", ...options }, act));
const button = (page, name) => page.getByRole("button", { name });
const errands = (page) => page.getByRole("region", { name: "New circuits, disconnects and names" });

/** Opens the dialog and goes on to a quote of 500 Mbps in Ashburn. */
async function quoted(page) {
  await button(page, "New circuit…").click();
  const dialog = page.getByRole("dialog", { name: "A new circuit" });
  await dialog.getByLabel("Whose place").selectOption("Equinix");
  await dialog.getByRole("radio", { name: /Equinix DC2/ }).check();
  await dialog.getByRole("radio", { name: /500 Mbps/ }).check();
  await dialog.getByText("$0.79 an hour (the carrier says $568.80 a month)").waitFor();
  return dialog;
}

describe("the way to a circuit", { concurrency: 2 }, () => {
  for (const theme of ["light", "dark"]) {
    on({ theme }, `A new circuit is found, quoted with its time running, ordered for the price on the button, and followed (${theme})`, async (page) => {
      const dialog = await quoted(page);
      const spend = dialog.locator(".btn.main");
      assert.equal(await spend.innerText(), "Order for $0.79 an hour");
      assert.equal(await spend.isDisabled(), true, "it has no name yet");
      assert.match(await dialog.innerText(), /good for 1[45]:\d\d/);
      const left = () => dialog.getByText(/^\d+:\d\d$/).innerText();
      const first = await left();
      await page.waitForFunction((was) => !document.querySelector("dialog").innerText.includes(was), first);
      assert.equal(await dialog.getByLabel("Billing account").inputValue(), "5-EXMPL1", "the one that can pay");
      const abroad = dialog.locator("option", { hasText: "5-EXMPL2" });
      assert.equal(await abroad.isDisabled(), true);
      await dialog.getByText("Only accounts with headquarters in the US can pay").waitFor();
      await axe(page, "the dialog of a new circuit");
      await fits(page, "the dialog of a new circuit");
      await shot(page, `way-new-${theme}`);
      await dialog.getByLabel("Name of the circuit").fill("Ashburn");
      await spend.click();
      await dialog.waitFor({ state: "detached" });
      await errands(page).getByText('The new circuit "Ashburn"').waitFor();
      await axe(page, "the orders for circuits");
      await fits(page, "the orders for circuits");
      await shot(page, `way-ordered-${theme}`);
    });
  }

  on({ size: [720, 690] }, "The dialog of a new circuit is usable in a small window", async (page) => {
    const dialog = await quoted(page);
    await dialog.locator(".btn.main").scrollIntoViewIfNeeded();
    await fits(page, "the dialog in a small window");
    await shot(page, "way-new-small");
  });

  on({}, "A place that takes no orders says so and cannot be chosen, and a search narrows the list", async (page) => {
    await button(page, "New circuit…").click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Whose place").selectOption("Equinix");
    const shut = dialog.getByRole("radio", { name: /Equinix SV1/ });
    await shut.waitFor();
    assert.equal(await shut.isDisabled(), true);
    assert.equal(await dialog.getByText("takes no orders").count(), 1);
    await dialog.getByLabel(/^Search/).fill("ashburn");
    await dialog.getByLabel(/^Search/).press("Enter");
    await page.waitForFunction(() => document.querySelectorAll("dialog [name=place]").length === 1);
  });

  on({ world: "practice" }, "A quote that has run out cannot be ordered by, and a new one is asked for there", async (page) => {
    const dialog = await quoted(page);
    await dialog.getByLabel("Name of the circuit").fill("Ashburn");
    const spend = dialog.locator(".btn.main");
    assert.equal(await spend.isDisabled(), false);
    await dialog.getByText("has run out").first().waitFor({ timeout: 25_000 });
    assert.equal(await spend.isDisabled(), true);
    await button(dialog, "Ask for a new quote").click();
    await dialog.getByText(/good for/).waitFor();
    assert.equal(await spend.isDisabled(), false);
  });

  on({}, "What the carrier's rules refuse is told in the corner and the dialog stays as it was filled in", async (page) => {
    const dialog = await quoted(page);
    await dialog.getByLabel("Name of the circuit").fill("Ashburn");
    await dialog.getByText("Whom the carrier writes to").click();
    await dialog.getByLabel("First and last name").fill("Ann");
    await dialog.locator(".btn.main").click();
    await page.getByText(/is no first and last name/).first().waitFor();
    assert.equal(await dialog.getByLabel("Name of the circuit").inputValue(), "Ashburn");
    assert.equal(await errands(page).count(), 0, "nothing was ordered");
  });

  on({}, "A disconnect says what ends and what is saved, and is alive only when the name is typed letter by letter", async (page) => {
    await button(page, "Disconnect…").click();
    const dialog = page.getByRole("dialog", { name: "Disconnect HQ" });
    assert.match(await dialog.innerText(), /cannot be undone[\s\S]*It costs \$\d+\.\d\d an hour now/);
    const end = button(dialog, "Disconnect HQ");
    for (const typed of ["", "hq", "HQ "]) {
      await dialog.getByLabel(/type its name/).fill(typed);
      assert.equal(await end.isDisabled(), true, `"${typed}"`);
    }
    await dialog.getByLabel(/type its name/).fill("HQ");
    await axe(page, "the dialog of a disconnect");
    await shot(page, "way-disconnect");
    await end.click();
    await errands(page).getByText("The disconnect of HQ").waitFor();
  });

  on({}, "A rename says that it costs nothing and what calendars must say then", async (page) => {
    await button(page, "Rename at the carrier…").click();
    const dialog = page.getByRole("dialog", { name: "Rename HQ at the carrier" });
    assert.match(await dialog.innerText(), /It costs nothing[\s\S]*@HQ/);
    assert.equal(await button(dialog, "Rename").isDisabled(), true, "it is its name already");
    await dialog.getByLabel("New name").fill("Denver");
    await shot(page, "way-rename");
    await button(dialog, "Rename").click();
    await errands(page).getByText('The renaming of HQ to "Denver"').waitFor();
  });

  on({ world: "lost" }, "Without a connection nothing can be ordered", async (page) => {
    await page.getByText(/Whether orders go on is not known here/).first().waitFor();
    for (const name of ["New circuit…", "Rename at the carrier…", "Disconnect…"]) {
      assert.equal(await button(page, name).isDisabled(), true, name);
    }
  });
});
