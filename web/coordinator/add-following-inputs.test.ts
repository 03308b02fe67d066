import { expect, test } from "vitest";
import { isFields } from "../core/fields.ts";
import type { JobDefinition } from "../core/job/job-definition.ts";
import { OpenedRoom } from "../room/testing/opened-room.ts";
import type { InputPlan } from "../workloads/workload.ts";
import { Archipelago } from "../workloads/islands/archipelago.ts";
import { epochIn } from "../workloads/islands/epoch.ts";
import evolve from "../workloads/islands/islands.task.js";
import { islands } from "../workloads/islands/islands.ts";
import { inputsOf, jobOf } from "../workloads/testing/load-program.ts";
import { addFollowingInputs } from "./add-following-inputs.ts";

/** Three islands with four epochs, which take no time. */
const job = jobOf(islands, { count: 12, islands: 3, epochs: 4 });
const quick: JobDefinition = {
  ...job,
  inputs: { type: "list", values: inputsOf(job).map((input) => Object.assign({}, input, { tries: 200 })) },
};

function compute(input: unknown): unknown {
  const epoch = epochIn(input);
  if (epoch === null) throw new Error("the task is no epoch");
  return evolve(epoch);
}

/** Does nothing, as a volunteer's page that is gone. */
function stuck(): Promise<never> {
  return new Promise(() => {});
}

/** As the page does it, for the job shown. */
function follow(opened: OpenedRoom, plan: InputPlan = new Archipelago()) {
  const closing = new AbortController();
  return { ended: addFollowingInputs(opened.room, opened.job.id, plan, closing.signal), closing };
}

/** What each task of the job shown has come to, by island and epoch. */
function valuesOf({ room, job: { total } }: OpenedRoom): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (let task = 0; task < total; task += 1) {
    const outcome = room.results?.at(task)?.outcome;
    if (outcome?.type !== "value" || !isFields(outcome.value)) throw new Error("a task has no value");
    const { island, epoch } = outcome.value;
    values[`island ${String(island)}, epoch ${String(epoch)}`] = outcome.value;
  }
  return values;
}

async function computeUndisturbed(): Promise<Readonly<Record<string, unknown>>> {
  const opened = await OpenedRoom.open();
  await opened.enter("laptop", compute);
  await opened.start(quick, { staysOpen: true });
  const { ended } = follow(opened);
  await opened.browser.passTime(10_000);
  await ended;
  return valuesOf(opened);
}

test("inputs that follow from results are added as these come, until the plan is complete: then the job ends with its last task", async () => {
  const opened = await OpenedRoom.open();
  await opened.enter("laptop", compute);
  await opened.start(quick, { staysOpen: true });
  expect(opened.job).toMatchObject({ phase: "idle", total: 3, done: 3 });
  const { ended } = follow(opened);
  await opened.browser.passTime(10_000);
  await ended;
  expect(opened.job).toMatchObject({ phase: "done", isSealed: true, total: 12, done: 12 });
  expect(Object.keys(valuesOf(opened))).toHaveLength(12);
  expect(opened.said).toContainEqual({ key: "job-sealed", job: 1, tasks: 12 });
});

test("a job whose volunteers go with tasks in hand comes to the same results as one that is not disturbed", async () => {
  const opened = await OpenedRoom.open();
  const lost = [await opened.enter("phone-1", stuck), await opened.enter("phone-2", stuck)];
  await opened.start(quick, { staysOpen: true });
  const { ended } = follow(opened);
  await opened.enter("laptop", compute);
  for (const { membership } of lost) membership.close();
  await opened.browser.passTime(120_000);
  await ended;
  expect(opened.job).toMatchObject({ phase: "done", total: 12, done: 12 });
  expect(valuesOf(opened)).toEqual(await computeUndisturbed());
});

test("a page that is loaded anew goes on where the last one was, with no input twice, and to the same results", async () => {
  let opened = await OpenedRoom.open();
  let left = 2;
  /** Each start of the room gets some results, and then no more. */
  const some = (input: unknown): unknown => {
    left -= 1;
    return left < 0 ? stuck() : compute(input);
  };
  await opened.enter("laptop", some);
  await opened.start(quick, { staysOpen: true });
  const totals: number[] = [];
  for (let starts = 0; starts < 6; starts += 1) {
    const { closing, ended } = follow(opened);
    await opened.browser.passTime(5_000);
    totals.push(opened.job.total);
    closing.abort();
    await ended;
    const { browser, code } = opened;
    opened.close();
    await browser.passTime(1_000);
    opened = await OpenedRoom.open({ browser, code });
    left = 2;
    await opened.enter("laptop", starts === 5 ? compute : some);
  }
  const { ended } = follow(opened);
  await opened.browser.passTime(60_000);
  await ended;
  expect(opened.job).toMatchObject({ phase: "done", total: 12, done: 12 });
  expect(valuesOf(opened)).toEqual(await computeUndisturbed());
  // It did grow from start to start.
  expect(new Set(totals).size).toBeGreaterThan(2);
});

test("nothing is added to a job that has been cancelled, and following ends with it", async () => {
  const opened = await OpenedRoom.open();
  await opened.enter("laptop", compute);
  await opened.start(quick, { staysOpen: true });
  opened.room.cancelJob(opened.job.id);
  const { ended } = follow(opened);
  await opened.browser.passTime(1_000);
  await ended;
  expect(opened.job).toMatchObject({ phase: "cancelled", total: 3 });
});

test("a job with inputs that are none of its plan is sealed, and ends with those", async () => {
  const opened = await OpenedRoom.open();
  await opened.enter("laptop", () => 1);
  await opened.start({ ...quick, inputs: { type: "list", values: [1, 2] } }, { staysOpen: true });
  const { ended } = follow(opened);
  await opened.browser.passTime(1_000);
  await ended;
  expect(opened.job).toMatchObject({ phase: "done", total: 2, done: 2 });
});
