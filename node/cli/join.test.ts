import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join as pathOf } from "node:path";
import { beforeAll, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { startTestServer } from "../../signaling/testing/test-server.ts";
import { builtScript } from "../testing/built-script.ts";
import { RunningCommand, until } from "./testing/running-command.ts";

// Several processes one after the other.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let script = "";
let folder = "";
let origin = "";

beforeAll(async () => {
  script = await builtScript("node/cli/main.ts", "-join");
});

beforeEach(async () => {
  const made = mkdtempSync(pathOf(tmpdir(), "tabpool-join-"));
  folder = made;
  const server = await startTestServer();
  ({ origin } = server);
  onTestFinished(async () => {
    await server.close();
    rmSync(made, { recursive: true });
  });
});

/** On a machine on which no browser is found. */
function run(...argv: readonly string[]): RunningCommand {
  const command = new RunningCommand(script, argv, folder, { PATH: "", CHROME: "" });
  onTestFinished(() => command.signal("SIGKILL"));
  return command;
}

/** A run of `map` that has others compute all of it, and how they find it. */
async function openRoom(source: string): Promise<{ readonly room: RunningCommand; readonly link: string }> {
  writeFileSync(pathOf(folder, "function.js"), source);
  const room = run("map", "function.js", "--server", origin, "--processes", "0", "--json");
  await room.said('"open"');
  // On a slow machine its progress is told before.
  const opened: unknown = JSON.parse(room.errors.find((line) => line.includes('"open"')) ?? "");
  return { room, link: String(Object(opened).link) };
}

/** Tasks that ask a server of the test, which sees them begin, and lets them end when it is told to: they may write no file. */
class HeldTasks {
  readonly begun: string[] = [];
  readonly #held: ServerResponse[] = [];
  #isLetGo = false;
  #port = 0;

  static async open(): Promise<HeldTasks> {
    const tasks = new HeldTasks();
    const server = createServer(({ url = "" }, response) => {
      tasks.begun.push(url.slice(1));
      if (tasks.#isLetGo) response.end();
      else tasks.#held.push(response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    tasks.#port = typeof address === "object" && address !== null ? address.port : 0;
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    return tasks;
  }

  get source(): string {
    return `export default async (line) => {
      await (await fetch("http://127.0.0.1:${this.#port}/" + line)).text();
      return line;
    };`;
  }

  letGo(): void {
    this.#isLetGo = true;
    for (const response of this.#held.splice(0)) response.end();
  }
}

test("a room's tasks are computed by whoever joins it by its link, and with --once the end of the room is the volunteer's", async () => {
  const { room, link } = await openRoom(
    "export default (n) => { if (n === '3') throw Error('three'); return n * n; };",
  );
  const volunteer = run("join", link, "--trust", "--once", "--slots", "2", "--name", "box");
  room.feed([2, 3, 4]);
  expect([await room.ended, await volunteer.ended]).toEqual([1, 0]);
  expect(room.results).toEqual(["4", "16"]);
  expect(room.errors.find((line) => line.includes('"event":"failed"'))).toContain('"volunteer":"box"');
  expect(volunteer.errors).toEqual([]);
});

test("threads may read no file of the machine, write none and start no program", async () => {
  const secret = pathOf(folder, "secret");
  writeFileSync(secret, "of this machine");
  const { room, link } = await openRoom(`
    import { readFileSync, writeFileSync } from "node:fs";
    import { execFileSync } from "node:child_process";
    const tries = {
      read: () => readFileSync(${JSON.stringify(secret)}, "utf8"),
      write: () => writeFileSync(${JSON.stringify(secret)}, "changed"),
      start: () => execFileSync(process.execPath, ["--version"]),
    };
    export default (name) => {
      try {
        return String(tries[name]());
      } catch (error) {
        return error.code;
      }
    };`);
  room.feed(["read", "write", "start"]);
  const volunteer = run("join", link, "--trust", "--once");
  expect([await room.ended, await volunteer.ended]).toEqual([0, 0]);
  expect(room.results).toEqual(Array.from({ length: 3 }, () => "ERR_ACCESS_DENIED"));
  expect(readFileSync(secret, "utf8")).toBe("of this machine");
});

test("after one SIGINT a volunteer ends what runs and leaves, and another one goes on", async () => {
  const tasks = await HeldTasks.open();
  const { room, link } = await openRoom(tasks.source);
  room.feed([1, 2, 3]);
  const first = run("join", link, "--trust", "--slots", "1", "--json");
  await until(() => tasks.begun.length === 1);
  first.signal("SIGINT");
  await first.said("Leaving");
  tasks.letGo();
  expect(await first.ended).toBe(130);
  const second = run("join", link, "--trust", "--once");
  expect([await room.ended, await second.ended]).toEqual([0, 0]);
  expect(room.results).toEqual(["1", "2", "3"]);
  expect(tasks.begun.toSorted()).toEqual(["1", "2", "3"]);
});

test("after a second SIGINT it ends at once, and what it had in hand is computed by another one", async () => {
  const tasks = await HeldTasks.open();
  const { room, link } = await openRoom(tasks.source);
  room.feed([1]);
  const first = run("join", link, "--trust", "--json");
  await until(() => tasks.begun.length === 1);
  first.signal("SIGINT");
  await first.said("Leaving");
  first.signal("SIGINT");
  expect(await first.ended).toBe(130);
  tasks.letGo();
  run("join", link, "--trust");
  expect(await room.ended).toBe(0);
  expect([room.results, tasks.begun]).toEqual([["1"], ["1", "1"]]);
});

test("without a browser nothing is joined unless the room is trusted", async () => {
  const volunteer = run("join", "K7MWPQ", "--server", origin);
  expect(await volunteer.ended).toBe(2);
  expect(volunteer.errors).toEqual([expect.stringMatching(/^tabpool: no Chrome or Chromium is found.* --trust/)]);
});

test("a code that nobody has is told in one line, with exit code 2", async () => {
  const volunteer = run("join", "K7MWPQ", "--trust", "--server", origin);
  expect(await volunteer.ended).toBe(2);
  expect(volunteer.errors).toEqual([expect.stringMatching(/^tabpool: There is no such room: /)]);
});
