import { deleteDB } from "idb";
import { expect, onTestFinished, test, vi } from "vitest";
import { startServer, stopServer } from "../links/testing/peer-room.ts";
import { createRoom } from "../room/create-room.ts";
import type { Room } from "../room/room.ts";
import { squaresOf } from "../room/testing/opened-room.ts";
import { openPool } from "./open-pool.ts";
import { range } from "./range.ts";
import type { Pool } from "./pool-types.ts";
import { TaskCancelled } from "./errors.ts";
import { browserEnvironment, serverOfScript } from "./browser-environment.ts";
import type { PoolEnvironment } from "./pool-environment.ts";
import { when } from "../room/testing/when.ts";

/** The library as part of a page of somebody's own. */
const openEnvironment = browserEnvironment("http://localhost:5173/assets/index.js");

function roomIn({ room: environment }: PoolEnvironment): Room {
  const room = createRoom(environment, { code: null });
  onTestFinished(() => room.close());
  return room;
}

test("a pool without a server computes in as many slots as were asked for, in a sandbox that no server has sent", async () => {
  const environment = await openEnvironment({ processes: 3, server: undefined });
  expect(environment.isOpenToTabs).toBe(false);
  const room = roomIn(environment);
  // A room that is just being begun takes no help yet.
  await vi.waitFor(() => {
    room.helpHere(true);
    expect(room.store.getState().helping).not.toBe("off");
  });
  await when(room, ({ helping }) => helping === "on");
  room.startJob(squaresOf(30));
  await when(room, ({ job }) => job?.phase === "done");
  expect(room.store.getState()).toMatchObject({ job: { done: 30 }, volunteers: [{ slots: 3 }] });
  const frame = document.querySelector("iframe");
  expect(frame?.hasAttribute("src")).toBe(false);
  expect(frame?.getAttribute("sandbox")).toBe("allow-scripts");
  room.closeRoom();
  await environment.close();
});

test("a pool at a server of another origin has links to that server", async () => {
  const signaling = await startServer();
  onTestFinished(() => stopServer(signaling));
  const server = `http://127.0.0.1:${signaling.port}`;
  const environment = await openEnvironment({ processes: 0, server });
  expect(environment.isOpenToTabs).toBe(true);
  const room = roomIn(environment);
  await when(room, ({ room: { phase } }) => phase === "open");
  const { code, joinLinks } = room.store.getState().room;
  expect(joinLinks[0]).toContain(`${server}/worker?room=${code}`);
});

test("a server that does not answer this page is named, with how to have it do so", async () => {
  const signaling = await startServer();
  await stopServer(signaling);
  const server = `http://127.0.0.1:${signaling.port}`;
  await expect(openEnvironment({ processes: 1, server })).rejects.toThrow(
    `no Tabpool server answers at ${server}, or it takes no pages of other origins: start it with --allow-origin ${location.origin}.`,
  );
});

test("a page with a file of its own that is called as the library is learns how to do without a server", async () => {
  const openOwn = browserEnvironment(`${location.origin}/tabpool.js`);
  await expect(openOwn({ processes: 1, server: undefined })).rejects.toThrow(
    /^no Tabpool server answers at .+ give `server: null` for a pool without one, or the origin of one\.$/,
  );
});

test("a pool with slots of its own is refused before its page has a body, and one without them is not", async () => {
  const { body } = document;
  body.remove();
  onTestFinished(() => document.documentElement.append(body));
  await expect(openEnvironment({ processes: 1, server: null })).rejects.toThrow("call Pool.open() in a module");
  await expect(openEnvironment({ processes: 0, server: null })).resolves.toMatchObject({ isOpenToTabs: false });
});

test("a page cannot start a server at a port", async () => {
  await expect(openEnvironment({ processes: 1, server: 8080 })).rejects.toThrow(
    /^a page cannot start a server at port 8080: give the origin of one/,
  );
});

test.each([
  ["http://192.168.0.7:8080/tabpool.js", "http://192.168.0.7:8080"],
  ["https://pool.example/tabpool.js?v=2", "https://pool.example"],
  ["http://192.168.0.7:8080/tabpool/library-Ab_9-x.js", "http://192.168.0.7:8080"],
  ["https://pool.example/assets/tabpool.js", null],
  ["https://pool.example/tabpool/server-Ab_9-x.js", null],
  ["http://localhost:5173/node_modules/.vite/deps/tabpool.js?v=2", null],
  ["file:///tabpool.js", null],
  ["undefined", null],
])("a library at %s has %s for its server", (script, server) => {
  expect(serverOfScript(script)).toBe(server);
});

test("the text of a module is what its server sends, and a missing one is an error", async () => {
  const environment = await openEnvironment({ processes: 0, server: null });
  const module = URL.createObjectURL(new Blob(["export default (n) => n * n"]));
  expect(await environment.readModule(new URL(module))).toBe("export default (n) => n * n");
  URL.revokeObjectURL(module);
  const signaling = await startServer();
  onTestFinished(() => stopServer(signaling));
  const missing = new URL(`http://127.0.0.1:${signaling.port}/api/nothing`);
  await expect(environment.readModule(missing)).rejects.toThrow(/cannot be loaded: the server answers 404/);
});

test("a Worker of a pool computes so many tasks and no more", async () => {
  const pool = await openPool(
    { openEnvironment, cpuCount: () => 1 },
    { maxTasksPerChild: 3, initializer: () => void Reflect.set(globalThis, "tasksHere", 0) },
  );
  onTestFinished(() => pool.terminate());
  const counted = await pool.map(() => {
    const count = Number(Reflect.get(globalThis, "tasksHere")) + 1;
    Reflect.set(globalThis, "tasksHere", count);
    return count;
  }, range(7));
  expect(counted).toEqual([1, 2, 3, 1, 2, 3, 1]);
});

/** A pool of this page whose calls are on record. */
async function openKept(journal: string): Promise<Pool> {
  const pool = await openPool({ openEnvironment, cpuCount: () => 2 }, { journal, name: "this page" });
  onTestFinished(() => pool.terminate());
  return pool;
}

test("a pool with a journal has what an earlier one has computed, and has it alone", async () => {
  const journal = `calls ${Date.now()}`;
  onTestFinished(() => deleteDB(`tabpool pool ${journal}`));
  const first = await openKept(journal);
  expect(first.volunteers).toMatchObject([{ name: "this page" }]);
  const drawn = await first.map(() => Math.random(), range(4));
  await expect(openKept(journal)).rejects.toThrow("another page has it open");
  const open = first.map((n: number) => new Promise((resolve) => setTimeout(resolve, 60_000, n)), [1]);
  const ended = open.catch((error: unknown) => error);
  await expect.poll(() => first.volunteers[0]?.tasks, { timeout: 30_000 }).toBe(1);
  await first.terminate();
  expect(await ended).toBeInstanceOf(TaskCancelled);
  const second = await openKept(journal);
  expect(await second.map(() => Math.random(), range(4))).toEqual(drawn);
  expect(await second.map(() => Math.random(), range(4))).not.toEqual(drawn);
  await second.terminate();
  const third = await openKept(journal);
  expect(await third.map(() => Math.random(), range(4))).not.toEqual(drawn);
});
