import { Lock, Pool, Process, Queue } from "../../node/index.ts";

// A pool without slots of its own, whose processes run in tabs. Prints where tabs join. Once one has, prints what a process there
// has answered to questions in a queue that lives here, and its exit code. Then another one takes a lock and keeps it: prints that, and,
// when the spec has closed its tab, how it has ended, and that the lock is free.

const pool = await Pool.open({ processes: 0, server: 0 });

function print(line: unknown): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

print({ link: pool.joinLink, code: pool.code });

const questions = new Queue<number | null>();
const answers = new Queue<number>();
const answering = new Process({
  target: async (asked: Queue<number | null>, given: Queue<number>) => {
    for await (const question of asked) {
      if (question === null) return;
      await given.put(question * question);
    }
  },
  args: [questions, answers],
  where: pool,
});
await answering.start();
for (const question of [2, 3, null]) await questions.put(question);
print([await answers.get(), await answers.get()]);
await answering.join();
print(answering.exitcode);

const lock = new Lock();
const holding = new Process({
  target: async (held: Lock, given: Queue<number>) => {
    await held.acquire();
    await given.put(1);
    await new Promise(() => {});
  },
  args: [lock, answers],
  where: pool,
});
await holding.start();
await answers.get();
print(await lock.acquire(0));
await holding.join();
print([holding.exitcode, await lock.acquire(), lock.abandonedBy]);
await pool.terminate();
