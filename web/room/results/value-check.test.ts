import { describe, expect, test } from "vitest";
import { outcomes, type Outcome, type ResultBlock } from "../../core/job/job.ts";
import { packAll, thrownAt, valueAt } from "../../core/values/packed.ts";
import { defaultJobOptions, type JobOptions } from "../../core/job/job.ts";
import { describeThrown } from "../../core/values/describe-thrown.ts";
import { unread } from "../../core/values/glance.ts";
import { encodeUp } from "../../core/wire/codec.ts";
import { epoch, leaseId, parcelId } from "../../core/ids.ts";
import { say } from "../../words/say.ts";
import type { FakeVolunteer } from "../testing/fake-volunteer.ts";
import { OpenedRoom, squaresOf } from "../testing/opened-room.ts";
import { EndsJob, type PlainTask } from "../testing/plain-compute.ts";
import { refuseWrongValues, type FindCheck, type FindWrong } from "./value-check.ts";

/** Of a job whose results are the numbers of its tasks. */
const findWrong: FindWrong = (task, value) => (value === task ? null : `it is not ${task}`);

function notRefused(task: number): void {
  throw new Error(`the value of task ${task} is refused`);
}

function blockOf(
  values: readonly unknown[],
  ended: readonly Outcome[] = values.map(() => outcomes.value),
): ResultBlock {
  return {
    indices: Uint32Array.from(values, (_, at) => at),
    outcomes: Uint8Array.from(ended),
    runtimesMs: new Float32Array(values.length).fill(7),
    values: packAll(values),
  };
}

describe("a block of results", () => {
  test("stays as it is where nothing is wrong with its values", () => {
    const block = blockOf([0, 1, 2]);
    expect(refuseWrongValues(block, () => true, findWrong, notRefused)).toBe(block);
  });

  test("has an error with the reason in place of each value that is wrong, also of one that ends the job, and nothing else changes", () => {
    const block = blockOf([0, 5, 2, 3, "no"], [0, 0, 1, 5, 5]);
    const refused = new Map<number, string>();
    const checked = refuseWrongValues(
      block,
      () => true,
      findWrong,
      (task, wrong) => refused.set(task, wrong),
    );
    expect([...refused]).toEqual([
      [1, "it is not 1"],
      [4, "it is not 4"],
    ]);
    expect(checked).toMatchObject({ indices: block.indices, runtimesMs: block.runtimesMs });
    expect([...checked.outcomes]).toEqual([0, 1, 1, 5, 1]);
    expect([0, 2, 3].map((at) => valueAt(checked.values, at))).toEqual([0, 2, 3]);
    for (const at of [1, 4]) {
      expect(thrownAt(checked.values, at)).toMatchObject({ name: "refused", message: `it is not ${at}` });
    }
  });

  test("has an error in place of bytes that are no value", () => {
    const block: ResultBlock = {
      ...blockOf([0]),
      values: { ends: Uint32Array.of(1), bytes: Uint8Array.of(0xc1) },
    };
    const { outcomes: ended, values } = refuseWrongValues(
      block,
      () => true,
      () => null,
      () => {},
    );
    expect([...ended]).toEqual([outcomes.threw]);
    expect(describeThrown(thrownAt(values, 0)).message).toContain("cannot be read");
  });

  test("is left alone where it cannot count for a task, and looked at once for each task", () => {
    const block = { ...blockOf([0, 5, 2, 2]), indices: Uint32Array.of(0, 1, 2, 2) };
    const seen: number[] = [];
    const see: FindWrong = (task, value) => {
      seen.push(task);
      return findWrong(task, value);
    };
    expect(refuseWrongValues(block, (task) => task !== 1, see, notRefused)).toBe(block);
    expect(seen).toEqual([0, 2]);
  });

  test("has large numbers read whole, and of other large values the beginning", () => {
    const seen: unknown[] = [];
    const large = [new Float32Array(100_000), Array.from({ length: 100_000 }, () => ({})), "x".repeat(100_000)];
    const see: FindWrong = (_, value) => {
      seen.push(value);
      return null;
    };
    refuseWrongValues(blockOf(large), () => true, see, notRefused);
    expect(seen[0]).toEqual(large[0]);
    expect(seen[1]).toContain(unread);
    expect(String(seen[2]).length).toBeLessThan(100_000);
  });
});

const findCheck: FindCheck = ({ title }) => (title === "Checked" ? findWrong : null);

/** The numbers from 0 on, whose results are checked to be the numbers. */
async function checkedRoom(volunteers: Readonly<Record<string, PlainTask>>, options: Partial<JobOptions> = {}) {
  const opened = await OpenedRoom.open({ findCheck });
  for (const [name, task] of Object.entries(volunteers)) await opened.enter(name, task);
  const start = async (title: string): Promise<void> =>
    opened.start({
      ...squaresOf(1),
      title,
      inputs: { type: "range", start: 0, step: 1, count: 12 },
      options: { ...defaultJobOptions, batchSize: 1, ...options },
    });
  return { opened, start };
}

const honest: PlainTask = (input) => input;
const liar: PlainTask = () => -1;

describe("[P5] a value that its job's check refuses", () => {
  test("is a failed attempt: another volunteer's value is the result, and the liar has none", async () => {
    const { opened, start } = await checkedRoom({ liar, honest });
    await start("Checked");
    expect(opened.job).toMatchObject({ phase: "done", done: 12, failed: 0 });
    const results = Array.from({ length: 12 }, (_, task) => opened.room.results?.at(task));
    expect(results.map((result) => result?.outcome)).toEqual(
      results.map((_, task) => ({ type: "value", value: task })),
    );
    expect(new Set(results.map((result) => result?.volunteer))).toEqual(new Set(["honest"]));
    expect(opened.said).toContainEqual(
      expect.objectContaining({ explanation: expect.objectContaining({ type: "will-retry" }), volunteer: "liar" }),
    );
    const log = opened.said.map((saying) => say(saying));
    expect(log.find((line) => line.includes("will be"))).toMatch(
      /^task (\d+) will be tried again: its value from liar was refused: it is not \1$/,
    );
    expect(log.join("\n")).not.toContain("it threw");
  });

  test("fails its task with the reason once it has come as often as errors may", async () => {
    const { opened, start } = await checkedRoom({ liar }, { maxAttempts: 2 });
    await start("Checked");
    expect(opened.job).toMatchObject({ phase: "done", done: 0, failed: 12 });
    expect(opened.room.results?.at(3)?.outcome).toMatchObject({
      type: "failed",
      error: { name: "refused", message: "it is not 3" },
    });
    const failures = opened.said.filter(({ key }) => key === "failure").map((saying) => say(saying));
    expect(failures.filter((line) => /, refused: it is not \d+, attempts: \d$/.test(line))).toHaveLength(12);
  });

  test("does not end its job early", async () => {
    const { opened, start } = await checkedRoom({ liar: () => new EndsJob(-1) }, { maxAttempts: 1 });
    await start("Checked");
    expect(opened.job).toMatchObject({ phase: "done", done: 0, failed: 12, endedBy: null });
  });

  test("is refused in a job that goes on after a reload, too", async () => {
    const { opened, start } = await checkedRoom({});
    await start("Checked");
    const { browser, code } = opened;
    opened.room.close();
    const again = await OpenedRoom.open({ browser, code, findCheck });
    await again.enter("liar", liar);
    await browser.passTime(1_000);
    expect(again.job).toMatchObject({ phase: "done", done: 0, failed: 12 });
  });

  test("is not looked at where the lease is not its volunteer's, or has ended", async () => {
    const seen: unknown[] = [];
    const see: FindWrong = (_, value) => {
      seen.push(value);
      return null;
    };
    const opened = await OpenedRoom.open({ findCheck: () => see });
    const holder = await opened.enter("holder", async () => new Promise(() => {}));
    const other = await opened.enter("other", honest);
    await opened.start(squaresOf(1));
    const { id } = opened.job;
    const answer = ({ link }: FakeVolunteer, lease: number): void => {
      const { lane, bytes } = encodeUp({
        type: "results",
        epoch: epoch(1),
        lease: leaseId(lease),
        job: id,
        parcel: parcelId(1),
        offered: null,
        granted: new Uint32Array(),
        busyMs: 1,
        slot: 0,
        beganMsAgo: 1,
        block: blockOf([`of lease ${lease}`]),
      });
      link.send(lane, bytes);
    };
    for (const lease of [1, 2, 99]) answer(other, lease);
    await opened.browser.passTime(10);
    expect(seen).toEqual([]);
    answer(holder, 1);
    await opened.browser.passTime(10);
    expect(seen).toEqual(["of lease 1"]);
  });

  test("is believed in a job that has no check", async () => {
    const { opened, start } = await checkedRoom({ liar });
    await start("Not checked");
    expect(opened.job).toMatchObject({ phase: "done", done: 12, failed: 0 });
  });
});
