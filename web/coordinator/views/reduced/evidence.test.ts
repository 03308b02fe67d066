import { expect, test } from "vitest";
import { initial, testOf } from "../../../workloads/tournament/tournament.task.js";
import { evidenceIn } from "./evidence.ts";

test("what the tournament's test has found is evidence between its two bounds, from the first game on", () => {
  const weigh = testOf({ share: 0.6, error: 0.05, names: ["depth 4", "depth 1"] });
  expect(evidenceIn(initial())).toBeNull();
  const won = weigh(initial(), { game: 0, value: 1 });
  expect(evidenceIn(won)).toEqual({
    evidence: Math.log(0.6 / 0.4),
    needed: Math.log(0.95 / 0.05),
    claims: ["depth 4", "depth 1"],
  });
  expect(evidenceIn(weigh(won, { game: 1, value: -1 }))?.evidence).toBe(0);
});

const right = { evidence: -1, needed: 2, claims: ["a", "b"] };

test.each([
  null,
  7,
  [right],
  { ...right, evidence: "1" },
  { ...right, evidence: Number.NaN },
  { ...right, needed: 0 },
  { ...right, needed: Infinity },
  { ...right, claims: ["a"] },
  { ...right, claims: ["a", "b", "c"] },
  { ...right, claims: "ab" },
])("%o is none", (value) => {
  expect(evidenceIn(right)).toEqual(right);
  expect(evidenceIn(value)).toBeNull();
});
