import { expect, test } from "vitest";
import { jobId } from "../../core/ids.ts";
import type { Task } from "../../core/job/task.ts";
import { packAll } from "../../core/values/packed.ts";
import type { SlotMessage, SlotOrder } from "../protocol.ts";
import { Runner } from "./runner.ts";

const job = jobId(1);

const load: SlotOrder = {
  type: "load",
  job,
  source: "",
  timeLimitMs: 1_000,
  seed: 0,
  shared: null,
  files: new Map(),
};

function runOf(run: number, count: number): SlotOrder {
  const inputs = packAll(Array.from({ length: count }, (_, at) => at));
  const tasks = { indices: new Uint32Array(count), attempts: new Uint8Array(count).fill(1) };
  return { type: "run", run, job, inputs, ...tasks, from: 0, carefulFrom: count };
}

function runnerOf(run: (input: unknown, task: Task) => unknown) {
  const messages: SlotMessage[] = [];
  const runner = new Runner({
    sendMessage: (message) => messages.push(message),
    now: () => 0,
    every: () => () => {},
    loadProgram: () => Promise.resolve({ type: "loaded", readable: String, run }),
  });
  return { messages, runner };
}

const nothing = (): void => {};

const typesOf = (messages: readonly SlotMessage[]): string[] => messages.map(({ type }) => type);

test("a task that listens to its signal learns that its slot is retired, and no other task begins", async () => {
  const begun: unknown[] = [];
  let noteRunning = nothing;
  const isRunning = new Promise<void>((resolve) => {
    noteRunning = resolve;
  });
  const { messages, runner } = runnerOf((input, { signal }) => {
    begun.push(input);
    noteRunning();
    return new Promise((resolve) => signal.addEventListener("abort", () => resolve("stopped")));
  });
  void runner.carryOutOrder(load);
  void runner.carryOutOrder(runOf(1, 3));
  void runner.carryOutOrder(runOf(2, 1));
  await isRunning;
  expect(typesOf(messages)).toEqual(["loaded"]);
  await runner.carryOutOrder({ type: "retire" });
  expect(begun).toEqual([0]);
  expect(typesOf(messages).at(-1)).toBe("retired");
});

test("a task that asks for its signal only after the abort finds it aborted", async () => {
  let retire = nothing;
  const isRetired = new Promise<void>((resolve) => {
    retire = resolve;
  });
  let noteRunning = nothing;
  const isRunning = new Promise<void>((resolve) => {
    noteRunning = resolve;
  });
  const found: boolean[] = [];
  const { runner } = runnerOf(async (_, task) => {
    noteRunning();
    await isRetired;
    found.push(task.signal.aborted);
  });
  void runner.carryOutOrder(load);
  void runner.carryOutOrder(runOf(1, 1));
  await isRunning;
  const ended = runner.carryOutOrder({ type: "retire" });
  retire();
  await ended;
  expect(found).toEqual([true]);
});

test("each task has a signal of its own, the same one for as long as it runs", async () => {
  const signals: AbortSignal[] = [];
  const { runner } = runnerOf((_, task) => {
    expect(task.signal).toBe(task.signal);
    signals.push(task.signal);
  });
  void runner.carryOutOrder(load);
  await runner.carryOutOrder(runOf(1, 2));
  expect(signals).toHaveLength(2);
  expect(signals[0]).not.toBe(signals[1]);
  expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
});

test("runs of a forgotten job are passed over", async () => {
  const { messages, runner } = runnerOf((input) => input);
  void runner.carryOutOrder(load);
  void runner.carryOutOrder({ type: "forget", job });
  await runner.carryOutOrder(runOf(1, 2));
  expect(messages).toEqual([]);
});

test("a slot that is retired without a task says so at once", async () => {
  const { messages, runner } = runnerOf((input) => input);
  await runner.carryOutOrder({ type: "retire" });
  expect(messages).toEqual([{ type: "retired" }]);
});
