import { afterEach, expect, test } from "vitest";
import type { FrameReport } from "../protocol.ts";
import { Workers } from "./workers.ts";

const urls: string[] = [];

afterEach(() => {
  for (const url of urls.splice(0)) URL.revokeObjectURL(url);
});

/** Starts a Worker with this script, which gets its port as `port`; resolves to all reports up to the wanted one. */
function reportsUntil(script: string, last: FrameReport["type"]): Promise<FrameReport[]> {
  const source = `onmessage = ({ ports: [port] }) => { ${script} }`;
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  urls.push(url);
  const reports: FrameReport[] = [];
  return new Promise((resolve) => {
    const workers = new Workers(url, (report) => {
      reports.push(report);
      if (report.type === last) {
        workers.end(1);
        resolve(reports);
      }
    });
    workers.start(1);
  });
}

test("a word is passed on under its Worker's name", async () => {
  const reports = await reportsUntil(`port.postMessage({ type: "ready", more: 1 })`, "worker-said");
  expect(reports).toEqual([{ type: "worker-said", worker: 1, word: { type: "ready" } }]);
});

test("a Worker that floods the frame is ended, and nothing of it is heard after that", async () => {
  const flood = `for (;;) port.postMessage({ type: "at", run: 1, position: 0, exact: false })`;
  const reports = await reportsUntil(flood, "worker-died");
  expect(reports.at(-1)).toEqual({ type: "worker-died", worker: 1, detail: expect.stringContaining("20000 messages") });
  const said = reports.filter(({ type }) => type === "worker-said").length;
  expect(said).toBeGreaterThanOrEqual(20_000);
});

test("a Worker that sends what no slot sends is ended", async () => {
  const reports = await reportsUntil(`port.postMessage({ type: "results", results: {} })`, "worker-died");
  expect(reports).toEqual([{ type: "worker-died", worker: 1, detail: "It sent what no slot sends." }]);
});

test("two columns that share one buffer do no harm", async () => {
  const shared = `const bytes = new Uint8Array(1);
    const values = { ends: Uint32Array.of(1), bytes };
    port.postMessage({ type: "results", results: { run: 1, first: 0, outcomes: bytes, runtimesMs: new Float32Array(1), values, busyMs: 0 } });`;
  const reports = await reportsUntil(shared, "worker-said");
  expect(reports).toMatchObject([{ word: { type: "results" } }]);
});

test("an error that gets as far as the frame is the Worker's end", async () => {
  const reports = await reportsUntil(`throw new Error("broken slot")`, "worker-died");
  expect(reports).toEqual([{ type: "worker-died", worker: 1, detail: expect.stringContaining("broken slot") }]);
});
