import * as fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { outcomes } from "../core/job/job.ts";
import { OpenedCompute } from "./testing/opened-compute.ts";

let pool: OpenedCompute;

beforeEach(async () => {
  pool = await OpenedCompute.open(2);
});

afterEach(() => pool.close());

test("a frame that is removed is replaced: the running task crashed, the others are computed", async () => {
  const source = "export default (n) => n === 1 ? new Promise(() => {}) : n";
  const job = pool.openJob(source);
  const answers = Promise.all([pool.run(job, [0, 1]), pool.run(job, [2, 3])]);
  await pool.happened((event) => event.type === "results");
  document.querySelector("iframe")?.remove();
  expect(await answers).toEqual([
    [{ value: 0 }, { ended: outcomes.crashed, message: "SlotCrashed: frame-removed" }],
    [{ value: 2 }, { value: 3 }],
  ]);
  expect(document.querySelectorAll("iframe")).toHaveLength(1);
});

test("a sandbox that dies again and again is given up with its reason", async () => {
  const saboteur = new MutationObserver((records) => {
    for (const node of records.flatMap(({ addedNodes }) => [...addedNodes])) {
      node.addEventListener("load", () => document.querySelector("iframe")?.remove());
    }
  });
  saboteur.observe(document.body, { childList: true });
  document.querySelector("iframe")?.remove();
  await pool.happened((event) => event.type === "failed");
  saboteur.disconnect();
  expect(pool.events.at(-1)).toEqual({
    type: "failed",
    trouble: { key: "frame-without-script", url: expect.stringContaining("/sandbox.html") },
  });
  expect(document.querySelector("iframe")).toBeNull();
});

const program = `export default ({ way, n }) => {
  switch (way) {
    case "at once": return n;
    case "later": return new Promise((resolve) => setTimeout(() => resolve(n), n % 7));
    case "soon": return Promise.resolve(n);
    case "throw": throw new Error(String(n));
    case "reject": return Promise.reject(new Error(String(n)));
    case "unsendable": return () => n;
    case "loop": for (;;);
    case "never": return new Promise(() => {});
  }
}`;

const ends: Readonly<Record<string, number>> = {
  throw: outcomes.threw,
  reject: outcomes.threw,
  unsendable: outcomes.threw,
  loop: outcomes.timedOut,
  never: outcomes.timedOut,
};

function weighed(weight: number, ways: readonly string[]): { weight: number; arbitrary: fc.Arbitrary<string> } {
  return { weight, arbitrary: fc.constantFrom(...ways) };
}

test("whatever the mix, each position ends in its own way, once and in order", { timeout: 60_000 }, async () => {
  const way = fc.oneof(
    weighed(40, ["at once", "later", "soon", "throw", "reject", "unsendable"]),
    weighed(1, ["loop", "never"]),
  );
  const run = fc.array(way, { minLength: 1, maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(fc.array(run, { minLength: 1, maxLength: 4 }), async (runs) => {
      const job = pool.openJob(program, 150);
      const answers = await Promise.all(
        runs.map((ways, i) =>
          pool.run(
            job,
            ways.map((own, n) => ({ way: own, n })),
            i % 2,
          ),
        ),
      );
      expect(answers.map((own) => own.map((answer) => ("ended" in answer ? answer.ended : answer.value)))).toEqual(
        runs.map((ways) => ways.map((own, n) => ends[own] ?? n)),
      );
      pool.compute.closeJob(job);
    }),
    { numRuns: 8, endOnFailure: true },
  );
});
