import { pool } from "workerpool";
import { openInputs } from "../../web/core/job/inputs.ts";
import type { BareOrder } from "./bare-worker.ts";
// oxlint-disable-next-line import/default -- what follows the question mark makes Vite export its address
import workerpoolUrl from "./workerpool-worker.ts?worker&url";
import { spun } from "./jobs/spin.ts";

/* Web Workers in one page, without a network, a journal or a table: alone, and behind the workerpool library. */

function start(): Worker {
  return new Worker(new URL("./bare-worker.ts", import.meta.url), { type: "module" });
}

function order(worker: Worker, message: BareOrder): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a Worker has none
  worker.postMessage(message);
}

/** Resolves with the next `count` messages of the worker. */
function answers(worker: Worker, count: number): Promise<unknown[]> {
  const heard: unknown[] = [];
  return new Promise((resolve) => {
    const take = ({ data }: MessageEvent<unknown>): void => {
      heard.push(data);
      if (heard.length < count) return;
      worker.removeEventListener("message", take);
      resolve(heard);
    };
    worker.addEventListener("message", take);
  });
}

/** Starts a worker, loads its script and calls its function once. */
async function warm(): Promise<Worker> {
  const worker = start();
  const ready = answers(worker, 2);
  order(worker, { type: "square", n: 1 });
  order(worker, { type: "spin", rounds: [1_000_000] });
  await ready;
  return worker;
}

function numbers(count: number): number[] {
  const source = openInputs({ type: "random", seed: 1, count, columns: [{ smallest: 0, largest: 10_000 }] });
  return Array.from({ length: count }, (_, index) => Number(source.at(index)));
}

function requireRight(values: readonly unknown[], inputs: readonly number[]): void {
  const isRight = inputs.every((n, at) => values[at] === `${n} * ${n} = ${n * n}`);
  if (!isRight || values.length !== inputs.length) throw new Error("a peer's results are wrong");
}

/** Each time is the mean of ten: a page's clock has steps of 0.1 ms, about as long as one of these takes. */
const tripsATime = 10;

async function timesOf(count: number, trip: () => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  while (times.length < count) {
    const startedAt = performance.now();
    for (let done = 0; done < tripsATime; done += 1) await trip();
    times.push((performance.now() - startedAt) / tripsATime);
  }
  return times;
}

const bench = {
  /** Milliseconds for all squares, each with a message there and one back. */
  async singles(count: number): Promise<number> {
    const inputs = numbers(count);
    const worker = await warm();
    const startedAt = performance.now();
    const heard = answers(worker, count);
    for (const n of inputs) order(worker, { type: "square", n });
    const values = await heard;
    const ms = performance.now() - startedAt;
    worker.terminate();
    requireRight(values, inputs);
    return ms;
  },

  /** Milliseconds for all squares in batches of this size. */
  async batches(count: number, size: number): Promise<number> {
    const inputs = numbers(count);
    const worker = await warm();
    const startedAt = performance.now();
    const heard = answers(worker, Math.ceil(count / size));
    for (let from = 0; from < count; from += size) {
      order(worker, { type: "squares", numbers: inputs.slice(from, from + size) });
    }
    const values = await heard;
    const ms = performance.now() - startedAt;
    worker.terminate();
    requireRight(values.flat(), inputs);
    return ms;
  },

  /** Milliseconds for all squares by workerpool with one worker, which has no batches. */
  async workerpool(count: number): Promise<number> {
    const inputs = numbers(count);
    const workers = pool(workerpoolUrl, { maxWorkers: 1, workerType: "web", workerOpts: { type: "module" } });
    await workers.exec("square", [1]);
    const startedAt = performance.now();
    const values = await Promise.all(inputs.map((n) => workers.exec("square", [n])));
    const ms = performance.now() - startedAt;
    await workers.terminate(true);
    requireRight(values, inputs);
    return ms;
  },

  /** Milliseconds of each square, one after the other. */
  async roundTrips(count: number): Promise<number[]> {
    const worker = await warm();
    const times = await timesOf(count, async () => {
      const heard = answers(worker, 1);
      order(worker, { type: "square", n: 7 });
      await heard;
    });
    worker.terminate();
    return times;
  },

  async workerpoolRoundTrips(count: number): Promise<number[]> {
    const workers = pool(workerpoolUrl, { maxWorkers: 1, workerType: "web", workerOpts: { type: "module" } });
    await workers.exec("square", [1]);
    const times = await timesOf(count, async () => {
      await workers.exec("square", [7]);
    });
    await workers.terminate(true);
    return times;
  },

  /** Rounds of the spin job that take a millisecond in a worker of this page. */
  async roundsAMillisecond(): Promise<number> {
    const worker = await warm();
    const rounds = 500_000_000;
    const startedAt = performance.now();
    const heard = answers(worker, 1);
    order(worker, { type: "spin", rounds: [rounds] });
    await heard;
    const ms = performance.now() - startedAt;
    worker.terminate();
    return Math.round(rounds / ms);
  },

  /** Milliseconds until all workers have done their tasks, which they get at once. */
  async spinSplit(workerCount: number, tasksEach: number, rounds: number): Promise<number> {
    const workers = await Promise.all(Array.from({ length: workerCount }, () => warm()));
    const startedAt = performance.now();
    const heard = workers.map((worker) => answers(worker, 1));
    for (const worker of workers) order(worker, { type: "spin", rounds: Array(tasksEach).fill(rounds) });
    const values = await Promise.all(heard);
    const ms = performance.now() - startedAt;
    for (const worker of workers) worker.terminate();
    if (values.flat(2).some((value) => value !== spun(rounds))) throw new Error("a bare worker's results are wrong");
    return ms;
  },
};

export type WorkersBench = typeof bench;

Object.assign(globalThis, { bench });
