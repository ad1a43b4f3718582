/**
 * Owns the server of the built page: static files under the content policy that the real window has. The page is built
 * for the tests alone and read once, so that another build meanwhile changes nothing under them.
 */
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const UI = fileURLToPath(new URL("..", import.meta.url));
const BUILT = join(UI, "..", "target", "ui-page");
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
};

/** The policy of tauri.conf.json as a header. */
export function policy() {
  const config = JSON.parse(readFileSync(join(UI, "..", "tauri.conf.json"), "utf8"));
  return Object.entries(config.app.security.csp)
    .map(([name, value]) => `${name} ${value}`)
    .join("; ");
}

function read() {
  const files = readdirSync(BUILT, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return new Map(
    files.map((one) => {
      const path = join(one.parentPath ?? one.path, one.name);
      return [`/${relative(BUILT, path).replaceAll(sep, "/")}`, readFileSync(path)];
    }),
  );
}

/** Serves the built page; the answer has its address and a way to stop it. */
export async function serve() {
  const csp = policy();
  const files = read();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://page");
    const path = pathname === "/" ? "/index.html" : pathname;
    response.setHeader("Content-Security-Policy", csp);
    // Browsers ask for it by themselves; the window does not.
    if (path === "/favicon.ico") return response.writeHead(204).end();
    const file = files.get(path);
    if (!file) return response.writeHead(404).end();
    response.setHeader("Content-Type", TYPES[extname(path)] ?? "application/octet-stream");
    response.end(file);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { address: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}
