import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { outcomes } from "../core/job/job.ts";
import type { Answer, OpenedCompute } from "./testing/opened-compute.ts";

/** Each value is the number of the task in its Worker. */
const counting = `let count = 0;
  export default (input) => {
    if (input === "loop") for (;;);
    if (input === "throw") throw new Error(String(++count));
    return ++count;
  };`;

const values = async (answers: Promise<Answer[]>): Promise<unknown[]> =>
  (await answers).map((answer) => ("value" in answer ? answer.value : answer.message));

/** What any kind of compute does with one slot whose Workers compute three tasks each. `open`: with so many slots and tasks. */
export function describeTasksPerWorker(
  kind: string,
  open: (slots: number, tasksPerWorker: number) => Promise<OpenedCompute>,
): void {
  describe(`${kind} that are replaced after three tasks`, () => {
    let pool: OpenedCompute;

    beforeEach(async () => {
      pool = await open(1, 3);
    });

    afterEach(() => pool.close());

    test("count through long runs and several short ones", async () => {
      const job = pool.openJob(counting);
      const inputs = Array.from({ length: 10 }, (_, at) => at);
      expect(await values(pool.run(job, inputs))).toEqual([1, 2, 3, 1, 2, 3, 1, 2, 3, 1]);
      expect(await values(pool.run(job, [0]))).toEqual([2]);
      const both = [values(pool.run(job, [0, 0])), values(pool.run(job, [0, 0, 0]))];
      expect(await Promise.all(both)).toEqual([
        [3, 1],
        [2, 3, 1],
      ]);
    });

    test("count tasks that fail, and begin anew after one that ended its Worker", async () => {
      const job = pool.openJob(counting, 300);
      const answers = await values(pool.run(job, [0, "throw", "throw", 0, "loop", 0, 0, 0, 0]));
      expect(answers).toEqual([1, "Error: 2", "Error: 3", 1, expect.stringContaining("300"), 1, 2, 3, 1]);
    });

    test("are replaced with their program's end as others are", async () => {
      const one = pool.openJob(counting);
      const other = pool.openJob(`${counting}\n// another one`);
      expect(await values(pool.run(one, [0, 0]))).toEqual([1, 2]);
      const both = [values(pool.run(other, [0, 0])), values(pool.run(one, [0, 0, 0, 0]))];
      expect(await Promise.all(both)).toEqual([
        [1, 2],
        [1, 2, 3, 1],
      ]);
      const broken = await pool.runProgram("no program", [0, 0]);
      expect(broken).toMatchObject([{ ended: outcomes.notLoaded }]);
      expect(await values(pool.run(one, [0]))).toEqual([1]);
    });
  });
}
