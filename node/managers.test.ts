import { networkInterfaces } from "node:os";
import { startServer } from "../signaling/server.ts";
import { expect, onTestFinished, test, vi } from "vitest";
import { sampleIdentity } from "../web/core/handshake/testing/sample-room.ts";
import { inData } from "../web/core/keyed.ts";
import type { Link } from "../web/links/link.ts";
import { ConnectionRefusedError } from "../web/pool/errors.ts";
import { AuthenticationError, connect, Manager, Queue } from "./index.ts";
import { openNodeManagers } from "./managers.ts";

async function served(address: string): Promise<{ readonly address: string; readonly link: string }> {
  const manager = await Manager.serve({ address, authkey: "abc", register: { getOne: () => 1 } });
  onTestFinished(() => manager.shutdown());
  return manager;
}

const hasVersion6 = Object.values(networkInterfaces()).some((entries) => entries?.some((at) => at.address === "::1"));

/** Loopback addresses of this machine: all of Linux are `127.0.0.0/8`. */
const hosts = ["127.0.0.1", ...(process.platform === "linux" ? ["127.0.0.5"] : []), ...(hasVersion6 ? ["[::1]"] : [])];

test.each(hosts)("a manager listens at %s, tells its port, and is found there by its key alone", async (host) => {
  const { address } = await served(`${host}:0`);
  expect(address).toMatch(/:[1-9]\d*$/);
  expect(address.slice(0, address.lastIndexOf(":"))).toBe(host);
  await using client = await connect<{ getOne: () => number }>({ address, authkey: "abc" });
  expect(await client.getOne()).toBe(1);
  await expect(connect({ address, authkey: "abd" })).rejects.toThrow(AuthenticationError);
});

test("at a server of others a manager has an address that a process can connect to, and can have it again", async () => {
  const server = await startServer({ port: 0, host: "127.0.0.1", appRoot: null });
  onTestFinished(() => server.close());
  const first = await Manager.serve({ address: server.origin, authkey: "abc", register: { getOne: () => 1 } });
  const { address } = first;
  expect(address).toBe(`${server.origin}/?manager=${first.code}`);
  const client = await connect<{ getOne: () => number }>({ address, authkey: "abc" });
  expect(await client.getOne()).toBe(1);
  await client.close();
  await first.shutdown();
  expect(await served(address)).toMatchObject({ address });
  await using again = await connect<{ getOne: () => number }>({ address, authkey: "abc" });
  expect(await again.getOne()).toBe(1);
});

test("an address that is in use is said to be", async () => {
  const { address } = await served("127.0.0.1:0");
  await expect(served(address)).rejects.toThrow("EADDRINUSE");
});

test("after a shutdown nobody is there, and its port is free", async () => {
  const tasks = new Queue();
  const manager = await Manager.serve({ address: "localhost:0", authkey: "abc", register: { getTasks: () => tasks } });
  const { address, link } = manager;
  await manager.shutdown();
  await expect(connect({ address, authkey: "abc" })).rejects.toThrow(ConnectionRefusedError);
  await expect(connect({ link, authkey: "abc" })).rejects.toThrow(ConnectionRefusedError);
  await served(address);
});

test("without an address a manager listens at a free port of all networks", async () => {
  const manager = await Manager.serve({ authkey: "abc", register: {} });
  onTestFinished(() => manager.shutdown());
  expect(manager.address).toMatch(/^localhost:[1-9]\d*$/);
  await using client = await connect({ address: manager.address, authkey: "abc" });
  expect(Object.keys(client)).toEqual([]);
});

test("a process has no server for codes, and where no Tabpool server is that is said", async () => {
  await expect(served("ABC234")).rejects.toThrow("in a process a code needs a server");
  await expect(connect({ address: "ABC234", authkey: "abc" })).rejects.toThrow("give the manager's link");
  await expect(served("http://127.0.0.1:1")).rejects.toThrow(ConnectionRefusedError);
});

test("without WebRTC a client reaches its manager through the relay of the manager's server, and that is said once", async () => {
  const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
  onTestFinished(() => warn.mockRestore());
  const without = await openNodeManagers(() => Promise.reject(new Error("Cannot find package")));
  await openNodeManagers(() => Promise.reject(new Error("Cannot find package")));
  expect(warn).toHaveBeenCalledOnce();
  const server = await without.openServer(null);
  onTestFinished(() => server.close());
  const identity = sampleIdentity();
  const host = server.openHost(identity);
  onTestFinished(() => host.close());
  const links: Link[] = [];
  await new Promise<void>((reachable) => {
    host.listen((event) => {
      if (event.type === "reachable") reachable();
      if (event.type === "link-opened") links.push(event.link);
    });
  });
  const dialled = await without.dial(server.register.origin, identity);
  if (dialled.type === "failed") throw new Error(inData(dialled.seen));
  expect([dialled.link.kind, links.map(({ kind }) => kind)]).toEqual(["relay", ["relay"]]);
});
