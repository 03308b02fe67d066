import { expect, test } from "vitest";
import { checkDefinition } from "../core/job/job-definition.ts";
import { selfDescribing, titleOf } from "./earlier-definitions.ts";
import { oldestDefinition } from "./testing/oldest-database.ts";
import { sampleDefinition } from "./testing/samples.ts";

test("squares of version 2 have the words that their workload gave them", () => {
  expect(checkDefinition(selfDescribing(oldestDefinition("squares")))).toEqual(sampleDefinition);
});

test("a job of any other workload is called by that workload's name, and its inputs are shown as they are", () => {
  const found = checkDefinition(selfDescribing(oldestDefinition("primes")));
  expect(found).toMatchObject({ title: "primes", unit: "task", view: { type: "table", input: null, task: null } });
  expect(titleOf("primes")).toBe("primes");
});
