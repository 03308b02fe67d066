import { expect, test } from "vitest";
import type { JobDefinition } from "../../core/job/job-definition.ts";
import { FakeBrowser } from "../testing/fake-environment.ts";
import { OpenedRoom, squaresOf } from "../testing/opened-room.ts";

/** Tasks that are executed at most once; their inputs are their numbers. */
function processes(count: number): JobDefinition {
  return { ...squaresOf(1, { atMostOnce: true }), inputs: { type: "range", start: 0, step: 1, count } };
}

/** All but the first never end. Notes what has begun. */
function endless(begun: unknown[]): (input: unknown) => unknown {
  return (input) => {
    begun.push(input);
    return input === 0 ? "done" : new Promise(() => {});
  };
}

test("[P11] a task whose volunteer goes is lost, which the log and the task's error say, and nobody else is given it", async () => {
  const opened = await OpenedRoom.open();
  const begun: unknown[] = [];
  const { membership } = await opened.enter("laptop", endless(begun));
  await opened.start(processes(2));
  await opened.enter("phone", endless(begun));
  membership.close();
  await opened.browser.passTime(1_000);
  expect(begun).toEqual([0, 1]);
  expect(opened.job).toMatchObject({ phase: "done", done: 1, failed: 1 });
  expect(opened.said).toContainEqual(
    expect.objectContaining({
      key: "explained",
      explanation: expect.objectContaining({ type: "lost-for-good", first: 1 }),
    }),
  );
  const result = opened.room.results?.at(1);
  expect(result?.outcome).toMatchObject({ type: "failed", error: { name: "VolunteerLost" } });
  expect(result?.volunteer).toBe("laptop");
});

test("[P11] a task that is held for longer than it may be is lost with its link, which the log says, and its volunteer comes back", async () => {
  const opened = await OpenedRoom.open();
  const begun: unknown[] = [];
  const { membership } = await opened.enter("laptop", endless(begun));
  const job = processes(2);
  await opened.start({ ...job, options: { ...job.options, timeLimitMs: 60_000 } });
  expect(begun).toEqual([0, 1]);
  await opened.browser.passTime(120_000);
  expect(opened.said).toContainEqual({
    key: "volunteer-gone",
    name: "laptop",
    because: { reason: "link-ended", seen: { key: "task-held-too-long" } },
  });
  expect(membership.store.getState().phase.type).toBe("present");
  expect(begun).toEqual([0, 1]);
  expect(opened.job).toMatchObject({ phase: "done", done: 1, failed: 1 });
});

test("[P11] after a reload, what has no result on record is lost, and nothing is begun again", async () => {
  const browser = new FakeBrowser();
  const begun: unknown[] = [];
  const first = await OpenedRoom.open({ browser });
  await first.enter("laptop", endless(begun));
  await first.start(processes(3));
  expect(begun).toEqual([0, 1]);
  first.close();

  const second = await OpenedRoom.open({ browser, code: first.code });
  await second.enter("phone", endless(begun));
  await browser.passTime(1_000);
  expect(begun).toEqual([0, 1]);
  expect(second.job).toMatchObject({ phase: "done", done: 1, failed: 2 });
  expect(second.said).toContainEqual(
    expect.objectContaining({
      key: "explained",
      explanation: expect.objectContaining({ type: "lost-in-restart", count: 2 }),
    }),
  );
  const { results, table } = second.room;
  expect(results?.at(2)).toMatchObject({
    volunteer: "",
    outcome: { type: "failed", error: { name: "VolunteerLost" } },
  });
  expect(table?.row(2)).toMatchObject({ state: "failed", volunteer: null });
  second.close();

  const third = await OpenedRoom.open({ browser, code: first.code });
  expect(third.job).toMatchObject({ phase: "done", done: 1, failed: 2 });
});
