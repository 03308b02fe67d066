import { expect, test } from "vitest";
import { checkDefinition } from "../../../core/job/job-definition.ts";
import { sampleJob } from "../../../core/job/testing/sample-job.ts";
import { pickedFile } from "../../../workloads/testing/picked-file.ts";
import { readyJob } from "./ready-job.ts";

/** A job from elsewhere, with this file picked for it. */
function ready(reading: Readonly<Record<string, string>>, text: string | null) {
  const file = { name: "a.csv", bytes: 3, modifiedAt: 1, reading };
  const definition = checkDefinition(sampleJob({ inputs: { type: "stream", file } }));
  return readyJob({ definition, blobs: [] }, text === null ? null : pickedFile("b.csv", text));
}

const csv = { format: "csv", separator: "comma", header: "yes", row: "object", cells: "texts" };

test("a file that can be read as the job says is named in the job that starts", () => {
  const found = ready(csv, "a,b\n1,2\n");
  expect(found).toMatchObject({
    type: "value",
    value: { definition: { inputs: { file: { name: "b.csv", bytes: 8, reading: csv } } } },
  });
});

test.each([
  ["no file", csv, null],
  ["an empty file", csv, ""],
  ["a header that has a name twice, for objects", csv, "a,a\n1,2\n"],
  ["parts of bytes that are more than a value holds", { format: "bytes", part: "60001" }, "x"],
  ["a row that is malformed", csv, "a,b\n1\n"],
  ["a way of reading that this page does not have", { format: "parquet" }, "x"],
])("a job from elsewhere does not start with %s", (_, reading, text) => {
  expect(ready(reading, text)).toEqual({ type: "problem", problem: expect.any(String) });
});
