import { expect, test } from "vitest";
import type { JobDefinition } from "../../core/job/job-definition.ts";
import type { JobOptions } from "../../core/job/job.ts";
import { FakeBrowser } from "../testing/fake-environment.ts";
import { OpenedRoom, squaresOf } from "../testing/opened-room.ts";

/** Tasks whose inputs are their numbers, one by one. */
function numbered(count: number, order: JobOptions["order"] = "completed"): JobDefinition {
  const definition = squaresOf(1, { order, batchSize: 1, speculation: false });
  return { ...definition, inputs: { type: "range", start: 0, step: 1, count } };
}

function named(input: unknown): string {
  return `result ${String(input)}`;
}

/** Never ends with the second input. */
function stuckAtTwo(input: unknown): unknown {
  return input === 2 ? new Promise(() => {}) : named(input);
}

/** The numbers of the tasks whose results the log tells, in its order. */
function toldBy({ said }: OpenedRoom): readonly number[] {
  return said.flatMap((saying) => (saying.key === "result" ? [Number(saying.words.replace("result ", ""))] : []));
}

test.each([
  { order: "completed", before: [0, 1, 3], after: [0, 1, 3, 2, 4, 5] },
  { order: "index", before: [0, 1], after: [0, 1, 2, 3, 4, 5] },
] as const)("[P3] after a reload the log has the running job's results again, $order, and goes on", async (one) => {
  const browser = new FakeBrowser();
  const first = await OpenedRoom.open({ browser });
  await first.enter("laptop", stuckAtTwo, 2);
  await first.start(numbered(6, one.order));
  expect(toldBy(first)).toEqual(one.before);
  first.close();

  const second = await OpenedRoom.open({ browser, code: first.code });
  expect(toldBy(second)).toEqual(one.before);
  expect(second.said.at(-1)).toMatchObject({ key: "job-goes-on", settled: 3, tasks: 6 });
  await second.enter("phone", named);
  await browser.passTime(1_000);
  expect(toldBy(second)).toEqual(one.after);
});

test("the results of a job that was over are told again", async () => {
  const browser = new FakeBrowser();
  const first = await OpenedRoom.open({ browser });
  await first.enter("laptop", named);
  await first.start(numbered(3));
  first.close();
  const second = await OpenedRoom.open({ browser, code: first.code });
  expect(toldBy(second)).toEqual([0, 1, 2]);
  expect(second.said.filter(({ key }) => key === "job-goes-on")).toEqual([]);
});

test("of more results than the log keeps, the newest are told", async () => {
  const browser = new FakeBrowser();
  const first = await OpenedRoom.open({ browser });
  await first.enter("laptop", named);
  first.room.startJob({ ...numbered(700), options: squaresOf(1).options });
  await browser.passTime(5_000);
  expect(first.job).toMatchObject({ done: 700 });
  first.close();
  const second = await OpenedRoom.open({ browser, code: first.code });
  expect(toldBy(second)).toEqual(Array.from({ length: 500 }, (_, at) => 200 + at));
});

test("a page that runs the room once more tells only what it has not told yet", async () => {
  const browser = new FakeBrowser();
  const first = await OpenedRoom.open({ browser });
  await first.enter("laptop", stuckAtTwo, 2);
  await first.start(numbered(6));
  expect(toldBy(first)).toEqual([0, 1, 3]);
  const second = await OpenedRoom.open({ browser, code: first.code });
  second.room.takeOver();
  await second.enter("phone", named);
  await browser.passTime(1_000);
  expect(toldBy(second)).toEqual([0, 1, 3, 2, 4, 5]);
  first.room.takeOver();
  await browser.passTime(1_000);
  expect(first.state.room.phase).toBe("open");
  expect(toldBy(first)).toEqual([0, 1, 3, 2, 4, 5]);
});
