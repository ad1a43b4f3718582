/**
 * Figures of the page in headless Chromium: the first paint of a week of 200 circuits and 5,000 events, and the frames
 * of five drags of three seconds. It prints them beside their aims and fails only when it measured nothing.
 */
import { begin, open } from "./browser.mjs";

const RUNS = 5;
const DRAG_MS = 3000;
const AIMS = { paint: 500, frame: 20 };

const sorted = (values) => [...values].sort((a, b) => a - b);
const median = (values) => sorted(values)[Math.floor(values.length / 2)];
const p95 = (values) => sorted(values)[Math.min(values.length - 1, Math.floor(values.length * 0.95))];
const ms = (value) => `${value.toFixed(1)} ms`;

/** From the answer's arrival to the frame that shows the lanes; and the same from the begin of the navigation. */
async function paint(env) {
  const page = await open(env, { world: "large", screen: "settings", motion: "no-preference" });
  await page.waitForSelector("main h1");
  // The world is made and the script is warm, as in a window that is open; then the week is asked for the first time.
  const found = await page.evaluate(
    () =>
      new Promise((done) => {
        const asked = performance.now();
        const watch = new MutationObserver(() => {
          if (!document.querySelector("button.sg")) return;
          watch.disconnect();
          const answered = performance.getEntriesByName("ask week").at(-1);
          requestAnimationFrame(() =>
            setTimeout(() =>
              done({
                whole: performance.now() - asked,
                drawn: performance.now() - (answered.startTime + answered.duration),
                lanes: document.querySelectorAll("main [role=group].lane").length,
              }),
            ),
          );
        });
        watch.observe(document.body, { childList: true, subtree: true });
        location.hash = "#/week";
      }),
  );
  const cold = await open(env, { world: "large", screen: "week", motion: "no-preference" });
  await cold.waitForSelector("button.sg");
  const first = await cold.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now())))),
  );
  await cold.context().close();
  await page.context().close();
  return { ...found, first };
}

/** One event carried around the grid for three seconds; every frame's length meanwhile. */
async function drag(page) {
  const tile = page.locator("button.ev.own").first();
  await tile.scrollIntoViewIfNeeded();
  const box = await tile.boundingBox();
  const start = { x: box.x + box.width / 2, y: box.y + Math.min(box.height / 2, 12) };
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(start.x + 6, start.y + 6);
  await page.evaluate(() => {
    window.__frames = [];
    window.__dragging = true;
    let last = performance.now();
    const frame = (now) => {
      window.__frames.push(now - last);
      last = now;
      if (window.__dragging) requestAnimationFrame(frame);
    };
    requestAnimationFrame((now) => {
      last = now;
      requestAnimationFrame(frame);
    });
  });
  const began = performance.now();
  while (performance.now() - began < DRAG_MS) {
    const turn = ((performance.now() - began) / DRAG_MS) * 4 * Math.PI;
    await page.mouse.move(650 + Math.cos(turn) * 320, 430 + Math.sin(turn) * 180);
  }
  const frames = await page.evaluate(() => {
    window.__dragging = false;
    // Without the panel that says what it would cost, nothing was dragged.
    return document.querySelector("main .panel") ? window.__frames : [];
  });
  await page.keyboard.press("Escape");
  await page.mouse.up();
  await page.waitForTimeout(200);
  return frames;
}

const env = await begin();
const paints = [];
for (let run = 0; run < RUNS; run += 1) paints.push(await paint(env));
const page = await open(env, { world: "large", screen: "calendar", motion: "no-preference" });
await page.waitForSelector("button.ev.own");
const drags = [];
for (let run = 0; run < RUNS; run += 1) drags.push(await drag(page));
await page.context().close();
await env.stop();

const drawn = median(paints.map((one) => one.drawn));
const frames = drags.map(p95);
console.log(
  `week of 200 circuits and 5,000 events, answer to painted: ${ms(drawn)} (aim under ${AIMS.paint} ms; ${paints[0].lanes} lanes in sight)`,
);
console.log(
  `  with the host in memory's own reckoning: ${ms(median(paints.map((one) => one.whole)))}; from a cold start of the page: ${ms(median(paints.map((one) => one.first)))}`,
);
console.log(
  `frames while dragging, p95 of each of ${RUNS} drags of 3 s: ${frames.map(ms).join(", ")} (aim at most ${AIMS.frame} ms)`,
);
console.log(
  `  ${drags.reduce((sum, one) => sum + one.length, 0)} frames, the longest ${ms(Math.max(...drags.flat()))}`,
);
const nothing = !Number.isFinite(drawn) || drawn <= 0 || drags.some((one) => one.length < 30);
if (nothing) {
  console.error("nothing was measured");
  process.exitCode = 1;
}
