import { expect, test } from "vitest";
import { Lock, Process, Queue, Value, type ProcessTask } from "../browser.ts";

async function count(total: Value, done: Queue<string>, { process }: ProcessTask): Promise<void> {
  for (let n = 0; n < 5; n += 1) await total.run(async () => total.set((await total.get()) + 1));
  await done.put(process.name);
}

async function holdForEver(lock: Lock, questions: Queue<number>, given: Queue<number>): Promise<void> {
  await lock.acquire();
  for await (const n of questions) await given.put(n * n);
}

test("processes in the sandbox of a page call objects of the page", async () => {
  const [total, done] = [new Value("i"), new Queue<string>()];
  const counting = ["a", "b"].map((name) => new Process({ target: count, args: [total, done], name }));
  await Promise.all(counting.map((process) => process.start()));
  await Promise.all(counting.map((process) => process.join()));
  expect(counting.map(({ exitcode, reason }) => [exitcode, reason])).toEqual([
    [0, null],
    [0, null],
  ]);
  expect([await total.get(), [await done.get(), await done.get()].toSorted()]).toEqual([10, ["a", "b"]]);
});

test("a process that is terminated frees what it holds, and its sandbox goes with it", async () => {
  const [lock, questions, given] = [new Lock(), new Queue<number>(), new Queue<number>()];
  const process = new Process({ target: holdForEver, args: [lock, questions, given] });
  await process.start();
  await questions.put(7);
  expect(await given.get()).toBe(49);
  expect(await lock.acquire(0)).toBe(false);
  process.terminate();
  expect([await lock.acquire(), lock.abandonedBy]).toEqual([true, "lost"]);
  await process.join();
  expect([process.exitcode, process.reason]).toEqual([-15, "it was terminated"]);
  expect(document.querySelector("iframe")).toBeNull();
});
