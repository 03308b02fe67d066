import { openThreads } from "./open-threads.ts";

const source = `
  const ways = {
    value: (n) => n,
    say: (n) => { console.log("said", n); console.error("said", n); return n; },
    wait: (n) => new Promise((resolve) => setTimeout(() => resolve(n), 200)),
    bomb: () => { const kept = []; for (;;) kept.push(new Array(100_000).fill(kept.length)); },
  };
  export default ({ way, n }) => ways[way](n);`;

/** Runs by itself: what it waits for is all that keeps its process alive. */
async function scenario(): Promise<void> {
  const pool = await openThreads(2, { heapMb: 64 });
  const job = pool.openJob(source);
  const inputs = ["value", "say", "bomb", "wait"].map((way, n) => ({ way, n }));
  const answers = await Promise.all([pool.run(job, inputs), pool.run(job, [{ way: "wait", n: 5 }], 1)]);
  // Runs that are still open at the end.
  const hanging = pool.openJob("export default () => { for (;;); }");
  void pool.run(hanging, [0]);
  void pool.run(
    pool.openJob("export default () => { setInterval(() => {}, 1_000); return new Promise(() => {}); }"),
    [0],
    1,
  );
  await pool.happened((event) => event.type === "task-started" && event.run === 3);
  pool.compute.closeJob(hanging);
  pool.close();
  process.stdout.write(JSON.stringify(answers));
}

void scenario();
