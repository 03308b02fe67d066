import { once } from "node:events";
import { openNodeEnvironment } from "../../node/environment.ts";
import { openPool } from "../../web/pool/open-pool.ts";
import { range } from "../../web/pool/range.ts";

// A pool without slots of its own. Prints where tabs join, waits for two of them, then prints each value as it comes; ends when all
// of them are there. The second half of its inputs is there when its own input ends.

const pool = await openPool({ openEnvironment: openNodeEnvironment, cpuCount: () => 0 }, { server: 0 });

function print(line: unknown): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

print({ link: pool.joinLink, code: pool.code });
await new Promise<void>((resolve) => {
  pool.subscribe(() => {
    if (pool.volunteers.length === 2) resolve();
  });
});
async function* numbers(): AsyncGenerator<number> {
  yield* range(100);
  process.stdin.resume();
  await once(process.stdin, "end");
  yield* range(100, 200);
}

const squares = pool.imapUnordered(async (n: number) => {
  await new Promise((resolve) => {
    setTimeout(resolve, 100);
  });
  return [n, n * n];
}, numbers());
for await (const square of squares) print(square);
await pool.terminate();
