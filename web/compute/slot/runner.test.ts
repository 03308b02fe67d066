import { expect, test } from "vitest";
import { jobId } from "../../core/ids.ts";
import { outcomes } from "../../core/job/job.ts";
import type { Task } from "../../core/job/task.ts";
import { packAll, valueAt } from "../../core/values/packed.ts";
import type { SlotMessage, SlotOrder } from "../protocol.ts";
import { Runner } from "./runner.ts";

const job = jobId(1);

const nothing = (): void => {};

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
  let time = 0;
  let onTick = nothing;
  const standstill = { ms: 0 };
  const runner = new Runner({
    sendMessage: (message) => messages.push(message),
    now: () => time,
    every: (_, tick) => {
      onTick = tick;
      return () => (onTick = nothing);
    },
    findStandstill: () => Promise.resolve(standstill.ms),
    loadProgram: () => Promise.resolve({ type: "loaded", readable: String, importFailure: () => null, run }),
  });
  const passTime = (ms: number): void => {
    time += ms;
    onTick();
  };
  return { messages, runner, passTime, standstill };
}

const typesOf = (messages: readonly SlotMessage[]): string[] => messages.map(({ type }) => type);

test("a task is called without a this", async () => {
  const called: unknown[] = [];
  const { runner } = runnerOf(function (this: unknown) {
    called.push(this);
  });
  void runner.carryOutOrder(load);
  await runner.carryOutOrder(runOf(1, 2));
  expect(called).toEqual([undefined, undefined]);
});

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

test("what a settled task has left behind finds its signal aborted, and takes nothing from the running task", async () => {
  const left: Task[] = [];
  let noteRunning = nothing;
  const isRunning = new Promise<void>((resolve) => {
    noteRunning = resolve;
  });
  const stopped: unknown[] = [];
  const { runner } = runnerOf((input, task) => {
    if (input === 0) {
      left.push(task);
      return input;
    }
    return new Promise((resolve) => {
      task.signal.addEventListener("abort", () => {
        stopped.push(input);
        resolve(input);
      });
      noteRunning();
    });
  });
  void runner.carryOutOrder(load);
  void runner.carryOutOrder(runOf(1, 2));
  await isRunning;
  expect(left.map(({ signal }) => signal.aborted)).toEqual([true]);
  void runner.carryOutOrder({ type: "retire" });
  expect(stopped).toEqual([1]);
});

const progressIn = (messages: readonly SlotMessage[]): unknown[] =>
  messages.flatMap((message) => (message.type === "progressed" ? [[message.position, message.part]] : []));

/** A run of two tasks that wait. `say` speaks for the one that runs, `endTask` ends it once it runs. */
async function waitingTasks() {
  const running: { readonly task: Task; readonly resolve: () => void }[] = [];
  const awaited: (() => void)[] = [];
  const { messages, runner, passTime } = runnerOf(
    (_, task) =>
      new Promise<void>((resolve) => {
        running.push({ task, resolve });
        awaited.shift()?.();
      }),
  );
  const nextStart = (): Promise<void> => new Promise((resolve) => awaited.push(resolve));
  const first = nextStart();
  void runner.carryOutOrder(load);
  void runner.carryOutOrder(runOf(1, 2));
  await first;
  const endTask = async (): Promise<void> => {
    const next = nextStart();
    running.at(-1)?.resolve();
    await next;
  };
  return {
    told: () => progressIn(messages),
    say: (part: number) => running.at(-1)?.task.progress(part),
    passTime,
    endTask,
  };
}

test("the last word of a waiting task about its progress is told, though it came soon after another one", async () => {
  const { told, say, passTime } = await waitingTasks();
  say(0);
  passTime(100);
  say(0.05);
  say(0.1);
  passTime(200);
  expect(told()).toEqual([[0, 0]]);
  passTime(200);
  expect(told()).toEqual([
    [0, 0],
    [0, 0.1],
  ]);
  passTime(1_000);
  expect(told()).toHaveLength(2);
});

test("progress that waits to be told ends with its task, and that of the next task takes its place", async () => {
  const { told, say, passTime, endTask } = await waitingTasks();
  say(0);
  say(0.9);
  await endTask();
  passTime(1_000);
  expect(told()).toEqual([[0, 0]]);
  say(0.2);
  say(0.3);
  passTime(1_000);
  expect(told()).toEqual([
    [0, 0],
    [1, 0.2],
    [1, 0.3],
  ]);
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

test("a result that ends the job is reported at once, though others follow in its run", async () => {
  const { messages, runner } = runnerOf((input, task) => (input === 1 ? task.done("found") : input));
  void runner.carryOutOrder(load);
  await runner.carryOutOrder(runOf(1, 4));
  const told = messages.flatMap((message) => (message.type === "results" ? [message.results] : []));
  expect(told.map(({ first, outcomes: ended }) => [first, Array.from(ended)])).toEqual([
    [0, [0, 5]],
    [2, [0, 0]],
  ]);
  expect(told.map(({ values }) => valueAt(values, 1))).toEqual(["found", 3]);
});

test("a call of task.done whose answer is not returned changes nothing", async () => {
  const { messages, runner } = runnerOf((input, { done }) => {
    done("ignored");
    return input;
  });
  void runner.carryOutOrder(load);
  await runner.carryOutOrder(runOf(1, 2));
  const told = messages.flatMap((message) => (message.type === "results" ? Array.from(message.results.outcomes) : []));
  expect(told).toEqual([0, 0]);
});

/** Outcomes and runtimes of all results. */
function endsIn(messages: readonly SlotMessage[]) {
  const ends: [number, number][] = [];
  for (const message of messages) {
    if (message.type !== "results") continue;
    const { outcomes: ended, runtimesMs } = message.results;
    for (const [at, outcome] of ended.entries()) ends.push([outcome, runtimesMs[at] ?? 0]);
  }
  return ends;
}

test("a task that takes longer than its limit is reported as timed out", async () => {
  const { messages, runner, passTime } = runnerOf(() => passTime(1_001));
  void runner.carryOutOrder(load);
  await runner.carryOutOrder(runOf(1, 1));
  expect(endsIn(messages)).toEqual([[outcomes.timedOut, 1_001]]);
});

test.each([
  ["returns", false],
  ["resolves", true],
])(
  "a task that %s is not late for the time in which its process stood still, nor is that its runtime",
  async (_, isAsync) => {
    const { messages, runner, passTime, standstill } = runnerOf((input) => {
      standstill.ms = 4_500;
      passTime(5_400);
      return isAsync ? Promise.resolve(input) : input;
    });
    void runner.carryOutOrder(load);
    await runner.carryOutOrder(runOf(1, 2));
    expect(endsIn(messages)).toEqual([
      [outcomes.value, 900],
      [outcomes.value, 900],
    ]);
    const busyMs = messages.map((message) => (message.type === "results" ? message.results.busyMs : 0));
    expect(busyMs.reduce((sum, ms) => sum + ms, 0)).toBe(1_800);
  },
);

test("what was thrown is kept where the process stood still", async () => {
  const { messages, runner, passTime, standstill } = runnerOf(() => {
    standstill.ms = 4_500;
    passTime(5_000);
    throw new Error("mine");
  });
  void runner.carryOutOrder(load);
  await runner.carryOutOrder(runOf(1, 1));
  expect(endsIn(messages)).toEqual([[outcomes.threw, 500]]);
});
