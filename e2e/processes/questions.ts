import { Pool, Queue } from "../../node/index.ts";

// A pool without slots of its own. Prints where tabs join; once one has, what a task there has answered to questions in a queue that lives
// here, and what the task has come to.

const pool = await Pool.open({ processes: 0, server: 0 });

function print(line: unknown): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

print({ link: pool.joinLink, code: pool.code });

const questions = new Queue<number | null>();
const answers = new Queue<number>();
const answering = pool.applyAsync(
  async (asked: Queue<number | null>, given: Queue<number>) => {
    for (let question = await asked.get(); question !== null; question = await asked.get()) {
      await given.put(question * question);
    }
    return "no more questions";
  },
  [questions, answers],
);
for (const question of [2, 3, null]) await questions.put(question);
print([await answers.get(), await answers.get()]);
print(await answering);
await pool.terminate();
