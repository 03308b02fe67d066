import { expect, test } from "vitest";
import { packAll } from "../core/values/packed.ts";
import { inBrief, inFull } from "./brief-results.ts";
import { parseFrameReport, parseSlotWord } from "./slot-messages.ts";

const results = {
  run: 1,
  first: 0,
  outcomes: Uint8Array.of(0, 1),
  runtimesMs: new Float32Array(2),
  values: packAll([1, { name: "", message: "", stack: "" }]),
  busyMs: 1,
};

const alike = {
  run: 2,
  first: 7,
  outcomes: new Uint8Array(40).fill(1),
  runtimesMs: new Float32Array(40),
  values: packAll(Array.from({ length: 40 }, () => ({ name: "Error", message: "no luck", stack: "" }))),
  busyMs: 1,
};

test("results that are alike travel in brief, and are the same afterwards", () => {
  const brief = inBrief({ type: "results", results: alike });
  if (brief.type !== "brief-results") throw new Error("they are not told in brief");
  expect(brief.values.length).toBeLessThan(100);
  expect(inFull(brief)).toEqual(alike);
  expect(inFull({ ...brief, values: Uint8Array.of(1, 2) })).toBeNull();
  const others = { type: "results", results } as const;
  expect(inBrief(others)).toBe(others);
});

test("every word of a slot is understood", () => {
  for (const word of [
    { type: "ready" },
    { type: "loaded", run: 3 },
    { type: "at", run: 3, position: 0, exact: true },
    { type: "results", results },
    inBrief({ type: "results", results: alike }),
  ]) {
    expect(parseSlotWord(word)).toEqual(word);
    expect(parseFrameReport({ type: "worker-said", worker: 4, word })).toEqual({
      type: "worker-said",
      worker: 4,
      word,
    });
  }
});

test.each([
  ["nothing", null],
  ["a text", "ready"],
  ["an unknown type", { type: "done" }],
  ["a position that is none", { type: "at", run: 1, position: -1, exact: true }],
  ["a missing field", { type: "at", run: 1, position: 0 }],
  ["columns of different lengths", { type: "results", results: { ...results, outcomes: new Uint8Array(1) } }],
  ["no positions", { type: "results", results: { ...results, outcomes: new Uint8Array(0) } }],
  ["an unknown outcome", { type: "results", results: { ...results, outcomes: Uint8Array.of(0, 9) } }],
  ["a column of another kind", { type: "results", results: { ...results, runtimesMs: [0, 0] } }],
  ["a busy time that is no number", { type: "results", results: { ...results, busyMs: NaN } }],
  ["a busy time without end", { type: "results", results: { ...results, busyMs: Infinity } }],
  ["a busy time that goes back", { type: "results", results: { ...results, busyMs: -1 } }],
  ["a runtime that is no number", { type: "results", results: { ...results, runtimesMs: Float32Array.of(1, NaN) } }],
  ["a runtime without end", { type: "results", results: { ...results, runtimesMs: Float32Array.of(Infinity, 1) } }],
  ["a runtime that goes back", { type: "results", results: { ...results, runtimesMs: Float32Array.of(1, -1) } }],
  [
    "ends that go back",
    { type: "results", results: { ...results, values: { ...results.values, ends: Uint32Array.of(5, 2) } } },
  ],
  [
    "bytes beyond the last end",
    { type: "results", results: { ...results, values: { ...results.values, bytes: new Uint8Array(999) } } },
  ],
])("%s is no word of a slot", (_, word) => {
  expect(parseSlotWord(word)).toBeNull();
  expect(parseFrameReport({ type: "worker-said", worker: 4, word })).toBeNull();
});

test("a frame's own reports are understood, and nothing else is", () => {
  const tried = { type: "escapes-tried", open: ["fetch"], failure: null };
  expect(parseFrameReport(tried)).toEqual(tried);
  expect(parseFrameReport({ type: "pong", ping: 1 })).toEqual({ type: "pong", ping: 1 });
  expect(parseFrameReport({ type: "worker-died", worker: 1, detail: "x" })).not.toBeNull();
  expect(parseFrameReport({ type: "pong" })).toBeNull();
  expect(parseFrameReport(undefined)).toBeNull();
});
