import { calm, shortJob } from "./chaos/main.ts";
import { complaintsAbout, type Evidence } from "./chaos/oracle.ts";
import type { Scale } from "./chaos/plan.ts";
import { plantedMistakes } from "./chaos/planted.ts";
import { runChaos } from "./chaos/run.ts";
import { expect, test } from "./fixtures.ts";

const seed = 7;

const oneOfEach: Scale = {
  lengthMs: 9_000,
  volunteers: 5,
  house: { "signaling-restarted": 1, "coordinator-reloaded": 1, "coordinator-killed": 1 },
  crowd: {
    "tab-closed": 1,
    "renderer-killed": 1,
    "renderer-crashed": 1,
    "renderers-stopped": 1,
    "frame-removed": 1,
    "frame-killed": 1,
  },
  longestStopMs: 4_000,
};

const job = { count: 240, shortestSleepSeconds: 0, longestSleepSeconds: 2, slots: 4, recoveryMs: 60_000 };

test("a job survives one of each fault, and every result is there once and right [P1] [P2] [P3] [P7]", async ({
  browser,
  server,
}) => {
  const story: string[] = [];
  const verdict = await runChaos({ browser, server }, seed, oneOfEach, job, (line) => story.push(line));
  expect(verdict.complaints, [...verdict.complaints, ...story].join("\n")).toEqual([]);
  expect(verdict.results).toBe(job.count);
});

/** The results of a run of three tasks without mistakes. */
function soundEvidence(): Evidence {
  const squares = [7, 8, 9].map((n, task) => [`${task}`, `${n}`, `${n} * ${n} = ${n * n}`, "1.000 s", "laptop", "1"]);
  const table = squares.map((cells, nth) => [...cells, "done", `${nth + 1}`]);
  return {
    journal: { accepted: [2, 0, 1], failed: [], inputs: { type: "list", values: [[7], [8], [9]] } },
    table,
    exported: squares.map((cells) => [...cells, "done"].join(" | ")).toReversed(),
    reread: table,
  };
}

const { journal, table, exported, reread } = soundEvidence();
const [first = [], second = [], third = []] = table;
const wrong = ["1", "8", "8 * 8 = 65", "1.000 s", "laptop", "1", "done", "2"];
const wrongLine = wrong.slice(0, 7).join(" | ");

const unsound: Readonly<Record<string, Partial<Evidence>>> = {
  "a result that is wrong everywhere": {
    table: [first, wrong, third],
    exported: [exported[0] ?? "", wrongLine, exported[2] ?? ""],
    reread: [first, wrong, third],
  },
  "a result that is not in the journal": { journal: { ...journal, accepted: [0, 1] } },
  "a result that is in the journal twice": { journal: { ...journal, accepted: [0, 1, 2, 1] } },
  "one result in another’s place": { journal: { ...journal, accepted: [0, 1, 1] } },
  "a task that failed": { journal: { ...journal, failed: [1] } },
  "a row that is missing": { table: [first, second], reread: [first, second], exported: exported.slice(1) },
  "a row that is there twice": { table: [first, second, second], reread: [first, second, second] },
  "a row without a result": { table: [first, second.with(6, "pending").with(2, ""), third] },
  "rows that did not arrive one after the other": { table: [first, third, second] },
  "an export with another result than the table": { exported: exported.with(1, wrongLine) },
  "an export with a line too many": { exported: [...exported, ...exported.slice(0, 1)] },
  "a table that is another one after a reload": { reread: [first, wrong, third] },
};

test("the check of a run finds nothing where all is right, and something wherever one witness is wrong", () => {
  expect(complaintsAbout(soundEvidence(), 3)).toEqual([]);
  for (const [what, change] of Object.entries(unsound)) {
    expect(complaintsAbout({ ...soundEvidence(), ...change }, 3), what).not.toEqual([]);
  }
  expect(complaintsAbout({ ...soundEvidence(), reread }, 4), "a task that nobody has heard of").not.toEqual([]);
});

test("a run in which one result is shown and not recorded does not pass", async ({ browser, server }) => {
  const [mistake] = plantedMistakes;
  const { complaints } = await runChaos({ browser, server }, seed, calm, shortJob, () => {}, mistake);
  expect(complaints).toContain("15 results are in the journal instead of 16");
});
