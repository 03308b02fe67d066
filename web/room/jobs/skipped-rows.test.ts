import { describe, expect, test } from "vitest";
import type { JobDefinition } from "../../core/job/job-definition.ts";
import { defaultJobOptions } from "../../core/job/job.ts";
import { SkippedInput } from "../../core/job/skipped-input.ts";
import { OpenedRoom, squaresOf } from "../testing/opened-room.ts";

function growing(order: "index" | "completed" = "completed"): JobDefinition {
  return { ...squaresOf(1), inputs: { type: "stream" }, options: { ...defaultJobOptions, order } };
}

/** Ten rows, of which the third and the sixth are no inputs. */
function* rows(): Generator {
  for (let line = 1; line <= 10; line += 1) {
    yield line % 3 === 0 && line < 9 ? new SkippedInput(`line ${line}`, "is odd", `<${line}>`) : line;
  }
}

function double(input: unknown): number {
  return 2 * Number(input);
}

async function computed(order?: "index"): Promise<OpenedRoom> {
  const opened = await OpenedRoom.open();
  await opened.enter("laptop", double);
  await opened.start(growing(order), { source: rows() });
  await opened.browser.passTime(2_000);
  return opened;
}

const counts = { phase: "done", total: 10, done: 8, failed: 0, skipped: 2, pending: 0 };

describe("[P9] a row that is skipped", () => {
  test("takes the place of a task, and is never computed", async () => {
    const opened = await computed();
    expect(opened.job).toMatchObject(counts);
    expect(opened.room.results?.at(2)).toBeNull();
    expect(opened.room.results?.at(3)?.outcome).toEqual({ type: "value", value: 8 });
  });

  test("stands in the table with its text and what is wrong", async () => {
    const { room } = await computed();
    const row = { index: 2, input: "<3>", result: "line 3 is odd", state: "skipped", attempts: 0 };
    expect(room.table?.row(2)).toMatchObject({ ...row, runtimeMs: null, volunteer: null, arrival: null });
  });

  test("is told in the log, and not as an input", async () => {
    const { said } = await computed();
    expect(said.find(({ key }) => key === "inputs-skipped")).toMatchObject({ task: 2, reason: "line 3 is odd" });
    expect(said.filter(({ key }) => key === "task-put")).toHaveLength(8);
    expect(said).toContainEqual({ key: "job-ended", job: 1, done: 8, failed: 0, skipped: 2 });
  });

  test("holds up no result that is told in the order of the tasks", async () => {
    const { room, said } = await computed("index");
    expect(said.filter(({ key }) => key === "result")).toHaveLength(8);
    const followed: number[] = [];
    for await (const { task } of room.results?.follow("index") ?? []) followed.push(task);
    expect(followed).toEqual([0, 1, 3, 4, 6, 7, 8, 9]);
  });

  test.each(["jsonl", "csv"] as const)("stands in a file behind the results: %s", async (format) => {
    const { room, browser, environment } = await computed();
    room.exportShown(format);
    await browser.passTime(1_000);
    const lines = environment.keptFiles[0]?.text.trim().split(/\r?\n/) ?? [];
    const wanted =
      format === "csv"
        ? "2,<3>,<3>,skipped,,line 3 is odd,,,,,,"
        : '{"task":2,"input":"<3>","inputData":"<3>","state":"skipped","error":"line 3 is odd"}';
    expect(lines.at(-2)).toBe(wanted);
    expect(lines).toHaveLength(10 + (format === "csv" ? 1 : 0));
  });

  test("is on record, and looks the same when it is opened there", async () => {
    const opened = await computed();
    const { room, browser } = opened;
    const { key } = opened.job;
    expect(opened.state.journal.jobs[0]).toMatchObject({ done: 8, skipped: 2, total: 10 });
    room.startJob(squaresOf(1));
    await browser.passTime(1_000);
    room.showJob(key);
    await browser.passTime(1_000);
    expect(opened.job).toMatchObject(counts);
    // Read from the record when it is looked at.
    room.table?.row(2);
    await browser.passTime(100);
    expect(room.table?.row(2)).toMatchObject({ input: "<3>", result: "line 3 is odd", state: "skipped" });
  });

  test("is left out when its job runs again", async () => {
    const opened = await computed();
    opened.room.runAgain(opened.job.key);
    await opened.browser.passTime(2_000);
    expect(opened.job).toMatchObject({ total: 8, done: 8, skipped: 0 });
  });

  test("stays so over a reload in the middle of its job", async () => {
    const before = await OpenedRoom.open();
    const { browser, code } = before;
    // One is asked for before a volunteer comes, and the next one once that is not pending.
    before.room.startJob(growing(), { source: [new SkippedInput("line 1", "is odd", "<1>"), 5, 7] });
    await browser.passTime(1_000);
    expect(before.job).toMatchObject({ total: 2, skipped: 1, pending: 1 });
    before.close();
    await browser.passTime(1_000);
    const after = await OpenedRoom.open({ browser, code });
    await after.enter("laptop", double);
    await browser.passTime(1_000);
    expect(after.job).toMatchObject({ phase: "done", total: 2, done: 1, skipped: 1 });
  });
});
