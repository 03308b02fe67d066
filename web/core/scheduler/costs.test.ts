import { expect, test, vi } from "vitest";
import { outcomes } from "../job/job.ts";
import { Room, taking } from "./testing/room.ts";

/** More than the room checks its invariants for: those look at every task. */
const manyTasks = 2_000;

test("a volunteer that joins costs no look at the failed attempts of others", () => {
  const room = new Room();
  room.submit(1, manyTasks, { batchSize: manyTasks, maxAttempts: 9 });
  room.join(1);
  const { id, indices } = room.lease(1);
  room.limits(1, 1, true);
  room.answer(
    1,
    id,
    Array.from(indices.subarray(1), (task) => ({ task, outcome: outcomes.threw })),
  );
  expect(room.job().histories.size).toBe(manyTasks - 1);
  const looks = vi.spyOn(room.job().histories, "get");
  room.join(2);
  expect(room.lease(2).indices).toHaveLength(manyTasks - 1);
  expect(looks).toHaveBeenCalledTimes(0);
});

test("what is settled keeps no history, and its volunteer's loss of it is forgotten", () => {
  const room = new Room();
  room.submit(1, 2, { batchSize: 2 });
  room.join(1);
  room.leave(1, "lost");
  expect(room.job().histories.size).toBe(2);
  room.join(2);
  room.answer(2, room.lease(2).id, [0]);
  room.answer(2, room.lease(2).id, [1]);
  expect(room.job().histories.size).toBe(0);
  expect(room.job().losses.size).toBe(0);
});

test("a race that is won costs the same however many tasks the loser has", () => {
  const room = new Room();
  room.submit(1, manyTasks, { batchSize: manyTasks / 2 });
  room.join(1);
  room.join(2);
  room.answer(2, room.lease(2).id, taking(room.lease(2), 10));
  for (let waited = 0; waited < 20 && room.leases(2).length === 0; waited += 1) room.pass(1_000);
  const copy = room.lease(2);
  expect(copy).toMatchObject({ copy: true, indices: room.lease(1).indices });
  room.answer(2, copy.id, taking(copy, 10).slice(0, 900));
  const looks = vi.spyOn(room.job().tasks, "state");
  room.answer(2, copy.id, taking(copy, 10).slice(900, 901));
  expect(room.orders("explain")).toMatchObject([{ explanation: { type: "race-won", count: 1 } }]);
  expect(looks.mock.calls.length).toBeLessThan(10);
});
