import { expect, test } from "vitest";
import { formatOfReading } from "./file-reading.ts";

test.each([
  [{ format: "csv", quote: "'" }, "This page has no way of reading a file that is called quote."],
  [{ format: "parquet" }, /^How the file is read, format: Must be jsonl, /],
  [{ format: "text", part: "0" }, /^How the file is read, part: Must be a whole number from 1 /],
])("a way of reading a file that this page does not have is named: %j", (reading, words) => {
  const found = formatOfReading(reading);
  expect(found.type === "problem" ? found.problem : "it has it").toMatch(words);
});
