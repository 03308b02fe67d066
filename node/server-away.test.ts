import { expect, onTestFinished, test } from "vitest";
import { startServer, type RunningServer } from "../signaling/server.ts";
import { Pool, type PoolConsoleLine } from "./index.ts";

/** Much longer than anything here takes. */
const patience = { timeout: 100_000 };

async function started(port: number): Promise<RunningServer> {
  const server = await startServer({ port, host: "127.0.0.1", appRoot: null });
  onTestFinished(() => server.close());
  return server;
}

test("a pool whose server goes away says so, computes all the same, and is found there once it is back", async () => {
  const said: string[] = [];
  const onConsole = ({ level, text }: PoolConsoleLine): void => void said.push(`${level}: ${text}`);
  const server = await started(0);
  const pool = await Pool.open({ processes: 1, server: server.origin, onConsole });
  onTestFinished(() => pool.terminate());
  const isFound = async (): Promise<number> => (await fetch(`${server.origin}/api/rooms/${pool.code}`)).status;
  await expect.poll(isFound, patience).toBe(200);
  await server.close();
  await expect.poll(() => said.length, patience).toBe(1);
  expect(said[0]).toMatch(
    /^warn: the server is away: tabs that have joined go on, and others can join once it is back: /,
  );
  expect(await pool.map((n: number) => n + 1, [1, 2])).toEqual([2, 3]);
  await started(server.port);
  await expect.poll(isFound, patience).toBe(200);
  await expect.poll(() => said.slice(1), patience).toEqual(["info: the server is back: tabs can join again"]);
}, 240_000);
