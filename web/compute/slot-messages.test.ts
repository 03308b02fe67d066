import { expect, test } from "vitest";
import { packAll } from "../core/values/packed.ts";
import { toBriefResults, fromBriefResults } from "./brief-results.ts";
import { parseFrameReport, parseSlotMessage } from "./slot-messages.ts";

const results = {
  run: 1,
  first: 0,
  outcomes: Uint8Array.of(0, 1),
  runtimesMs: new Float32Array(2),
  values: packAll([1, { name: "", message: "", stack: "" }]),
  busyMs: 1,
};

const called = { run: 3, position: 2, call: 4, received: 3, request: packAll(["q", "get"]) };

const alike = {
  run: 2,
  first: 7,
  outcomes: new Uint8Array(40).fill(1),
  runtimesMs: new Float32Array(40),
  values: packAll(Array.from({ length: 40 }, () => ({ name: "Error", message: "no luck", stack: "" }))),
  busyMs: 1,
};

test("equal results are sent once, and are the same afterwards", () => {
  const brief = toBriefResults({ type: "results", results: alike });
  if (brief.type !== "brief-results") throw new Error("the results are not brief");
  expect(brief.values.length).toBeLessThan(100);
  expect(fromBriefResults(brief)).toEqual(alike);
  expect(fromBriefResults({ ...brief, values: Uint8Array.of(1, 2) })).toBeNull();
  const others = { type: "results", results } as const;
  expect(toBriefResults(others)).toBe(others);
});

test("every message of a slot is parsed", () => {
  for (const message of [
    { type: "ready" },
    { type: "loaded", run: 3 },
    { type: "at", run: 3, position: 0, exact: true },
    { type: "called", ...called },
    { type: "results", results },
    toBriefResults({ type: "results", results: alike }),
  ]) {
    expect(parseSlotMessage(message)).toEqual(message);
    expect(parseFrameReport({ type: "worker-message", worker: 4, message })).toEqual({
      type: "worker-message",
      worker: 4,
      message,
    });
  }
});

test.each([
  ["nothing", null],
  ["a text", "ready"],
  ["an unknown type", { type: "done" }],
  ["a negative position", { type: "at", run: 1, position: -1, exact: true }],
  ["a missing field", { type: "at", run: 1, position: 0 }],
  ["a call without a method", { type: "called", ...called, request: packAll(["q"]) }],
  ["a call with too many arguments", { type: "called", ...called, request: packAll("nineteen characters") }],
  ["a call that has its own answer", { type: "called", ...called, received: 4 }],
  ["a call with no bytes", { type: "called", ...called, request: { ends: Uint32Array.of(1, 2), bytes: [] } }],
  ["columns of different lengths", { type: "results", results: { ...results, outcomes: new Uint8Array(1) } }],
  ["no positions", { type: "results", results: { ...results, outcomes: new Uint8Array(0) } }],
  ["an unknown outcome", { type: "results", results: { ...results, outcomes: Uint8Array.of(0, 9) } }],
  ["a column of another kind", { type: "results", results: { ...results, runtimesMs: [0, 0] } }],
  ["a busy time of NaN", { type: "results", results: { ...results, busyMs: NaN } }],
  ["an infinite busy time", { type: "results", results: { ...results, busyMs: Infinity } }],
  ["a negative busy time", { type: "results", results: { ...results, busyMs: -1 } }],
  ["a runtime of NaN", { type: "results", results: { ...results, runtimesMs: Float32Array.of(1, NaN) } }],
  ["an infinite runtime", { type: "results", results: { ...results, runtimesMs: Float32Array.of(Infinity, 1) } }],
  ["a negative runtime", { type: "results", results: { ...results, runtimesMs: Float32Array.of(1, -1) } }],
  [
    "descending ends",
    { type: "results", results: { ...results, values: { ...results.values, ends: Uint32Array.of(5, 2) } } },
  ],
  [
    "bytes beyond the last end",
    { type: "results", results: { ...results, values: { ...results.values, bytes: new Uint8Array(999) } } },
  ],
])("%s is no message of a slot", (_, message) => {
  expect(parseSlotMessage(message)).toBeNull();
  expect(parseFrameReport({ type: "worker-message", worker: 4, message })).toBeNull();
});

test("a frame's own reports are parsed, and nothing else is", () => {
  const tried = { type: "escapes-tried", open: ["fetch"], features: ["wasm-simd"], failure: null };
  expect(parseFrameReport(tried)).toEqual(tried);
  expect(parseFrameReport({ type: "pong", ping: 1, stoodStillMs: 0.5 })).toEqual({
    type: "pong",
    ping: 1,
    stoodStillMs: 0.5,
  });
  const died = { type: "worker-died", worker: 1, trouble: { key: "thread-failed", message: "x" } };
  expect(parseFrameReport(died)).toEqual(died);
  expect(parseFrameReport({ ...died, trouble: { key: "thread-failed" } })).toBeNull();
  expect(parseFrameReport({ ...tried, failure: { key: "constructor" } })).toBeNull();
  expect(parseFrameReport({ type: "pong" })).toBeNull();
  expect(parseFrameReport({ type: "pong", ping: 1, stoodStillMs: Number.NaN })).toBeNull();
  expect(parseFrameReport(undefined)).toBeNull();
});
