/** What the page's source never has: the rules that no type can keep. */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const UI = fileURLToPath(new URL("..", import.meta.url));
const SRC = join(UI, "src");
const LINES = 400;

const files = [...walk(SRC), ...walk(join(UI, "tests"))].map((path) => ({
  path: relative(UI, path),
  text: readFileSync(path, "utf8"),
}));
const source = files.filter((file) => file.path.startsWith("src"));

function walk(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((one) =>
    one.isDirectory() ? walk(join(folder, one.name)) : [join(folder, one.name)],
  );
}

function none(pattern, within, why) {
  const found = within
    .flatMap((file) => file.text.split("\n").map((line, at) => ({ line, at: at + 1, path: file.path })))
    .filter(({ line }) => pattern.test(line))
    .map(({ path, at, line }) => `${path}:${at} ${line.trim()}`);
  assert.deepEqual(found, [], why);
}

test("a title never becomes markup: the page has no {@html} and writes no innerHTML", () => {
  none(/\{@html|innerHTML|outerHTML|insertAdjacentHTML|document\.write/, source, "titles are hostile text");
});

test("only the host folder speaks with Tauri", () => {
  none(
    /@tauri-apps\//,
    source.filter((file) => !file.path.startsWith("src/host/")),
    "everything else is given a Host",
  );
});

test("no screen does zone arithmetic", () => {
  // A day's name may be written; an instant's wall clock may not be worked out.
  none(
    /memory\/|getTimezoneOffset|toLocaleTimeString|\.(get|set)(Hours|Minutes)\(|Intl\.DateTimeFormat\((?!\)\.resolvedOptions)(?!.*timeZone: "UTC")/,
    source.filter((file) => !file.path.startsWith("src/host/")),
    "wall clocks come from Rust",
  );
});

test("no style attribute and no data: address, which the content policy would refuse", () => {
  none(/\sstyle="|url\(\s*["']?data:|src="data:/, source, "the content policy admits neither");
});

test("nothing is fetched from elsewhere", () => {
  none(/\b(fetch|XMLHttpRequest|WebSocket|EventSource|importScripts)\b\s*\(/, source, "there is no remote content");
});

test("no file is too long to be read whole", () => {
  const long = files
    .filter((file) => file.text.split("\n").length > LINES)
    .map((file) => `${file.path}: ${file.text.split("\n").length}`);
  assert.deepEqual(long, []);
});
