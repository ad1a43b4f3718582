/** Owns the server of the built page: static files under the content policy that the real window has. */
import { createReadStream, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const UI = fileURLToPath(new URL("..", import.meta.url));
const DIST = join(UI, "dist");
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
  return Object.entries(config.app.security.csp).map(([name, value]) => `${name} ${value}`).join("; ");
}

/** Serves the built page; the answer has its address and a way to stop it. */
export async function serve() {
  const csp = policy();
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://page").pathname));
    const file = join(DIST, path === "/" ? "index.html" : path);
    const there = file.startsWith(DIST) && statSync(file, { throwIfNoEntry: false })?.isFile();
    response.setHeader("Content-Security-Policy", csp);
    // Browsers ask for it by themselves; the window does not.
    if (path === "/favicon.ico") return response.writeHead(204).end();
    if (!there) return response.writeHead(404).end();
    response.setHeader("Content-Type", TYPES[extname(file)] ?? "application/octet-stream");
    createReadStream(file).pipe(response);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { address: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}
