import { expect, test } from "vitest";
import { sampleBlob } from "../../../core/blobs/testing/sample-blobs.ts";
import { checkDefinition } from "../../../core/job/job-definition.ts";
import { defaultJobOptions } from "../../../core/job/job.ts";
import { sampleJob } from "../../../core/job/testing/sample-job.ts";
import { fillingFrom, withTheRest } from "./filled-form.ts";
import { beyondForm, inputsInShort, optionsInShort } from "./job-in-short.ts";

const [shared, table, other] = [sampleBlob(10, 1), sampleBlob(2_000, 2), sampleBlob(30, 3)];

const brought = checkDefinition(
  sampleJob({
    shared: shared.name,
    program: { language: "javascript", source: "export default 1", files: { "table.bin": table.name } },
    needs: ["webgpu"],
    options: {
      ...defaultJobOptions,
      seed: 7,
      maxAttempts: 2,
      timeLimitMs: 1_500,
      order: "index",
      precision: { type: "percent", halfWidth: 0.5 },
      atMostOnce: true,
    },
    view: { type: "table", input: "{0}", task: null },
  }),
);
const job = { definition: brought, blobs: [shared, table] };

test("what a job brings and the form has no field for stays with it, and what the form makes goes first", () => {
  const made = sampleJob({
    title: "Changed",
    program: { language: "javascript", source: "export default 2", files: { "own.bin": other.name } },
  });
  const ready = withTheRest({ type: "prepared", definition: made, source: null, blobs: [other] }, job);
  expect(ready.definition).toEqual({
    ...made,
    shared: shared.name,
    program: { ...made.program, files: { "table.bin": table.name, "own.bin": other.name } },
    needs: ["webgpu"],
    options: { ...made.options, seed: 7, atMostOnce: true },
    view: { ...made.view, input: "{0}" },
  });
  expect(ready.blobs).toEqual([other, shared, table]);

  const replaced = { ...made, shared: other.name };
  const own = withTheRest({ type: "prepared", definition: replaced, source: null, blobs: [other] }, job);
  expect(own.definition.shared).toEqual(other.name);
  // The value that it takes the place of is not sent along.
  expect(own.blobs).toEqual([other, table]);
});

test("a form is filled in with the options as they are, also with those that no field allows", () => {
  const { options, leftOut } = fillingFrom(job, "job 3");
  expect(options).toMatchObject({ limit: "1.5", attempts: "2", batch: "auto", speculation: "on", order: "index" });
  expect(options.precision).toBe("0.5%");
  expect(leftOut).toEqual([]);
});

test("a job is told in short", () => {
  expect(inputsInShort(brought)).toBe("10 numbers from 0 to 9");
  expect(optionsInShort(brought)).toBe(
    "time limit 1.5 s, attempts 2, results by index, end when the mean is known to ± 0.5%, seed 7, each task at most once",
  );
  expect(beyondForm(job)).toEqual([
    "a shared value of 10 B",
    "the file table.bin (2.0 kB)",
    "the need of webgpu",
    "the seed 7 of its tasks’ random numbers",
    "the rule that each of its tasks is executed at most once",
    "its words for an input, “{0}”",
  ]);
  const inputs = { type: "list", values: [1, 2, 3, 4, 5, 6] } as const;
  expect(inputsInShort(checkDefinition(sampleJob({ inputs })))).toBe("6 inputs: 1, 2, 3, 4, 5, …");
  const columns = [
    { smallest: 0, largest: 9 },
    { smallest: 1, largest: 2 },
  ];
  expect(inputsInShort(sampleJob({ inputs: { type: "random", seed: 3, count: 1_000, columns } }))).toBe(
    "1,000 lists of random numbers from 0 to 9, and 1 to 2; seed 3",
  );
});
