import { openInPage } from "./page-compute.ts";

const source = `export default (n) => {
  if (n >= 0) return n;
  const kept = [];
  for (;;) kept.push(new Array(1_000_000).fill(n + 0.5));
}`;

async function scenario(): Promise<void> {
  const pool = await openInPage(2);
  const job = pool.openJob(source);
  const [bombed, beside] = await Promise.all([pool.run(job, [0, 1, -1, 3]), pool.run(job, [5, 6], 1)]);
  const after = await pool.run(job, [7], 1);
  await fetch("/result", { method: "POST", body: JSON.stringify({ bombed, beside, after }) });
}

void scenario();
