import { mkdtempSync, rmSync } from "node:fs";
import { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test, vi } from "vitest";
import { startTestServer } from "../signaling/testing/test-server.ts";
import { ConnectionRefusedError } from "../web/pool/errors.ts";
import { openPool } from "../web/pool/open-pool.ts";
import type { PoolEnvironment } from "../web/pool/pool-environment.ts";
import { createRoom } from "../web/room/create-room.ts";
import type { Room } from "../web/room/room.ts";
import { PlainCompute } from "../web/room/testing/plain-compute.ts";
import { FileJournal } from "./journal/file-journal.ts";
import { createNodeEnvironment, openNodeEnvironment, type NodeParts } from "./environment.ts";
import { inData } from "../web/core/keyed.ts";
import { roomIdentity } from "../web/core/handshake/identity.ts";
import { parseInvitation } from "../web/core/handshake/room-keys.ts";
import { proveAsVolunteer } from "../web/links/prove-link.ts";
import { peerLinks } from "./links/peer-links.ts";
import { relayLinks } from "./links/relay-links.ts";
import { when } from "../web/room/testing/when.ts";

const parts: NodeParts = {
  appRoot: null,
  createCompute: () => new PlainCompute((input) => input),
  loadLinks: () => import("./links/peer-links.ts"),
};

const loadLinks: NodeParts["loadLinks"] = () => Promise.reject(new Error("Cannot find package 'node-datachannel'"));

async function opened(
  server: string | number | null | undefined,
  others: Partial<NodeParts> = {},
): Promise<{ readonly environment: PoolEnvironment; readonly room: Room }> {
  const environment = await createNodeEnvironment({ processes: 2, server }, { ...parts, ...others });
  const room = createRoom(environment.room, { code: null });
  onTestFinished(async () => {
    room.closeRoom();
    room.close();
    await environment.close();
  });
  return { environment, room };
}

test("a room of a process has a server of its own, which gives it a code and links, and ends with it", async () => {
  const { environment, room } = await opened(undefined);
  expect(environment.isOpenToTabs).toBe(true);
  const { code, room: view, journal, log } = await when(room, (state) => state.room.phase === "open");
  const own = new URL(environment.room.register.origin);
  expect(own.hostname).toBe("localhost");
  expect(view.joinLinks.at(-1)).toMatch(`${own.origin}/worker?room=${code}#`);
  for (const link of view.joinLinks) expect(new URL(link).port).toBe(own.port);
  expect((await fetch(new URL(`/api/rooms/${code}`, own))).status).toBe(200);
  // Nothing is amiss where nothing is to be kept.
  expect(journal).toMatchObject({ state: "memory", problem: null });
  expect(log.filter(({ kind }) => kind === "trouble")).toEqual([]);

  room.close();
  await environment.close();
  await expect(fetch(new URL("/healthz", own))).rejects.toThrow("fetch failed");
});

test("without a server no tab can join, and a pool's own threads compute, under a name that is no tab's", async () => {
  const pool = await openPool({ openEnvironment: openNodeEnvironment, cpuCount: () => 2 }, { server: null });
  onTestFinished(() => pool.terminate());
  expect(pool).toMatchObject({ joinLink: null, code: null });
  expect(pool.volunteers).toMatchObject([
    { name: "this process", slots: 2, device: expect.stringMatching(/^Node on \w+$/) },
  ]);
  expect(await pool.map((n: number) => n * n, [1, 2, 3])).toEqual([1, 4, 9]);
});

test("a server that fails as it is closed keeps no journal open", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tabpool-journal-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const journal = join(folder, "calls");
  const environment = await createNodeEnvironment({ processes: 2, server: undefined, journal }, parts);
  const closing = vi.spyOn(Server.prototype, "closeAllConnections").mockImplementationOnce(() => {
    throw new Error("it does not close");
  });
  onTestFinished(() => closing.mockRestore());
  await expect(environment.close()).rejects.toThrow("it does not close");
  await (await FileJournal.open(journal)).end();
});

test("a server elsewhere is used as it is, and stays", async () => {
  const server = await startTestServer();
  onTestFinished(() => server.close());
  const { environment, room } = await opened(`${server.origin}/worker`);
  const { code } = await when(room, (state) => state.room.phase === "open");
  await environment.close();
  expect(environment.room.register.origin).toBe(server.origin);
  expect((await fetch(`${server.origin}/api/rooms/${code}`)).status).toBe(200);
});

test("a server that does not answer, a port that is taken and pages that are missing are told", async () => {
  const server = await startTestServer({ host: undefined });
  const { port } = server;
  await expect(opened(port)).rejects.toThrow("EADDRINUSE");
  await server.close();
  const refused = opened(`http://127.0.0.1:${port}`);
  await expect(refused).rejects.toThrow(ConnectionRefusedError);
  await expect(refused).rejects.toThrow(`no Tabpool server answers at http://127.0.0.1:${port}: fetch failed`);
  await expect(opened(0, { appRoot: import.meta.dirname })).rejects.toThrow("There is no build in");
});

test("where node-datachannel is missing tabs join through the relay of the room's server, and that is said once", async () => {
  const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
  onTestFinished(() => warn.mockRestore());
  const { environment, room } = await opened(undefined, { loadLinks });
  expect(environment.isOpenToTabs).toBe(true);
  await when(room, (state) => state.room.phase === "open" && state.room.signaling === "reachable");
  await opened(0, { loadLinks });
  const message = expect.stringMatching(
    /through the relay of its server, encrypted: .* npm install node-datachannel \(Cannot find package 'node-datachannel'\)$/,
  );
  expect(warn.mock.calls).toEqual([[message, { code: "TABPOOL_NO_WEBRTC" }]]);
});

test.each([
  ["without WebRTC", relayLinks],
  ["with it, whose offer is not answered", peerLinks],
])("a volunteer %s is let in through the relay by a room that has no WebRTC", async (_, links) => {
  const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
  onTestFinished(() => warn.mockRestore());
  const { environment, room } = await opened(undefined, { loadLinks });
  const { code, room: view } = await when(room, (state) => state.room.signaling === "reachable");
  const invitation = parseInvitation(new URL(view.joinLinks.at(-1) ?? "").hash.slice(1));
  if (code === null || invitation === null) throw new Error("the room has no link");
  const identity = roomIdentity(invitation, code);
  const dialled = await links.dial(environment.room.register.origin, identity);
  if (dialled.type === "failed") throw new Error(inData(dialled.seen));
  onTestFinished(() => dialled.link.close({ key: "closed-here" }));
  expect(dialled.link.kind).toBe("relay");
  const outcome = await new Promise((done) => {
    proveAsVolunteer(dialled.link, identity, environment.room, done);
  });
  expect(outcome).toEqual({ type: "accepted" });
});

test("modules are read from files and addresses, and files of results are none of a process's", async () => {
  const { environment } = await opened(null);
  expect(await environment.readModule(pathToFileURL(import.meta.filename))).toContain("modules are read from files");
  expect(await environment.readModule(new URL("data:text/javascript,export default 1"))).toBe("export default 1");
  await expect(environment.readModule(new URL("file:///nowhere.js"))).rejects.toThrow("ENOENT");
  const server = await startTestServer();
  onTestFinished(() => server.close());
  await expect(environment.readModule(new URL("/nowhere.js", server.origin))).rejects.toThrow("404");
  expect(() => environment.room.files.beginFile("a.csv", "text/csv")).toThrow("read the results");
});
