import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { appPolicy } from "./app-policy.ts";
import { inlineScriptHash, sandboxPolicy } from "./sandbox-policy.ts";
import { loadStaticApp } from "./static-app.ts";
import { ask, startTestServer, type TestServer } from "./testing/test-server.ts";

const page = "<!doctype html><title>Tabpool</title>";
const sandbox = "<!doctype html><script>run()</script>";
const script = `console.log(${JSON.stringify("x".repeat(2000))})`;

let root: string;
let libraryRoot: string;
let server: TestServer;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "tabpool-app-"));
  await mkdir(join(root, "assets"));
  await writeFile(join(root, "index.html"), page);
  await writeFile(join(root, "sandbox.html"), sandbox);
  await writeFile(join(root, "assets/main-abc.js"), script);
  await writeFile(join(root, "assets/main-abc.js.br"), brotliCompressSync(script));
  await writeFile(join(root, "assets/main-abc.js.gz"), gzipSync(script));
  libraryRoot = await mkdtemp(join(tmpdir(), "tabpool-library-"));
  await mkdir(join(libraryRoot, "tabpool"));
  await mkdir(join(libraryRoot, "types"));
  for (const file of ["tabpool.js", "tabpool.js.map", "tabpool/pool-abc.js", "node.js", "types/pool.d.ts"]) {
    await writeFile(join(libraryRoot, file), script);
  }
  await writeFile(join(libraryRoot, "tabpool.js.gz"), gzipSync(script));
  server = await startTestServer({ appRoot: root, libraryRoot });
});

afterAll(async () => {
  await server.close();
  await rm(root, { recursive: true });
  await rm(libraryRoot, { recursive: true });
});

test.each(["/", "/coordinator", "/worker", "/worker?room=ABC234", "/lessons", "/index.html"])(
  "%s is the page",
  async (path) => {
    const { status, text, headers } = await ask(server, path);
    expect({ status, text }).toEqual({ status: 200, text: page });
    expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(headers.get("cache-control")).toBe("no-cache");
  },
);

test.each([
  "/nothing",
  "/coordinator/",
  "/assets",
  "/assets/",
  "/assets/main-abc.js.br",
  "/__proto__",
  "/constructor",
  "/node.js",
  "/tabpool.js.map",
  "/tabpool.js.gz",
  "/types/pool.d.ts",
  "/../package.json",
  "/..%2fpackage.json",
  "/assets/..%5c..%5cpackage.json",
  "/%",
  "//",
])("%s is not found", async (path) => {
  expect(await ask(server, path)).toMatchObject({ status: 404, json: { error: expect.stringMatching(/no page/) } });
});

test("a mistyped address gets the app's page with status 404", async () => {
  const mistyped = await ask(server, "/cordinator", { headers: { Accept: "text/html,*/*" } });
  expect(mistyped.status).toBe(404);
  expect(mistyped.headers.get("content-type")).toContain("text/html");
  expect(mistyped.headers.get("content-security-policy")).toBe(appPolicy);
});

test("the page is served with the app's policy, and sends no referrer", async () => {
  const { headers } = await ask(server, "/");
  expect(headers.get("content-security-policy")).toBe(appPolicy);
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("referrer-policy")).toBe("no-referrer");
  expect(headers.get("permissions-policy")).toMatch(/camera=\(\)/);
});

test("the sandbox is served with its own policy, which admits its own script", async () => {
  const { headers, text } = await ask(server, "/sandbox.html");
  expect(text).toBe(sandbox);
  expect(headers.get("content-security-policy")).toBe(sandboxPolicy(inlineScriptHash(sandbox)));
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("referrer-policy")).toBe("no-referrer");
  expect(headers.get("cache-control")).toBe("no-cache");
});

test("files with hashed names may be cached for ever", async () => {
  const { headers } = await ask(server, "/assets/main-abc.js");
  expect(headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(headers.get("content-type")).toBe("text/javascript; charset=utf-8");
});

test.each([
  ["gzip, deflate, br", "br"],
  ["gzip", "gzip"],
  ["br;q=0, gzip", "gzip"],
  ["br;q=0.5", "br"],
  ["identity", null],
  ["breton", null],
])("a browser that accepts %j is sent %j", async (accepted, encoding) => {
  const { status, headers } = await ask(server, "/assets/main-abc.js", { headers: { "Accept-Encoding": accepted } });
  expect(status).toBe(200);
  expect(headers.get("content-encoding")).toBe(encoding);
  expect(headers.get("vary")).toBe("Accept-Encoding");
});

test.each([
  ["/tabpool.js", "no-cache"],
  ["/tabpool/pool-abc.js", "public, max-age=31536000, immutable"],
])("pages of any origin may import %s", async (path, caching) => {
  const { text, headers } = await ask(server, path, { headers: { Origin: "https://elsewhere.example" } });
  expect(text).toBe(script);
  expect(headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  expect(headers.get("access-control-allow-origin")).toBe("*");
  expect(headers.get("cache-control")).toBe(caching);
});

test("pages of other origins may import nothing else, and a server may have no library", async () => {
  expect((await ask(server, "/assets/main-abc.js")).headers.has("access-control-allow-origin")).toBe(false);
  const bare = await startTestServer({ appRoot: root, libraryRoot: join(libraryRoot, "nowhere") });
  expect(await ask(bare, "/")).toMatchObject({ status: 200 });
  expect(await ask(bare, "/tabpool.js")).toMatchObject({ status: 404 });
  await bare.close();
});

test("compressed bytes are the file's", async () => {
  const response = await fetch(`${server.origin}/assets/main-abc.js`, { headers: { "Accept-Encoding": "br" } });
  expect(response.headers.get("content-encoding")).toBe("br");
  expect(await response.text()).toBe(script);
});

test("a page that has not changed is not sent again", async () => {
  const tag = (await ask(server, "/")).headers.get("etag");
  expect(tag).toMatch(/^".{22}"$/);
  const again = await ask(server, "/", { headers: { "If-None-Match": String(tag) } });
  expect(again).toMatchObject({ status: 304, text: "" });
});

test.each(["bytes=5-2", "bytes=-", "bytes=99999999-", "nonsense"])(
  "the range %j gets the whole file",
  async (range) => {
    expect(await ask(server, "/", { headers: { Range: range } })).toMatchObject({ status: 200, text: page });
  },
);

test("the page takes GET and HEAD only", async () => {
  expect(await ask(server, "/", { method: "HEAD" })).toMatchObject({ status: 200, text: "" });
  const posted = await ask(server, "/", { method: "POST", body: "{}" });
  expect(posted.status).toBe(405);
  expect(posted.headers.get("allow")).toBe("GET, HEAD");
});

test("a folder without a build is refused by its name, with what to do", async () => {
  await expect(loadStaticApp(join(root, "assets"))).rejects.toThrow(/There is no build in .*npm run build/);
  await expect(loadStaticApp(join(root, "nowhere"))).rejects.toThrow(/There is no build/);
});
