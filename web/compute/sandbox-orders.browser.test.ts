import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ComputeEvent } from "./compute.ts";
import type { FrameOrder } from "./protocol.ts";
import type { OpenedCompute } from "./testing/opened-compute.ts";
import { openInPage } from "./testing/page-compute.ts";

let pool: OpenedCompute;

beforeEach(async () => {
  pool = await openInPage(1);
});

afterEach(() => {
  vi.restoreAllMocks();
  pool.close();
});

const isProgress = (event: ComputeEvent) => event.type === "task-progressed";

function isOrder(message: unknown): message is FrameOrder {
  return typeof message === "object" && message !== null && "type" in message;
}

/** The orders that this page sends to its sandbox from now on, to the end of the test. */
function watchOrders(): () => readonly FrameOrder[] {
  const spy = vi.spyOn(MessagePort.prototype, "postMessage");
  return () => spy.mock.calls.flatMap(([message]: readonly unknown[]) => (isOrder(message) ? [message] : []));
}

test("the bytes of a job are sent once to a Worker, however many runs it computes", async () => {
  const orders = watchOrders();
  const files = new Map([["large", new Uint8Array(20_000)]]);
  const job = pool.openJob("export default (_, task) => task.file('large').length", 20_000, { files });
  for (let run = 0; run < 3; run += 1) await pool.run(job, [0, 0]);
  const sent = orders().flatMap((order) => (order.type === "forward-orders" ? order.orders : []));
  expect(sent.map(({ type }) => type)).toEqual(["load", "run", "run", "run"]);
  expect(files.get("large")).toHaveLength(20_000);
});

test("a Worker whose job is closed has its running task told, and the slot computes on without it", async () => {
  const job = pool.openJob(`export default (n, { signal, progress }) => new Promise((resolve) => {
    progress(0.5);
    signal.addEventListener("abort", () => resolve(n));
  })`);
  const run = pool.run(job, [1]);
  await pool.happened(isProgress);
  const orders = watchOrders();
  pool.compute.closeJob(job);
  expect(await run).toEqual([]);
  expect(orders().map(({ type }) => type)).toEqual(["retire-worker", "start-worker"]);
  expect(await pool.runProgram("export default () => 2", [0])).toEqual([{ value: 2 }]);
});

test("an idle Worker whose job is closed is not kept for long", async () => {
  const job = pool.openJob("export default (n) => n * n");
  await pool.run(job, [2]);
  pool.compute.closeJob(job);
  await pool.happened((event) => event.type === "slot-replaced" && event.cause === "aborted");
  expect(await pool.runProgram("export default (n) => n * n", [3])).toEqual([{ value: 9 }]);
});

test("a Worker whose job is closed before its program has loaded is ended at once", async () => {
  await pool.happened(({ type }) => type === "slot-ready");
  const orders = watchOrders();
  const loading = pool.openJob("await new Promise(() => {}); export default () => 1");
  const run = pool.run(loading, [0]);
  pool.compute.closeJob(loading);
  expect(await run).toEqual([]);
  expect(orders().map(({ type }) => type)).toEqual(["forward-orders", "end-worker", "start-worker"]);
});

const endings = (orders: readonly FrameOrder[]): unknown[] =>
  orders.map(({ type }) => type).filter((type) => type !== "forward-orders");

test("a slot that is taken away has its running task told; an idle one and one that loads its program are ended at once", async () => {
  const waiting = pool.openJob("export default (_, { progress }) => { progress(0); return new Promise(() => {}); }");
  const stopped = pool.run(waiting, [0]);
  await pool.happened(isProgress);
  const orders = watchOrders();
  pool.compute.resize(0);
  expect(await stopped).toEqual([]);
  expect(endings(orders())).toEqual(["retire-worker"]);
  pool.compute.resize(1);
  const loading = pool.run(pool.openJob("await new Promise(() => {}); export default () => 1"), [0]);
  pool.compute.resize(0);
  expect(await loading).toEqual([]);
  pool.compute.resize(1);
  pool.compute.resize(0);
  const after = ["start-worker", "end-worker", "start-worker", "end-worker"];
  expect(endings(orders())).toEqual(["retire-worker", ...after]);
});
