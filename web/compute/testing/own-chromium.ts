import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { browserFlags, findBrowser } from "../../../scripts/browser.mjs";
import { inlineScriptHash, sandboxPolicy } from "../../../signaling/sandbox-policy.ts";
import { buildSandboxPage } from "../build/bundle-sandbox.ts";

async function bundled(entry: URL): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: "warn",
    publicDir: false,
    build: { write: false, lib: { entry: fileURLToPath(entry), formats: ["iife"], name: "scenario" } },
  });
  const [output] = Array.isArray(built) ? built : [built];
  const chunk = output !== undefined && "output" in output ? output.output[0] : undefined;
  if (chunk === undefined) throw new Error(`${entry.href} did not become a script`);
  return chunk.code;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  request.setEncoding("utf8");
  let text = "";
  for await (const part of request) text += String(part);
  return text;
}

/**
 * Runs a scenario in a page of a browser without a driver, and resolves to the JSON that it posts to `/result`. For faults
 * that the test runner's browser does not survive: its driver takes a crashed frame for a crashed page.
 */
export async function runAlone(scenario: URL, flags: readonly string[]): Promise<unknown> {
  const path = findBrowser();
  if (path === null) throw new Error("There is no browser");
  const [script, sandbox] = [await bundled(scenario), await buildSandboxPage(false)];
  const profile = await mkdtemp(`${tmpdir()}/tabpool-`);
  const scenarioEvents = new EventEmitter();
  const posted = once(scenarioEvents, "result").then(([body]) => String(body));
  const server = createServer((request, response) => {
    if (request.url === "/result") {
      void bodyOf(request).then((body) => scenarioEvents.emit("result", body));
      response.end();
    } else if (request.url === "/sandbox.html") {
      const policy = sandboxPolicy(inlineScriptHash(sandbox));
      response.writeHead(200, { "Content-Type": "text/html", "Content-Security-Policy": policy }).end(sandbox);
    } else if (request.url === "/scenario.js") {
      response.writeHead(200, { "Content-Type": "text/javascript" }).end(script);
    } else {
      response.writeHead(200, { "Content-Type": "text/html" });
      response.end(`<!doctype html><body><script src="/scenario.js"></script>`);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const page = `http://127.0.0.1:${port}/`;
  const browser = spawn(path, ["--headless", ...browserFlags, ...flags, `--user-data-dir=${profile}`, page], {
    stdio: "ignore",
  });
  const ended = new Promise<void>((resolve) => {
    browser.once("exit", () => resolve());
  });
  try {
    const early = ended.then(() => Promise.reject(new Error("The browser ended before the scenario did")));
    const answer: unknown = JSON.parse(await Promise.race([posted, early]));
    return answer;
  } finally {
    browser.kill();
    await ended;
    server.closeAllConnections();
    server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
