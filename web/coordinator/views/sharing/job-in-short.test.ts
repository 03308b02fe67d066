import { expect, test } from "vitest";
import { checkDefinition } from "../../../core/job/job-definition.ts";
import { sampleJob } from "../../../core/job/testing/sample-job.ts";
import { inputsInShort } from "./job-in-short.ts";

test("inputs in short: the first of a list, and no exception for bytes that hold no value", () => {
  const list = checkDefinition(sampleJob({ inputs: { type: "list", values: [1, "a", null, 4, 5, 6] } }));
  expect(inputsInShort(list)).toBe('6 inputs: 1, "a", null, 4, 5, …');
  const values = { ends: Uint32Array.of(1), bytes: Uint8Array.of(0xc1) };
  expect(inputsInShort({ ...list, inputs: { type: "packed", values } })).toBe("unreadable");
});
