import { createServer } from "node:http";
import { startServer } from "../../signaling/server.ts";
import type { RunningScript } from "../actors/installed-package.ts";
import { expect } from "../actors/expect.ts";
import { test } from "../fixtures.ts";
import type { Project } from "./project.ts";

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

/** Managers in Node and in tabs, and those that connect to them. */
export function testManagers(project: Project): void {
  test("the example of a manager in Node has its tasks done by processes that connect, and all of them end", async () => {
    project.installed.link("node-datachannel");
    for (const name of ["task-master.mjs", "task-worker.mjs"]) project.installed.copyExample(name);
    project.installed.write("passing.mjs", passingWorker);
    const port = await freePort();
    const master = project.installed.startNode("task-master.mjs", port);
    const others: RunningScript[] = [];
    try {
      await expect.poll(() => master.lines.length).toBe(10);
      // Both are in before one of them can have done all tasks: the master does not wait for others then.
      const passing = project.installed.startNode("passing.mjs", port);
      others.push(passing);
      await expect.poll(() => passing.lines).toEqual(["in"]);
      const worker = project.installed.startNode("task-worker.mjs", port);
      others.push(worker);
      await expect.poll(() => worker.lines[0]).toMatch(/^run task/);
      passing.tell("go");
      expect(await master.ended).toBe(0);
      expectAllResults(master.lines);
      for (const other of others) expect(await other.ended).toBe(0);
      const alone = project.installed.startNode("task-worker.mjs", port);
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
      allowOrigins: [project.site.origin],
    });
    const origin = `http://127.0.0.1:${server.port}`;
    const here = (text: string): string => text.replaceAll("http://localhost:8080", origin);
    for (const name of ["task-master.html", "task-worker.html"]) project.installed.copyExample(name, here);
    project.installed.copyExample("task-worker.html", (text) => here(text).replace('"abc"', '"abd"'));
    const master = await newPage("master");
    await master.goto(`${project.site.origin}/task-master.html`);
    const said = async (): Promise<string[]> =>
      (await master.locator("#said").innerText()).split("\n").filter((line) => line !== "");
    await expect.poll(said).toHaveLength(10);
    const stranger = await newPage("stranger");
    const refused = stranger.waitForEvent("pageerror");
    await stranger.goto(`${project.site.origin}/task-worker.html`);
    expect((await refused).name).toBe("AuthenticationError");
    project.installed.copyExample("task-worker.html", here);
    const workers = [await newPage("one worker"), await newPage("another worker")];
    for (const worker of workers) await worker.goto(`${project.site.origin}/task-worker.html`);
    await expect.poll(said, { timeout: 60_000 }).toHaveLength(20);
    expectAllResults(await said());
    await workers[0]?.reload();
    await expect(workers[0]?.locator("#said") ?? master.locator("none")).toHaveText(
      "connection failed: nobody is there",
    );
    await master.close();
    await server.close();
  });

  test("a manager in Node and one in a tab are found at a server by each other's programs, and one that goes is missed", async ({
    newPage,
  }) => {
    project.installed.link("node-datachannel");
    const server = await startServer({
      port: 0,
      host: "127.0.0.1",
      appRoot: "dist/app",
      libraryRoot: "dist/library",
      allowOrigins: [project.site.origin],
    });
    const origin = `http://127.0.0.1:${server.port}`;
    project.installed.write(
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
    const partner = project.installed.startNode("partner.mjs", origin);
    try {
      await expect.poll(() => partner.lines.length).toBe(1);
      project.installed.write(
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
      await page.goto(`${project.site.origin}/page.html`);
      await expect(page.locator("body")).toHaveText("42");
      await page.goto("about:blank");
      expect(await partner.ended).toBe(0);
      expect(partner.lines.slice(1)).toEqual(["EOFError"]);
    } finally {
      partner.kill();
    }
    await server.close();
  });
}
