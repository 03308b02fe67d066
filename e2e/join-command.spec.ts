import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { findBrowser } from "../scripts/browser.mjs";
import { scriptOnce } from "./actors/node-process.ts";
import { expect, test as base } from "./fixtures.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** A run of `tabpool join`. */
interface JoinRun {
  /** Lines of its standard error. */
  readonly said: readonly string[];
  readonly exitCode: Promise<number | null>;
  stop(): void;
}

const test = base.extend<{ readonly join: (...argv: readonly string[]) => Promise<JoinRun> }>({
  // Before the server is, whose room they would look for.
  join: async ({ server: _server }, provide) => {
    const runs: (() => Promise<unknown>)[] = [];
    await provide(async (...argv) => {
      const script = await scriptOnce("node/cli/main.ts");
      const child = spawn(process.execPath, [script, "join", ...argv], {
        cwd: root,
        env: { ...process.env, CHROME: findBrowser() ?? "" },
        stdio: ["ignore", "inherit", "pipe"],
      });
      const said: string[] = [];
      createInterface({ input: child.stderr }).on("line", (line) => said.push(line));
      const exitCode = new Promise<number | null>((resolve) => {
        child.once("close", resolve);
      });
      runs.push(() => {
        child.kill("SIGKILL");
        return exitCode;
      });
      return { said, exitCode, stop: () => void child.kill("SIGINT") };
    });
    for (const end of runs) await end();
  },
});

const slow = { Count: 6, "Shortest sleep": 1, "Longest sleep": 1 };

test("a browser without windows joins by its link with its name and slots, computes in the sandbox, comes back to a coordinator that was away, and ends with the room", async ({
  coordinator,
  join,
  server,
}) => {
  const link = await coordinator.joinLink(server.origin);
  const run = await join(link, "--once", "--slots", "2", "--name", "box", "--json");
  await coordinator.expectThere("box", "steady");
  await coordinator.start(slow);
  await coordinator.waitForDone(1);
  await coordinator.reload();
  await coordinator.expectBack(["box"]);
  await coordinator.expectEachRowOnce(6);
  expect(new Set((await coordinator.rows()).map(({ volunteer }) => volunteer))).toEqual(new Set(["box"]));
  await coordinator.closeRoom();
  expect(await run.exitCode).toBe(0);
  const told = run.said.map((line) => Object(JSON.parse(line)));
  expect(told.filter(({ event }) => event === "note").map(({ text }) => text)).toEqual([
    expect.stringMatching(/^In room .* as box$/),
    "The link is lost: looking for the room",
    expect.stringMatching(/^In room .* as box$/),
    expect.stringMatching(/^Room .* is closed$/),
  ]);
  expect(told.at(-1)).toMatchObject({ event: "end", exitCode: 0, failed: 0 });
});

test("the same by its code: after one SIGINT what runs is handed in and it leaves, after a second one it leaves at once; and a code that nobody has is told", async ({
  coordinator,
  join,
  server,
}) => {
  const place = [await coordinator.roomCode(), "--server", server.origin, "--slots", "1", "--json"];
  const first = await join(...place, "--name", "first");
  await coordinator.expectThere("first", "steady");
  await coordinator.start(slow);
  await coordinator.waitForDone(1);
  first.stop();
  expect(await first.exitCode).toBe(130);
  await coordinator.expectGone("first", "left");
  expect(await coordinator.counts()).toMatchObject({ Leased: 0, Failed: 0 });

  const second = await join(...place, "--name", "second");
  await expect.poll(async () => (await coordinator.counts())["Leased"]).toBe(1);
  second.stop();
  await expect.poll(() => second.said.join("\n")).toContain("Leaving once what runs is ended");
  second.stop();
  expect(await second.exitCode).toBe(130);
  await coordinator.expectGone("second", "");

  const third = await join("ZZZZZZ", "--server", server.origin);
  expect(await third.exitCode).toBe(2);
  expect(third.said).toEqual([expect.stringMatching(/^tabpool: There is no such room: /)]);
});
