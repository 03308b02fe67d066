import { expect, test } from "vitest";
import type { LogLine } from "../../../words/log-line.ts";
import { chosenLines, countKinds, linesAsText } from "./chosen-lines.ts";

const lines: readonly LogLine[] = [
  { id: 1, kind: "people", saying: { key: "volunteer-joined", name: "Ada", slots: 2 }, times: 2 },
  { id: 2, kind: "job", saying: { key: "job-paused", job: 1 }, times: 1 },
  { id: 3, kind: "people", saying: { key: "volunteer-joined", name: "Ben", slots: 1 }, times: 1 },
];

test("lines are chosen by their kinds and by their words, in any case", () => {
  expect(chosenLines(lines, new Set(), " ")).toBe(lines);
  expect(chosenLines(lines, new Set(["people"]), "")).toEqual([lines[1]]);
  expect(chosenLines(lines, new Set(), "ADA")).toEqual([lines[0]]);
  expect(chosenLines(lines, new Set(["people"]), "ada")).toEqual([]);
  expect([...countKinds(lines)]).toEqual([
    ["people", 2],
    ["job", 1],
  ]);
});

test("lines are copied and saved as they are read, a line each, with how often they were said", () => {
  expect(linesAsText(lines)).toBe("Ada joined with 2 slots (2 times)\nJob 1 paused\nBen joined with 1 slot\n");
});
