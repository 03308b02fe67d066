import { afterEach, expect, test, vi } from "vitest";
import { Standstills } from "../../core/standstills.ts";
import type { WorkerReport } from "../protocol.ts";
import { Traffic } from "./traffic.ts";
import { webWorkers } from "./web-workers.ts";
import { Workers } from "./workers.ts";

/** Starting twenty Workers takes seconds on a busy machine. */
const patience = { timeout: 20_000 };

const urls: string[] = [];

afterEach(() => {
  vi.restoreAllMocks();
  for (const url of urls.splice(0)) URL.revokeObjectURL(url);
});

/** Starts a Worker with this script, which has its port as `port`. Resolves to all reports up to the first of type `last`. */
function reportsUntil(script: string, last: WorkerReport["type"]): Promise<WorkerReport[]> {
  const source = `onmessage = ({ ports: [port] }) => { ${script} }`;
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  urls.push(url);
  const reports: WorkerReport[] = [];
  return new Promise((resolve) => {
    const passOn = (report: WorkerReport): void => {
      reports.push(report);
      if (report.type === last) {
        workers.endWorker(1);
        resolve(reports);
      }
    };
    const workers = new Workers(webWorkers(url), passOn, new Standstills(performance.now(), () => Infinity));
    workers.startWorker(1);
  });
}

test("a message is passed on with its Worker's id", async () => {
  const reports = await reportsUntil(`port.postMessage({ type: "ready", more: 1 })`, "worker-message");
  expect(reports).toEqual([{ type: "worker-message", worker: 1, message: { type: "ready" } }]);
});

test("a Worker that floods the frame is ended, and no message of it is passed on after that", async () => {
  const flood = `for (;;) port.postMessage({ type: "at", run: 1, position: 0, exact: false })`;
  const reports = await reportsUntil(flood, "worker-died");
  expect(reports.at(-1)).toEqual({
    type: "worker-died",
    worker: 1,
    trouble: { key: "too-many-messages", most: 20_000 },
  });
  const passedOn = reports.filter(({ type }) => type === "worker-message").length;
  expect(passedOn).toBeGreaterThanOrEqual(20_000);
});

test("a Worker that sends a malformed message is ended", async () => {
  const reports = await reportsUntil(`port.postMessage({ type: "results", results: {} })`, "worker-died");
  expect(reports).toEqual([{ type: "worker-died", worker: 1, trouble: { key: "malformed-slot-message" } }]);
});

test("two columns that share one buffer are passed on", async () => {
  const shared = `const bytes = new Uint8Array(1);
    const values = { ends: Uint32Array.of(1), bytes };
    port.postMessage({ type: "results", results: { run: 1, first: 0, outcomes: bytes, runtimesMs: new Float32Array(1), values, busyMs: 0 } });`;
  const reports = await reportsUntil(shared, "worker-message");
  expect(reports).toMatchObject([{ message: { type: "results" } }]);
});

test("an error that reaches the frame ends the Worker", async () => {
  const reports = await reportsUntil(`throw new Error("broken slot")`, "worker-died");
  expect(reports).toEqual([
    {
      type: "worker-died",
      worker: 1,
      trouble: { key: "thread-failed", message: expect.stringContaining("broken slot") },
    },
  ]);
});

test("a retired Worker is ended as soon as its task has settled, and what it says meanwhile is passed on to nobody", async () => {
  const { reports, workers, terminate } = startedWorker(`port.onmessage = ({ data: [order] }) => {
    if (order.type === "retire") for (const type of ["ready", "retired"]) port.postMessage({ type });
  };`);
  workers.retireWorker(1);
  await vi.waitFor(() => expect(terminate).toHaveBeenCalledTimes(1), patience);
  expect(reports).toEqual([]);
});

test("a retired Worker that does not answer is ended all the same", async () => {
  const { reports, workers, terminate } = startedWorker("for (;;);");
  workers.retireWorker(1);
  await vi.waitFor(() => expect(terminate).toHaveBeenCalledTimes(1), patience);
  expect(reports).toEqual([]);
});

test(
  "a retired Worker that floods the frame, sends what is no message, or fails is ended before its grace is over",
  { timeout: 60_000 },
  async () => {
    const later = setTimeout(() => {}, 0);
    // The grace never ends.
    vi.spyOn(globalThis, "setTimeout").mockReturnValue(later);
    // A true flood takes the page many seconds to read.
    vi.spyOn(Traffic.prototype, "countMessage").mockReturnValue({ key: "too-many-messages", most: 1 });
    const misdeeds = [
      'port.postMessage({ type: "at", run: 1, position: 0, exact: false })',
      'port.postMessage({ type: "nonsense" })',
      'throw new Error("broken slot")',
    ];
    for (const misdeed of misdeeds) {
      const { reports, workers, terminate } = startedWorker(`port.onmessage = () => { ${misdeed} }`);
      workers.retireWorker(1);
      await vi.waitFor(() => expect(terminate).toHaveBeenCalledTimes(1), patience);
      terminate.mockClear();
      expect(reports).toEqual([]);
    }
  },
);

test(
  "sixteen Workers have their grace at a time, and a further one is ended at once",
  { timeout: 60_000 },
  async () => {
    const { workers, terminate } = startedWorker("");
    for (let id = 2; id <= 20; id += 1) workers.startWorker(id);
    for (let id = 1; id <= 20; id += 1) workers.retireWorker(id);
    expect(terminate).toHaveBeenCalledTimes(4);
    await vi.waitFor(() => expect(terminate).toHaveBeenCalledTimes(20), patience);
    workers.startWorker(21);
    workers.retireWorker(21);
    expect(terminate).toHaveBeenCalledTimes(20);
    await vi.waitFor(() => expect(terminate).toHaveBeenCalledTimes(21), patience);
  },
);

/** A Worker with this script, and a spy on the end of Workers. */
function startedWorker(script: string) {
  const source = `onmessage = ({ ports: [port] }) => { ${script} }`;
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  urls.push(url);
  const reports: WorkerReport[] = [];
  const workers = new Workers(
    webWorkers(url),
    (report) => reports.push(report),
    new Standstills(performance.now(), () => Infinity),
  );
  const terminate = vi.spyOn(Worker.prototype, "terminate");
  workers.startWorker(1);
  return { reports, workers, terminate };
}
