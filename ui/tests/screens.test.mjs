/** What a person can do on each screen, and what is to be seen of it afterwards. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { axe, begin, fits, settled, shot, still, visit } from "./browser.mjs";

let env;
before(async () => (env = await begin()));
after(() => env.stop());

/** A test of one page, which must have complained of nothing at its end. */
function on(options, name, act) {
  test(name, () => visit(env, options, act));
}

const button = (page, name) => page.getByRole("button", { name });
const main = (page) => page.locator("main").innerText();
/** Until the page has asked again after an act. */
const again = (page) => still(page, 300);
/** What the screen reader was told last. */
const said = (page, words) =>
  page.waitForFunction(
    (text) => document.querySelector("[aria-live=polite][role=status].vh")?.textContent?.includes(text),
    words,
  );

describe("attention", { concurrency: 2 }, () => {
  on(
    { screen: "attention" },
    "Attention names every open thing once, the most expensive first, and its heading agrees with the list",
    async (page) => {
      const text = await main(page);
      assert.match(text, /Five things wait for you/);
      assert.ok(text.indexOf("Warehouse: drop to 100 Mbps failed") < text.indexOf("Branch 2: somebody changed it"));
      assert.equal(await page.locator("main section h2").count(), 5);
      assert.match(text, /\+\$0\.82\/h[\s\S]*\$2\.21 so far, since 08:00 EST/);
    },
  );

  on(
    { screen: "attention" },
    "Retry solves the failed drop: the card goes, the badge counts down, the solved list has it",
    async (page) => {
      await button(page, /^Try now/).click();
      await said(page, "Warehouse: ordered again");
      await page.getByRole("heading", { name: "Warehouse: drop to 100 Mbps failed" }).waitFor({ state: "detached" });
      await page.getByRole("link", { name: /Attention\s*4/ }).waitFor();
      assert.match(await page.locator("nav").innerText(), /Attention\s*4/);
      await button(page, /^Solved/).click();
      assert.match(await main(page), /Warehouse: drop to 100 Mbps failed/);
    },
  );

  on({ screen: "attention" }, "An approval and an unclear event are answered in place", async (page) => {
    await button(page, /^Approve this one for \$8\.88/).click();
    await page.getByRole("heading", { name: "To approve" }).waitFor({ state: "detached" });
    await button(page, /^Leave it out.*Video upload/).click();
    await said(page, "asks for nothing, this once");
    await page.getByRole("heading", { name: "Event not understood" }).waitFor({ state: "detached" });
    assert.match(await main(page), /Three things wait for you/);
    await page.evaluate(() => (location.hash = "#/calendar/list"));
    const row = page.locator("tr", { hasText: "Video upload" });
    await row.getByText("Taken out by you").waitFor();
    await row.click();
    await row.getByRole("button", { name: "Put it back" }).click();
    await row.getByText("Taken out by you").waitFor({ state: "detached" });
  });

  on({ screen: "attention" }, "The text for the carrier's support is copied whole", async (page) => {
    await button(page, /^Copy text for the carrier/).click();
    await said(page, "Copied");
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), /NAAS-20261125-4417, service 77000000002/);
  });
});

describe("feeds", { concurrency: 2 }, () => {
  on({ screen: "feeds" }, "A feed shows what its last change changed, with its money", async (page) => {
    const table = page.getByRole("table", { name: "What changed in Office – bandwidth" });
    assert.match(await table.innerText(), /Moved[\s\S]*Cloud backup[\s\S]*\+\$1\.48/);
  });

  on(
    { screen: "feeds" },
    "A link that is none is refused in words and nothing is added; a real one is",
    async (page) => {
      await button(page, "Add calendar…").click();
      const dialog = page.getByRole("dialog", { name: "Add a calendar" });
      await dialog.getByLabel(/Calendar link/).fill("my calendar");
      await dialog.getByLabel("Called").fill("Events");
      await dialog.getByRole("button", { name: "Read it" }).click();
      await dialog.getByText(/must begin with https/).waitFor();
      await axe(page, "the dialog with a refusal");
      await dialog.getByLabel(/Calendar link/).fill("https://calendar.example.com/public/events.ics");
      await dialog.getByRole("button", { name: "Read it" }).click();
      await dialog.waitFor({ state: "detached" });
      await page.getByRole("region", { name: "Calendar Events" }).waitFor();
    },
  );

  on({ screen: "feeds" }, "A file that is dropped on the window is added", async (page) => {
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.items.add(new File(["BEGIN:VCALENDAR"], "office.ics", { type: "text/calendar" }));
      window.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    });
    await page.getByText(/File on this computer/).waitFor();
  });

  on({ screen: "feeds" }, "A calendar that shows a login page gets a new link and keeps its settings", async (page) => {
    await button(page, /^Paste new link/).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Calendar link").fill("https://calendar.google.com/login");
    await button(page, "Read it").click();
    await dialog.getByText(/login page instead of a calendar, so nothing was added/).waitFor();
    await dialog.getByLabel("Calendar link").fill("https://calendar.google.com/private/basic.ics");
    await button(page, "Read it").click();
    await dialog.waitFor({ state: "detached" });
    await page.getByText("Last good copy", { exact: true }).waitFor({ state: "detached" });
    await page
      .getByRole("region", { name: "Calendar Warehouse operations" })
      .getByRole("button", { name: /^Settings/ })
      .click();
    assert.equal(await page.getByRole("dialog").getByLabel("Warehouse", { exact: true }).isChecked(), true);
  });

  on({ screen: "feeds" }, "The settings of a calendar send what was changed and nothing else", async (page) => {
    await button(page, /^Settings….*Office/).click();
    const dialog = page.getByRole("dialog");
    await axe(page, "the settings of a calendar");
    await shot(page, "example-feeds-settings");
    await dialog.getByLabel(/^Others too/).check();
    await dialog.getByLabel("sam.field@example.com").check();
    await button(page, "Save").click();
    await dialog.waitFor({ state: "detached" });
    await again(page);
    await button(page, /^Settings….*Office/).click();
    assert.equal(await dialog.getByLabel(/^Others too/).isChecked(), true);
    assert.equal(await dialog.getByLabel(/sam\.field/).isChecked(), true);
  });

  on(
    { screen: "feeds" },
    "A title is tried without being saved, and one that is wrong says what to write",
    async (page) => {
      await page.getByLabel(/Try a title, as/).fill("Town hall #iod 1G @HQ");
      await page
        .getByText(/Will fire: HQ at 1 Gbps/)
        .first()
        .waitFor();
      await page.getByLabel(/Try a title, as/).fill("Board call #iod 10 Gps");
      await page
        .getByText(/Needs attention.*Write #iod 1G/)
        .first()
        .waitFor();
    },
  );
});

describe("activity", { concurrency: 2 }, () => {
  on(
    { screen: "activity" },
    "Orders are searched by title and filtered by state, and the counts follow",
    async (page) => {
      await page.getByLabel("Search title, person, order number").fill("stock count");
      await page.getByText("3 in all").waitFor();
      assert.match(await main(page), /2 failed/);
      await page.getByLabel("State").selectOption("failed");
      await page.waitForFunction(() => document.querySelectorAll("main tbody tr").length === 2);
      assert.doesNotMatch(await page.locator("main tbody").innerText(), /Confirmed/);
      await button(page, "Show all").click();
      await page.getByText("19 in all").waitFor();
    },
  );

  on(
    { screen: "activity" },
    "The audit behind an order opens under it, and Retry is there when it failed",
    async (page) => {
      await button(page, /Wed 25 Nov 08:20/).click();
      await page.getByRole("heading", { name: "Audit trail of order NAAS-20261125-4417" }).waitFor();
      const text = await main(page);
      assert.match(text, /“Service locked: maintenance in progress”[\s\S]*SVC_LOCKED/);
      await button(page, "Copy as text").click();
      await said(page, "on the clipboard");
      assert.match(await page.evaluate(() => navigator.clipboard.readText()), /08:21:32 Carrier: state FAILED/);
      await button(page, /^Try now/).click();
      await page.getByText("Pending, the carrier works on it").first().waitFor();
    },
  );
});

describe("cost", { concurrency: 2 }, () => {
  on(
    { screen: "cost" },
    "The chart's figures stand in the table beside it, and every sum names its rule",
    async (page) => {
      const label = await page.locator("figure svg").getAttribute("aria-label");
      const sum = await page.getByRole("table", { name: "Cost by circuit" }).locator("tfoot").innerText();
      for (const figure of ["$995.46", "$1,214.50"]) {
        assert.ok(label.includes(figure), `${label} has ${figure}`);
        assert.ok(sum.includes(figure), `${sum} has ${figure}`);
      }
      assert.match(await main(page), /Billing rule: per minute/);
    },
  );

  on(
    { screen: "cost" },
    "How the month was stands by circuit, with what could have been avoided and how the budget stands",
    async (page) => {
      const table = await page.getByRole("table", { name: "How it was" }).innerText();
      for (const words of ["HQ", "Warehouse", "Avoidable", "1 Gbps"]) assert.ok(table.includes(words), `${table} has ${words}`);
      assert.match(await main(page), /could have been avoided/);
      await page.getByText(/Warehouse: drop failed, 2 h 42 min at 1 Gbps/).nth(1).waitFor();
      const bar = page.getByRole("progressbar", { name: "Used of the budget of All circuits" });
      assert.equal(await bar.getAttribute("value"), "76");
    },
  );

  on({ screen: "cost" }, "What would be cheaper has its saving and a button that leads there", async (page) => {
    await page.getByText(/end "Office hours" at 17:58 instead of 18:05/).waitFor();
    await page.getByRole("button", { name: /^Open the calendar: HQ: end/ }).click();
    await page.getByRole("heading", { level: 1 }).filter({ hasText: /November/ }).waitFor();
    assert.match(page.url(), /calendar/);
  });

  on({ screen: "cost" }, "Other months are reached and left again", async (page) => {
    await button(page, "The month before").click();
    await page.getByRole("heading", { name: "Cost of October 2026" }).waitFor();
    await button(page, "This month").click();
    await page.getByRole("heading", { name: "Cost of November 2026" }).waitFor();
  });
});

describe("settings", { concurrency: 2 }, () => {
  on({ screen: "settings" }, "A limit that is no amount is refused in words and the old one stays", async (page) => {
    const field = page.getByLabel("Ask me above");
    await field.fill("plenty");
    await field.blur();
    await page
      .getByText(/is not an amount\. Write for example 50\.00/)
      .first()
      .waitFor();
    assert.equal(await field.inputValue(), "");
    await field.fill("50.00");
    await field.blur();
    await said(page, "more than 50.00 USD waits for your word");
  });

  on(
    { screen: "settings" },
    "A rule says what it would decide before it is added after one's own; one without a condition is refused",
    async (page) => {
      await button(page, "Add rule…").click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Name").fill("town hall");
      await dialog.getByLabel("Then it asks for").selectOption({ label: "1 Gbps" });
      await button(page, "Save rule").click();
      await dialog.getByText(/would match every event/).waitFor();
      await axe(page, "the dialog of a rule");
      await shot(page, "example-settings-rule");
      await dialog.getByLabel("The title contains").fill("no such title");
      await dialog.getByText("It would decide no event of the next 14 days.").waitFor();
      await dialog.getByLabel("The title contains").fill("camera");
      await dialog.getByText(/^It would decide \w+ events? of the next 14 days, and add \$/).waitFor();
      await dialog.getByRole("listitem").filter({ hasText: "Asks for 1 Gbps on" }).first().waitFor();
      await axe(page, "the dialog of a rule with what it would decide");
      await shot(page, "example-settings-rule-preview");
      await button(page, "Save rule").click();
      await dialog.waitFor({ state: "detached" });
      await again(page);
      const rules = await page.locator("ol.rules > li").allInnerTexts();
      assert.match(rules.at(-2), /town hall/);
    },
  );

  on({ screen: "settings/profiles" }, "A profile is made of a tier for each circuit", async (page) => {
    await button(page, "Add profile…").click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name, one word").fill("stream");
    await dialog.getByLabel("HQ").selectOption({ label: "2 Gbps · $1.95/h" });
    await axe(page, "the dialog of a profile");
    await button(page, "Save").click();
    await dialog.waitFor({ state: "detached" });
    await again(page);
    assert.match(await page.getByRole("table", { name: "Profiles" }).innerText(), /stream[\s\S]*HQ[\s\S]*2 Gbps/);
  });

  on({ screen: "settings/time" }, "Quiet hours that are none are refused; good ones are kept", async (page) => {
    await page.getByLabel("From").fill("late");
    await page.getByLabel("From").blur();
    await page
      .getByText(/are no quiet hours/)
      .first()
      .waitFor();
    await page.getByLabel("From").fill("21:30");
    await page.getByLabel("From").blur();
    await said(page, "silent from 21:30 to 07:00");
  });

  on({ screen: "settings/about" }, "The two switches for trouble say what they mean before they act", async (page) => {
    await button(page, "All to baseline…").click();
    assert.match(await page.getByRole("dialog").innerText(), /HQ at 1 Gbps/);
    await axe(page, "the kill switch's dialog");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await button(page, "Verify now").click();
    await said(page, "intact: 18,209 rows");
  });

  on({ screen: "settings/about" }, "While automation is off the kill switch and a boost say that nothing is ordered", async (page) => {
    await button(page, "Switch off…").click();
    await page.getByRole("dialog").getByRole("button", { name: "Switch off", exact: true }).click();
    await button(page, "Switch on…").waitFor();
    await button(page, "All to baseline…").click();
    assert.match(await page.getByRole("dialog").innerText(), /Automation is off: no circuit is changed by this/);
    await axe(page, "the kill switch's dialog while automation is off");
    await page.getByRole("dialog").getByRole("button", { name: "All to baseline", exact: true }).click();
    await said(page, "Nothing was ordered: automation is off");
    await page.evaluate(() => (location.hash = "#/circuits"));
    await button(page, /^Boost/)
      .first()
      .click();
    await page.getByRole("dialog").getByText(/nothing will be ordered for it until you switch automation on/).waitFor();
    await axe(page, "the boost's dialog while automation is off");
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /^Boost to/ })
      .click();
    await said(page, "Kept, but nothing is ordered");
  });

  on(
    { screen: "settings/practice", world: "practice" },
    "In practice the carrier is broken on purpose",
    async (page) => {
      await page.locator("main").getByRole("button", { name: "Break the carrier…" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("radio", { name: /Circuit locked/ }).check();
      await axe(page, "the dialog that breaks the carrier");
      await shot(page, "practice-break");
      await button(page, "Break it").click();
      await said(page, "Practice carrier");
    },
  );
});

describe("customers", { concurrency: 2 }, () => {
  on(
    { world: "msp", screen: "customers" },
    "A customer is found by name and opened; then no other customer's name is anywhere",
    async (page) => {
      await page.getByLabel("Find customer").fill("quarry");
      await page.waitForFunction(() => document.querySelectorAll("main tbody tr").length === 1);
      await button(page, /^Open Quarry Lane School/).click();
      await page.getByRole("navigation").waitFor();
      for (const screen of ["week", "activity", "attention", "settings"]) {
        await page.goto(`${env.address}/?world=msp#/quarry/${screen}`);
        await settled(page);
        const whole = await page.evaluate(() => document.documentElement.outerHTML);
        assert.doesNotMatch(
          whole,
          /Copperline|Northwind|Harbour Dental|Brightwater/,
          `${screen} names another customer`,
        );
      }
      await fits(page, "a customer's settings");
    },
  );

  on({ world: "msp", screen: "customers" }, "A customer is removed only when its name was written", async (page) => {
    await button(page, /^Remove….*Northwind Legal/).click();
    const dialog = page.getByRole("dialog");
    assert.equal(await dialog.getByRole("button", { name: "Remove" }).isDisabled(), true);
    await axe(page, "the dialog that removes a customer");
    await dialog.getByRole("textbox").fill("Northwind Legal");
    await dialog.getByRole("button", { name: "Remove" }).click();
    await dialog.waitFor({ state: "detached" });
    await again(page);
    assert.doesNotMatch(await page.getByRole("table", { name: "Customers" }).innerText(), /Northwind/);
  });
});
