import { expect, test } from "vitest";
import { SkippedInput } from "../../core/job/skipped-input.ts";
import { nodeClock as clock } from "../../../node/node-clock.ts";
import { packAll } from "../../core/values/packed.ts";
import { resumeSource } from "./resumed-source.ts";

const file = { name: "a.csv", bytes: 9, modifiedAt: 1, reading: { format: "csv" } };
const row = new SkippedInput("line 2", "has 3 cells instead of 2", "a,b,c");

/** What becomes of a file with these inputs, of which a job has had others. */
async function resume(had: readonly unknown[], now: readonly unknown[]): Promise<unknown> {
  const record = { total: had.length, readInputs: async () => packAll(had), clock };
  const found = await resumeSource({ file, source: now }, record);
  return found.type === "problem" ? found.problem : "it goes on";
}

test("a skipped row that another version describes in other words is the same row", async () => {
  const worded = new SkippedInput(row.place, "three cells, not two", row.text);
  expect(await resume([1, worded, 3], [1, row, 3, 4])).toBe("it goes on");
});

test.each([
  ["another text", new SkippedInput(row.place, row.wrong, "a,b,d")],
  ["another place", new SkippedInput("line 3", row.wrong, row.text)],
  ["an input", { place: row.place, text: row.text }],
  ["a text", "a,b,c"],
])("a skipped row in whose place the record has %s is of another file", async (_, recorded) => {
  expect(await resume([1, recorded, 3], [1, row, 3])).toEqual({ key: "file-of-other-inputs", name: "a.csv", task: 1 });
});

test("an input that looks like a skipped row is compared as a whole", async () => {
  const plain = { place: row.place, wrong: "other", text: row.text };
  expect(await resume([1, row], [1, plain])).toMatchObject({ key: "file-of-other-inputs", task: 1 });
});
