/** The checks themselves: each sees what it is there for. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { axe, begin, fits, open, quiet, settled } from "./browser.mjs";
import { policy } from "./served.mjs";

let env;
before(async () => (env = await begin()));
after(() => env.stop());

async function spoilt(spoil) {
  const page = await open(env, { screen: "attention" });
  await settled(page);
  await page.evaluate(spoil);
  await page.waitForTimeout(50);
  return page;
}

test("The page is served under the window's own content policy", async () => {
  const answer = await fetch(env.address);
  assert.equal(answer.headers.get("content-security-policy"), policy());
  assert.match(policy(), /default-src 'none'.*style-src 'self'/);
});

test("A style attribute, a script from elsewhere and an error in the console are each a complaint", async () => {
  for (const spoil of [
    () => document.querySelector("main").insertAdjacentHTML("beforeend", "<p style='color:red'>x</p>"),
    () => document.head.append(Object.assign(document.createElement("script"), { src: "https://example.com/x.js" })),
    () => console.error("wrong"),
  ]) {
    const page = await spoilt(spoil);
    await assert.rejects(quiet(page));
    await page.context().close();
  }
});

test("A picture without words is a violation", async () => {
  const page = await spoilt(() => document.querySelector("main").append(document.createElement("img")));
  await assert.rejects(axe(page, "spoilt"), /image-alt/);
  await page.context().close();
});

test("A box and a word that are too wide are both found", async () => {
  for (const spoil of [
    () =>
      Object.assign(document.querySelector("main").appendChild(document.createElement("div")).style, {
        width: "3000px",
        height: "1px",
      }),
    () => document.querySelector("main h1").append("W".repeat(400)),
  ]) {
    const page = await spoilt(spoil);
    await assert.rejects(fits(page, "spoilt"), /wider than its window/);
    await page.context().close();
  }
});
