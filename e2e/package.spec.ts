import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import { existsSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import type { Page } from "@playwright/test";
import { build as buildWithEsbuild } from "esbuild-wasm";
import { build as buildWithVite } from "vite";
import webpack from "webpack";
import { startServer } from "../signaling/server.ts";
import { expect } from "./actors/expect.ts";
import { InstalledPackage, type RunningScript } from "./actors/installed-package.ts";
import { serverAway } from "./expected-noise.ts";
import { test } from "./fixtures.ts";

// One after the other, since they share the project that the package is installed into.
test.describe.configure({ mode: "default" });

/** Squares ten numbers in two slots of its own, and says what has come of it. */
const program = `
import { Pool, range } from "tabpool";

async function main() {
  const pool = await Pool.open({ processes: 2, server: null });
  const squares = await pool.map((n) => n * n, range(10));
  await pool.terminate();
  return squares.join(" ");
}
`;

/** For a page: what has come of it becomes the page's text. */
const pageProgram = `${program}
const show = (text) => { document.body.textContent = text; };
main().then(show, (error) => show(String(error)));
`;

const squares = "0 1 4 9 16 25 36 49 64 81";

const contentTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
};

/** Serves the files of a project's folder, to pages of an origin that is no Tabpool server's. */
class Site {
  readonly #server: Server;
  readonly origin: string;
  /** The policy that pages come with; null for none. */
  policy: string | null = null;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.origin = `http://127.0.0.1:${port}`;
  }

  static async open(folder: string): Promise<Site> {
    const server = createServer((request, response) => {
      const file = join(folder, new URL(request.url ?? "/", "http://localhost").pathname);
      if (!existsSync(file) || extname(file) === "") {
        response.writeHead(404).end();
        return;
      }
      if (site.policy !== null) response.setHeader("Content-Security-Policy", site.policy);
      response.writeHead(200, { "Content-Type": contentTypes[extname(file)] ?? "text/plain" }).end(readFileSync(file));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const site = new Site(server, typeof address === "object" && address !== null ? address.port : 0);
    return site;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

let installed: InstalledPackage;
let site: Site;

test.beforeAll(async () => {
  installed = await InstalledPackage.install();
  installed.write("program.js", pageProgram);
  site = await Site.open(installed.folder);
});

test.afterAll(() => {
  site.close();
  installed.remove();
});

/** Opens a page with this script, and expects it to say so. */
async function expectPage(page: Page, script: string, said: string | RegExp): Promise<void> {
  installed.write("page.html", `<!doctype html><link rel="icon" href="data:,"><body>${script}`);
  await page.goto(`${site.origin}/page.html`);
  await expect(page.locator("body")).toHaveText(said);
}

test("a Node script computes with the installed package, in threads, and ends by itself", async () => {
  installed.write("script.js", `${program}console.log(await main());\n`);
  expect(await installed.runNode("script.js")).toBe(`${squares}\n`);
});

test("the library has the same names in Node and in pages", async () => {
  installed.write(
    "names.js",
    `import * as node from "tabpool";
    import * as page from "./node_modules/tabpool/dist/library/tabpool.js";
    for (const names of [node, page]) console.log(Object.keys(names).join(" "));`,
  );
  const names =
    "Array AsyncResult AuthenticationError Barrier BoundedSemaphore BrokenBarrierError Condition ConnectionRefusedError EOFError Empty Event Full " +
    "JoinableQueue Lock Manager NotSelfContained NotSerializable Pipe Pool PoolClosed Process Queue RLock RemoteError Semaphore " +
    "SimpleQueue TaskCancelled TimeoutError Value activeChildren connect cpuCount currentProcess lines range\n";
  expect(await installed.runNode("names.js")).toBe(names + names);
});

/** Programs that TypeScript accepts with nothing but the package's own types. Lines after `@ts-expect-error` are wrong. */
const typed = `
import { connect, Manager, Pool, Queue, RemoteError, range, type Task, type TaskOptions } from "tabpool";

const register = { getTask: (name: string): Queue<number> => new Queue<number>(name.length), getCount: async () => 1 };

export async function serve(): Promise<number> {
  await using manager = await Manager.serve({ address: "127.0.0.1:5002", authkey: "abc", register });
  await using client = await connect<typeof register>({ link: manager.link, authkey: new Uint8Array(16) });
  const task: Queue<number> = await client.getTask("a");
  // @ts-expect-error -- a name is missing
  await manager.getTask();
  // @ts-expect-error -- nothing is registered by this name
  await client.getResult();
  return (await task.get()) + (await manager.getCount());
}

export async function main(): Promise<number[]> {
  await using pool: Pool = await Pool.open({ processes: 2 });
  const options: TaskOptions = { attempts: 2 };
  const squares: number[] = await pool.map((n: number, task: Task) => n * n + task.index, range(10), options);
  const text: string = await pool.apply(async (word: string) => word.trim(), [" a "]);
  // @ts-expect-error -- its values are numbers
  const wrong: string[] = await pool.map((n: number) => n, range(3));
  // @ts-expect-error -- there is no such option
  await Pool.open({ slots: 3 });
  if (wrong.length === 0) throw new RemoteError({ name: text, message: "", stack: "" }, { index: 0, volunteer: "" });
  return squares;
}
`;

for (const [module, resolution] of [
  ["nodenext", "nodenext"],
  ["esnext", "bundler"],
] as const) {
  test(`a program's types are checked where modules are found as ${resolution} finds them`, async () => {
    installed.write("typed.ts", typed);
    const compilerOptions = {
      module,
      moduleResolution: resolution,
      target: "es2022",
      lib: ["es2022", "dom"],
      types: [],
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      noEmit: true,
    };
    installed.write("tsconfig.json", JSON.stringify({ compilerOptions, files: ["typed.ts"] }));
    expect(await installed.runNode(join(process.cwd(), "node_modules/typescript/bin/tsc"), "-p", ".")).toBe("");
  });
}

test("a page built by Vite computes with the installed package", async ({ newPage }) => {
  await buildWithVite({
    root: installed.folder,
    configFile: false,
    logLevel: "error",
    build: {
      outDir: "built-by-vite",
      rolldownOptions: { input: join(installed.folder, "program.js"), output: { entryFileNames: "entry.js" } },
    },
    base: "./",
  });
  await expectPage(await newPage("vite"), '<script type="module" src="/built-by-vite/entry.js"></script>', squares);
});

test("a page built by webpack computes with the installed package", async ({ newPage }) => {
  const stats = await new Promise<webpack.Stats | undefined>((resolve, reject) => {
    webpack(
      {
        mode: "production",
        context: installed.folder,
        entry: "./program.js",
        output: { path: join(installed.folder, "built-by-webpack"), filename: "entry.js" },
      },
      (error, done) => (error === null ? resolve(done) : reject(error)),
    );
  });
  expect(stats?.toJson({ errors: true, warnings: true })).toMatchObject({ errors: [], warnings: [] });
  await expectPage(await newPage("webpack"), '<script src="/built-by-webpack/entry.js"></script>', squares);
});

for (const format of ["esm", "iife"] as const) {
  test(`a page built by esbuild as ${format} computes with the installed package`, async ({ newPage }) => {
    const { warnings } = await buildWithEsbuild({
      absWorkingDir: installed.folder,
      entryPoints: ["program.js"],
      entryNames: "entry",
      outdir: `built-by-esbuild-${format}`,
      bundle: true,
      minify: true,
      format,
      splitting: format === "esm",
      logLevel: "silent",
      // Where the library was loaded from is known to modules only.
      logOverride: { "empty-import-meta": "silent" },
    });
    expect(warnings).toEqual([]);
    const script = `<script type="module" src="/built-by-esbuild-${format}/entry.js"></script>`;
    await expectPage(await newPage("esbuild"), script, squares);
  });
}

test("a page without a bundler computes with the library that a Tabpool server has, and tabs can join it there", async ({
  newPage,
}) => {
  const server = await startServer({
    port: 0,
    host: "127.0.0.1",
    appRoot: "dist/app",
    libraryRoot: "dist/library",
    allowOrigins: [site.origin],
  });
  const origin = `http://127.0.0.1:${server.port}`;
  const script = `<script type="module">
    import { Pool, range } from "${origin}/tabpool.js";
    const pool = await Pool.open({ processes: 2 });
    const squares = await pool.map((n) => n * n, range(10));
    const { joinLink } = pool;
    await pool.terminate();
    document.body.textContent = squares.join(" ") + " " + joinLink;
  </script>`;
  const page = await newPage("no bundler");
  await expectPage(page, script, new RegExp(`^${squares} ${origin}/worker\\?room=`));
  // Its room's code may still be on its way back.
  await page.close();
  await server.close();
});

test("a page whose policy forbids the sandbox is told what its policy must allow, and computes once it does", async ({
  newPage,
  expectedNoise,
}) => {
  expectedNoise.push(/Content Security Policy/, /requires .TrustedHTML. assignment/);
  installed.write("bare.js", pageProgram.replace('"tabpool"', '"./node_modules/tabpool/dist/library/tabpool.js"'));
  const script = '<script type="module" src="/bare.js"></script>';
  site.policy = "default-src 'self'; img-src data:";
  const page = await newPage("policy");
  await expectPage(
    page,
    script,
    /this page or process cannot compute.*: the page's Content-Security-Policy must allow script-src 'sha256-.+' blob: .*worker-src blob:/,
  );
  // The sandbox and its Workers start, and no program does.
  site.policy = "default-src 'self'; img-src data:; script-src 'self' 'unsafe-inline'; worker-src blob:";
  await expectPage(page, script, /this page or process cannot compute.*must allow script-src 'sha256-.+' blob: /);
  site.policy = "default-src 'self'; img-src data:; require-trusted-types-for 'script'";
  await expectPage(page, script, /Content-Security-Policy must not have require-trusted-types-for 'script'/);
  site.policy = "default-src 'self'; img-src data:";
  await expectPage(page, script, /must allow script-src/);
  const [, scripts = "", workers = ""] =
    /must allow script-src (.+); (worker-src .+)$/.exec((await page.textContent("body")) ?? "") ?? [];
  site.policy = `default-src 'self'; img-src data:; script-src 'self' ${scripts}; ${workers}`;
  await expectPage(page, script, squares);
  site.policy = null;
});

test("the example of a pool of four ends all five tasks, the fifth once there is room", async () => {
  installed.copyExample("pool.mjs");
  const said = (await installed.runNode("pool.mjs")).trim().split("\n");
  expect(said.filter((line) => /^task \d begins$/.test(line)).toSorted()).toEqual(
    [0, 1, 2, 3, 4].map((n) => `task ${n} begins`),
  );
  const lastBegun = said.findLastIndex((line) => line.endsWith("begins"));
  expect(said.findIndex((line) => line.includes("took"))).toBeLessThan(lastBegun);
  expect(said.filter((line) => /^task \d took \d\.\d\d s$/.test(line))).toHaveLength(5);
  expect([said[0], said.at(-1)]).toEqual(["waiting for all five", "all five done"]);
});

test("the example of a search ends with its first hit", async () => {
  installed.copyExample("search.mjs");
  const said = await installed.runNode("search.mjs");
  const [, text = "", hash] = /^(tabpool \d+): ([0-9a-f]{64})\n$/.exec(said) ?? [];
  expect(createHash("sha256").update(text).digest("hex")).toBe(hash);
  expect(hash).toMatch(/^0000/);
});

test("the example of a process tells of the child, and how it has ended", async () => {
  installed.copyExample("process.mjs");
  const said = await installed.runNode("process.mjs");
  expect(said).toBe("parent 1\nchild test runs as 2, its parent is 1\nchild ended with 0\n");
});

test("the example of a queue has a reader that takes all letters in their order and is terminated", async () => {
  installed.copyExample("queue.mjs");
  const said = (await installed.runNode("queue.mjs")).trim().split("\n");
  for (const word of ["put", "got"]) {
    expect(said.filter((line) => line.startsWith(word))).toEqual(["A", "B", "C"].map((letter) => `${word} ${letter}`));
  }
  expect(said.at(-1)).toBe("reader ended with -15");
});

test("the example of shared state counts each step of four processes", async () => {
  installed.copyExample("shared-state.mjs");
  expect(await installed.runNode("shared-state.mjs")).toBe("counted to 100\n");
});

/** What a master has put and been told, in the order of its lines: the numbers, and what has come of them. */
function expectAllResults(said: readonly string[]): void {
  const put = said.flatMap((line) => /^Put task (\d+)\.\.\.$/.exec(line)?.slice(1) ?? []);
  const results = said.flatMap((line) => /^Result: (\d+ \* \d+ = \d+), runtime: [0-3]s$/.exec(line)?.slice(1) ?? []);
  expect(put).toHaveLength(10);
  expect(results.toSorted()).toEqual(put.map((n) => `${n} * ${n} = ${Number(n) ** 2}`).toSorted());
  expect(said).toHaveLength(20);
}

async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return String(Object(address).port);
}

/** A worker whose numbers are squared by a process of its own, to which it passes the queues on. */
const passingWorker = `
import { connect, Process } from "tabpool";
const master = await connect({ address: "127.0.0.1:" + process.argv[2], authkey: "abc" });
const [task, result] = [await master.getTask(), await master.getResult()];
console.log("in");
await new Promise((go) => process.stdin.once("data", go));
process.stdin.destroy();
const work = async (task, result) => {
  try {
    while (true) {
      const n = await task.get(1_000);
      await result.put([n + " * " + n + " = " + n * n, 0]);
    }
  } catch ({ name }) {
    if (name !== "Empty" && name !== "EOFError") throw new Error(name);
  }
};
const child = new Process({ target: work, args: [task, result] });
await child.start();
await child.join();
await master.close();
`;

test("the example of a manager in Node has its tasks done by processes that connect, and all of them end", async () => {
  installed.link("node-datachannel");
  for (const name of ["task-master.mjs", "task-worker.mjs"]) installed.copyExample(name);
  installed.write("passing.mjs", passingWorker);
  const port = await freePort();
  const master = installed.startNode("task-master.mjs", port);
  const others: RunningScript[] = [];
  try {
    await expect.poll(() => master.lines.length).toBe(10);
    // Both are in before one of them can have done all tasks: the master does not wait for others then.
    const passing = installed.startNode("passing.mjs", port);
    others.push(passing);
    await expect.poll(() => passing.lines).toEqual(["in"]);
    const worker = installed.startNode("task-worker.mjs", port);
    others.push(worker);
    await expect.poll(() => worker.lines[0]).toMatch(/^run task/);
    passing.tell("go");
    expect(await master.ended).toBe(0);
    expectAllResults(master.lines);
    for (const other of others) expect(await other.ended).toBe(0);
    const alone = installed.startNode("task-worker.mjs", port);
    others.push(alone);
    expect(await alone.ended).toBe(1);
    expect(alone.lines).toEqual(["connection failed: nobody is there"]);
  } finally {
    for (const script of [master, ...others]) script.kill();
  }
});

test("the example of a manager in a tab has its tasks done by tabs that connect with its key", async ({
  newPage,
  expectedNoise,
}) => {
  expectedNoise.push(/^stranger: the manager has another authkey/, /worker: .*404/);
  const server = await startServer({
    port: 0,
    host: "127.0.0.1",
    appRoot: "dist/app",
    libraryRoot: "dist/library",
    allowOrigins: [site.origin],
  });
  const origin = `http://127.0.0.1:${server.port}`;
  const here = (text: string): string => text.replaceAll("http://localhost:8080", origin);
  for (const name of ["task-master.html", "task-worker.html"]) installed.copyExample(name, here);
  installed.copyExample("task-worker.html", (text) => here(text).replace('"abc"', '"abd"'));
  const master = await newPage("master");
  await master.goto(`${site.origin}/task-master.html`);
  const said = async (): Promise<string[]> =>
    (await master.locator("#said").innerText()).split("\n").filter((line) => line !== "");
  await expect.poll(said).toHaveLength(10);
  const stranger = await newPage("stranger");
  const refused = stranger.waitForEvent("pageerror");
  await stranger.goto(`${site.origin}/task-worker.html`);
  expect((await refused).name).toBe("AuthenticationError");
  installed.copyExample("task-worker.html", here);
  const workers = [await newPage("one worker"), await newPage("another worker")];
  for (const worker of workers) await worker.goto(`${site.origin}/task-worker.html`);
  await expect.poll(said, { timeout: 60_000 }).toHaveLength(20);
  expectAllResults(await said());
  await workers[0]?.reload();
  await expect(workers[0]?.locator("#said") ?? master.locator("none")).toHaveText("connection failed: nobody is there");
  await master.close();
  await server.close();
});

test("a manager in Node and one in a tab are found at a server by each other's programs, and one that goes is missed", async ({
  newPage,
}) => {
  installed.link("node-datachannel");
  const server = await startServer({
    port: 0,
    host: "127.0.0.1",
    appRoot: "dist/app",
    libraryRoot: "dist/library",
    allowOrigins: [site.origin],
  });
  const origin = `http://127.0.0.1:${server.port}`;
  installed.write(
    "partner.mjs",
    `import { connect, Manager, Queue } from "tabpool";
    const [tasks, told] = [new Queue(), new Queue()];
    const manager = await Manager.serve({
      address: process.argv[2], authkey: "key", register: { getTasks: () => tasks, getTold: () => told },
    });
    console.log(manager.link);
    const link = await told.get();
    const tab = await connect({ link, authkey: "key" });
    const numbers = await tab.getNumbers();
    await tasks.put(await numbers.get());
    console.log(await numbers.get().catch((error) => error.name));
    await tab.close();
    await manager.shutdown();`,
  );
  const partner = installed.startNode("partner.mjs", origin);
  try {
    await expect.poll(() => partner.lines.length).toBe(1);
    installed.write(
      "page.html",
      `<!doctype html><link rel="icon" href="data:,"><body><script type="module">
      import { connect, Manager, Queue } from "${origin}/tabpool.js";
      const numbers = new Queue();
      const manager = await Manager.serve({ authkey: "key", register: { getNumbers: () => numbers } });
      const partner = await connect({ link: ${JSON.stringify(partner.lines[0])}, authkey: "key" });
      await numbers.put(42);
      await (await partner.getTold()).put(manager.link);
      document.body.textContent = await (await partner.getTasks()).get();
      </script>`,
    );
    const page = await newPage("tab");
    await page.goto(`${site.origin}/page.html`);
    await expect(page.locator("body")).toHaveText("42");
    await page.goto("about:blank");
    expect(await partner.ended).toBe(0);
    expect(partner.lines.slice(1)).toEqual(["EOFError"]);
  } finally {
    partner.kill();
  }
  await server.close();
});

test("a Node script waits at its end for its processes, and for daemons only while it waits for their word", async () => {
  installed.write(
    "daemons.js",
    `import { Process, Queue } from "tabpool";
    const said = new Queue();
    const forEver = async (said) => { await said.put("daemon"); await new Promise(() => setInterval(() => {}, 1_000)); };
    const daemon = new Process({ target: forEver, args: [said], daemon: true });
    await daemon.start();
    console.log(await said.get());
    const last = async () => { await new Promise((done) => setTimeout(done, 300)); console.log("process"); };
    await new Process({ target: last }).start();
    process.on("exit", () => console.log("end, daemon " + daemon.isAlive()));`,
  );
  expect(await installed.runNode("daemons.js")).toBe("daemon\nprocess\nend, daemon true\n");
});

test("the example whose workers are tabs counts with the tab that joins", async ({ newPage, expectedNoise }) => {
  // The program is gone before the tab is.
  expectedNoise.push(serverAway);
  installed.link("node-datachannel");
  installed.copyExample("tabs.mjs");
  const script = installed.startNode("tabs.mjs");
  try {
    await expect.poll(() => script.lines.some((line) => line.startsWith("Join at "))).toBe(true);
    const link = new URL(script.lines.find((line) => line.startsWith("Join at "))?.slice("Join at ".length) ?? "");
    link.hostname = "localhost";
    link.searchParams.set("name", "worker");
    link.searchParams.set("autojoin", "1");
    // All may be counted, and the room closed, before a look at the page would find it in.
    await (await newPage("worker")).goto(link.href);
    expect(await script.ended).toBe(0);
    expect(script.lines.at(-1)).toBe("78498 primes below 1000000");
  } finally {
    script.kill();
  }
});

test("the command of the installed package has a tab that joins compute each line of its input", async ({
  newPage,
  expectedNoise,
}) => {
  expectedNoise.push(serverAway);
  installed.link("node-datachannel");
  installed.write("square.js", "export default (n) => n * n;\n");
  const command = installed.startCommand(["map", "square.js", "--json-lines", "--processes", "0"], "2\n3\n4\n");
  try {
    await expect.poll(() => command.errors.length).toBe(1);
    const [, address = ""] = /^Others join at (.+), or with the code \w+$/.exec(command.errors[0] ?? "") ?? [];
    const link = new URL(address);
    link.hostname = "localhost";
    link.searchParams.set("name", "worker");
    link.searchParams.set("autojoin", "1");
    await (await newPage("worker")).goto(link.href);
    expect(await command.ended).toBe(0);
    expect([command.lines, command.errors.length]).toEqual([["4", "9", "16"], 1]);
  } finally {
    command.kill();
  }
});
