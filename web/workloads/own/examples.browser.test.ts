import { afterAll, expect, test } from "vitest";
import { openInputs } from "../../core/job/inputs.ts";
import { checkDefinition } from "../../core/job/job-definition.ts";
import { defaultJobOptions } from "../../core/job/job.ts";
import { inData } from "../../core/keyed.ts";
import { describeThrown } from "../../core/values/describe-thrown.ts";
import { TrialBench } from "../../environment/browser/trial-bench.ts";
import { presetsOf } from "../field.ts";
import type { Example, ReadyJob } from "../workload.ts";
import { own } from "./own.ts";

const bench = new TrialBench();

afterAll(() => bench.close());

async function readyJobOf({ loadValues }: Example): Promise<ReadyJob> {
  const values = { ...presetsOf(own.fields), ...(await loadValues()) };
  const chosen = { ...defaultJobOptions, timeLimitMs: "auto" } as const;
  expect(own.check(values)).toEqual({});
  const prepared = await own.prepareJob?.(values, chosen, (trial) => bench.runTrial(trial));
  if (prepared?.type !== "prepared") throw new Error(`not prepared: ${JSON.stringify(prepared)}`);
  return prepared;
}

/** What the program makes of the input: a value, or the words of what it throws. */
async function outcomeOf({ definition, blobs }: ReadyJob, input: unknown): Promise<unknown> {
  const { program, shared } = definition;
  const bytesOf = (hash: string | undefined): Uint8Array =>
    blobs.find(({ name }) => name.hash === hash)?.bytes ?? new Uint8Array();
  const { end } = await bench.runTrial({
    source: program.source,
    input,
    timeLimitMs: 60_000,
    shared: shared === null ? null : bytesOf(shared.hash),
    files: new Map(Object.entries(program.files).map(([name, { hash }]) => [name, bytesOf(hash)])),
  });
  if (end.type === "unavailable") throw new Error(inData(end.seen));
  return end.type === "value" ? end.value : `${describeThrown(end.thrown).name}: ${describeThrown(end.thrown).message}`;
}

const isPixels = (value: unknown): boolean => value instanceof Uint8ClampedArray && value.length === 4 * 64 * 64;

/** Of each example: how it is shown, how many inputs it has, and what comes of the first ones. */
const expected: readonly (readonly [string, string, number, readonly unknown[]])[] = [
  ["collatz", "numbers", 5, [111, 118]],
  ["square", "numbers", 100, [1, 4, 9]],
  ["prime", "runtimes", 21, [false, false, false, true]],
  ["word-count", "histogram", 4, [5, 4, 0]],
  ["pause", "runtimes", 6, ["waited 300 ms", "waited 100 ms"]],
  ["progress", "numbers", 6, [expect.closeTo(Math.PI, 1)]],
  ["shared-table", "numbers", 3, [2, 8.8, 7.2]],
  ["file", "numbers", 4, [3, 1, 3, 0]],
  [
    "tiles",
    "tiles",
    20,
    [
      { x: 0, y: 0, width: 64, height: 64, rgba: expect.toSatisfy(isPixels) },
      { x: 64, y: 0, width: 64, height: 64, rgba: expect.toSatisfy(isPixels) },
    ],
  ],
  ["throws", "numbers", 6, [7, -0.5, 'TypeError: no number: "seven"', 1000, 'TypeError: no number: ""', 31]],
  ["stops-early", "runtimes", 100, [null]],
];

test.each(expected)("the example %s runs as it stands, and is shown as %s", async (id, view, count, outcomes) => {
  const example = own.examples?.find((one) => one.id === id);
  if (example === undefined) throw new Error(`there is no example ${id}`);
  const ready = await readyJobOf(example);
  const inputs = openInputs(checkDefinition(ready.definition).inputs);
  expect([ready.definition.view.type, inputs.total]).toEqual([view, count]);
  for (const [at, outcome] of outcomes.entries()) expect(await outcomeOf(ready, inputs.at(at))).toEqual(outcome);
});

test("each example is among these", () => {
  expect(own.examples?.map(({ id }) => id)).toEqual(expected.map(([id]) => id));
});

test("the example that stops early says where it has found one, and that this is the end", async () => {
  const example = own.examples?.find(({ id }) => id === "stops-early");
  if (example === undefined) throw new Error("there is no such example");
  const { definition } = await readyJobOf(example);
  const { end } = await bench.runTrial({ source: definition.program.source, input: 620_001, timeLimitMs: 60_000 });
  expect(end).toMatchObject({ type: "value", value: { start: 626_331, steps: 508 }, endsJob: true });
});
