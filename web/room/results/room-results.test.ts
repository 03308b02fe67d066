import { inBackground } from "../../core/in-background.ts";
import { expect, test } from "vitest";
import { settled } from "../../membership/testing/fake-environment.ts";
import { FakeBrowser } from "../testing/fake-environment.ts";
import { OpenedRoom, squaresOf } from "../testing/opened-room.ts";
import type { Result } from "./result.ts";

function stuck(): Promise<never> {
  return new Promise(() => {});
}

/** Follows to the end, and says how. */
function collected(results: AsyncIterable<Result> | undefined) {
  const tasks: number[] = [];
  const state = { tasks, hasEnded: false };
  const collect = async (): Promise<void> => {
    for await (const { task } of results ?? []) tasks.push(task);
    state.hasEnded = true;
  };
  return { state, ended: collect() };
}

test("the results of a job are followed as they come, by its id, until it is over", async () => {
  const opened = await OpenedRoom.open();
  await opened.start(squaresOf(3));
  const { state, ended } = collected(opened.room.liveJob(opened.job.id)?.results.follow("index"));
  await settled();
  expect(state).toEqual({ tasks: [], hasEnded: false });
  await opened.enter("laptop", () => 7);
  await opened.browser.passTime(1_000);
  await ended;
  expect(state.tasks).toEqual([0, 1, 2]);
});

test.each(["cancelled", "closed by a person", "gone with its page", "run elsewhere"])(
  "a follower of a job that is %s has an end",
  async (how) => {
    const browser = new FakeBrowser();
    const opened = await OpenedRoom.open({ browser });
    await opened.enter("laptop", stuck);
    await opened.start(squaresOf(3));
    const { state, ended } = collected(opened.room.results?.follow("completed"));
    await settled();
    expect(state.hasEnded).toBe(false);
    if (how === "cancelled") opened.room.cancelJob(opened.job.id);
    else if (how === "closed by a person") opened.room.closeRoom();
    else if (how === "gone with its page") opened.room.close();
    else {
      const other = await OpenedRoom.open({ browser, code: opened.code });
      other.room.takeOver();
      await browser.passTime(100);
    }
    await ended;
    expect(state).toEqual({ tasks: [], hasEnded: true });
  },
);

test("results of any job on record are found by its key, and followed to the end of what is on record", async () => {
  const opened = await OpenedRoom.open();
  await opened.enter("laptop", () => 7);
  await opened.start(squaresOf(2));
  await opened.start(squaresOf(4));
  await opened.browser.passTime(1_000);
  const [newest, first] = opened.state.journal.jobs;
  if (first === undefined || newest === undefined) throw new Error("two jobs must be on record");
  expect(opened.room.liveJob(first.job)).toBeNull();
  expect(await opened.room.findResults(newest)).toBe(opened.room.results);
  const results = await opened.room.findResults(first);
  expect(results?.counts).toEqual({ total: 2, done: 2, failed: 0, leased: 0, pending: 0, notNeeded: 0, skipped: 0 });
  expect(results?.at(1)).toMatchObject({ task: 1, outcome: { type: "value", value: 7 }, volunteer: "laptop" });
  const { state, ended } = collected(results?.follow("completed", { from: 1 }));
  await ended;
  expect(state.tasks).toEqual([1]);
  opened.room.deleteJob(first);
  await opened.browser.passTime(100);
  expect(await opened.room.findResults(first)).toBeNull();
});

test("who subscribes is told of a thousand changes once, with the next frame", async () => {
  const opened = await OpenedRoom.open();
  await opened.start(squaresOf(500));
  const { results } = opened.room;
  const versions: number[] = [];
  const unsubscribe = results?.subscribe(() => versions.push(results.version));
  await opened.enter("laptop", () => 7);
  expect(opened.job).toMatchObject({ done: 500 });
  expect(versions).toHaveLength(1);
  unsubscribe?.();
});

test("a place that is none is refused", async () => {
  const opened = await OpenedRoom.open();
  await opened.start(squaresOf(3));
  expect(() => opened.room.results?.follow("index", { from: -1 })).toThrow(
    new RangeError("results are followed from -1: must be a whole number from 0 on"),
  );
});

test("who holds a job reads it to its end, once the room has forgotten it, too", async () => {
  const opened = await OpenedRoom.open();
  await opened.enter("laptop", () => 7);
  const first = opened.room.startJob(squaresOf(3));
  const live = opened.room.liveJob(first);
  const second = opened.room.startJob(squaresOf(1));
  const phases: string[] = [];
  inBackground(live?.results.whenFinal().then(() => phases.push(live.view.phase)) ?? Promise.resolve(), String);
  expect(phases).toEqual([]);
  await opened.browser.passTime(1_000);
  expect(phases).toEqual(["done"]);
  expect(opened.room.liveJob(first)).toBeNull();
  expect(live?.results.at(2)).toMatchObject({ outcome: { type: "value", value: 7 } });
  expect(opened.room.liveJob(second)?.view.phase).toBe("done");
});
