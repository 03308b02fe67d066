import { expect, test } from "vitest";
import { jobId } from "../ids.ts";
import { Room } from "./testing/room.ts";

test("tasks that did not fit into the message of their batch wait again, and that was no attempt of theirs", () => {
  const room = new Room();
  room.join(1);
  room.submit(1, 10, { batchSize: 10 });
  const lease = room.lease(1);
  room.limits(1, 1, true);
  room.tell({ type: "batch-sent", lease: lease.id, bytes: 3_000, count: 3 });
  expect(room.counts()).toEqual({ pending: 7, leased: 3, done: 0, failed: 0 });
  expect([0, 2, 3, 9].map((task) => room.job().tasks.attempts(task))).toEqual([1, 1, 0, 0]);
  expect(room.job().inputBytes).toBe(1_000);
});

test("what waits again is handed out at once if a volunteer has nothing to do", () => {
  const room = new Room();
  room.join(1);
  room.join(2);
  room.submit(1, 10, { batchSize: 10 });
  room.tell({ type: "batch-sent", lease: room.lease(1).id, bytes: 3_000, count: 3 });
  const [order] = room.orders("send-batch");
  expect(order?.volunteer).toBe(2);
  expect([...(order?.indices ?? [])]).toEqual([3, 4, 5, 6, 7, 8, 9]);
});

test("of a batch that could not be sent at all nothing is left in its volunteer's hands", () => {
  const room = new Room();
  room.join(1);
  room.submit(1, 4, { batchSize: 4 });
  const lease = room.lease(1);
  room.tell({ type: "job-paused", job: jobId(1) });
  room.tell({ type: "batch-sent", lease: lease.id, bytes: 0, count: 0 });
  expect(room.counts()).toEqual({ pending: 4, leased: 0, done: 0, failed: 0 });
  expect(room.session(1).leases.size).toBe(0);
  // What the volunteer says of the recall that came for it changes nothing.
  room.giveBack(1, lease.id, []);
  room.tell({ type: "job-resumed", job: jobId(1) });
  room.answer(1, room.lease(1).id, [0, 1, 2, 3]);
  room.commitAll();
  expect(room.counts().done).toBe(4);
});
