/** Every screen, by day and by night, small and zoomed: usable by everybody, within its window, without complaint. */
import { after, before, describe, test } from "node:test";

import { axe, begin, fits, open, quiet, settled, shot } from "./browser.mjs";

const SCREENS = [
  "week", "calendar", "calendar/month", "calendar/list", "circuits", "feeds", "activity/4417", "cost", "attention", "settings", "settings/profiles",
  "settings/time", "settings/account", "settings/about",
].map((screen) => ({ screen, world: "example" }));
const OTHERS = [
  { screen: "set-up", world: "empty" },
  { screen: "set-up", world: "practice" },
  { screen: "settings/practice", world: "practice" },
  { screen: "week", world: "practice" },
  { screen: "customers", world: "msp" },
  { screen: "copperline/week", world: "msp" },
];
const LOOKS = [
  { name: "light", theme: "light" },
  { name: "dark", theme: "dark" },
  { name: "in 900 x 600", theme: "light", size: [900, 600] },
  { name: "zoomed to 200 %", theme: "dark", zoom: 2 },
];
const VIEWS = [...SCREENS, ...OTHERS];

let env;
before(async () => (env = await begin()));
after(() => env.stop());

describe("every screen", { concurrency: 2 }, () => {
  for (const { screen, world } of VIEWS) {
    for (const { name, ...look } of LOOKS) {
      test(`${screen} of ${world}, ${name}, has no accessibility violation, no complaint and no sideways scrolling`, async () => {
        const page = await open(env, { screen, world, ...look });
        await settled(page);
        const what = `${screen} of ${world}, ${name}`;
        await shot(page, `${world}-${screen.replaceAll("/", "-")}-${name.replaceAll(/[ %]+/g, "-")}`);
        await fits(page, what);
        await axe(page, what);
        await quiet(page);
        await page.context().close();
      });
    }
  }
});
