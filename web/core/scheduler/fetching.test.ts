import { describe, expect, test } from "vitest";
import { outcomes } from "../job/job.ts";
import { ordersIn, Room } from "./testing/room.ts";

const blobs = true;

/** A job with blobs, told to so many volunteers. */
function toldRoom(volunteers: number, total = 4): Room {
  const room = new Room();
  room.submit(1, total, { batchSize: 1 }, blobs);
  for (let id = 1; id <= volunteers; id += 1) room.join(id);
  return room;
}

/** Lets time pass in which these volunteers say that they are there, as silent ones would be missed. */
function stay(room: Room, ms: number, ids: readonly number[]): void {
  for (let passed = 0; passed < ms; passed += 5_000) {
    room.pass(5_000);
    for (const id of ids)
      room.heartbeat(
        id,
        room.leases(id).map((lease) => lease.id),
      );
  }
}

/** Answers whatever the volunteer has in hand with this outcome, as long as it gets anything. */
function fail(room: Room, id: number, outcome: typeof outcomes.threw | typeof outcomes.notLoaded): void {
  for (let tries = 0; tries < 20 && room.leases(id).length > 0; tries += 1) {
    const lease = room.lease(id);
    room.answer(id, lease.id, [{ task: lease.indices[0] ?? 0, outcome }]);
    room.commitAll();
  }
}

describe("a volunteer that fetches and never has the blobs", () => {
  test("keeps a task that threw on the only one that has them waiting only until its fetching has stalled", () => {
    const room = toldRoom(2, 1);
    room.equipped(1);
    fail(room, 1, outcomes.threw);
    expect(room.counts()).toMatchObject({ pending: 1, failed: 0 });
    stay(room, 65_000, [1, 2]);
    room.commitAll();
    expect(room.counts()).toMatchObject({ pending: 0, failed: 1 });
    expect(room.job().phase).toBe("done");
  });

  test("keeps a job whose program loads nowhere from being stopped only until its fetching has stalled", () => {
    const room = toldRoom(2);
    room.equipped(1);
    fail(room, 1, outcomes.notLoaded);
    stay(room, 55_000, [1, 2]);
    expect(room.job().phase).toBe("running");
    stay(room, 10_000, [1, 2]);
    fail(room, 1, outcomes.notLoaded);
    expect(room.job().phase).toBe("stopped");
  });

  test("is waited for as long as it asks for pieces", () => {
    const room = toldRoom(2);
    room.equipped(1);
    fail(room, 1, outcomes.notLoaded);
    for (let rounds = 0; rounds < 10; rounds += 1) {
      stay(room, 30_000, [1, 2]);
      room.tell({ type: "piece-sent", volunteer: room.session(2).id });
    }
    expect(room.job().phase).toBe("running");
    room.equipped(2);
    expect(room.orders("send-batch").map(({ volunteer }) => volunteer)).toContain(2);
  });

  test("does not keep those that cannot have them from ending the job", () => {
    const room = toldRoom(3);
    room.unequipped(1);
    room.unequipped(2);
    stay(room, 65_000, [1, 2, 3]);
    for (const id of [1, 2]) if (room.job().phase === "running") room.unequipped(id);
    expect(room.job().phase).toBe("stopped");
  });
});

test("volunteers that cannot have the blobs stop no job that others still fetch", () => {
  const room = toldRoom(4);
  room.unequipped(1);
  room.unequipped(2);
  expect(room.job().phase).toBe("running");
  room.equipped(3);
  expect(room.orders("send-batch").map(({ volunteer }) => volunteer)).toEqual([3]);
});

test("a volunteer that had no room for the blobs is told of them again when another job is closed there", () => {
  const room = toldRoom(2, 1);
  room.equipped(1);
  room.submit(2, 4, { batchSize: 1 }, blobs);
  room.equipped(1, 2);
  room.unequipped(2, 2, "blobs of 300 bytes are needed at once; this tab keeps 200");
  room.answer(1, room.lease(1).id, [0]);
  room.commitAll();
  const again = ordersIn(room.story, "send-job").filter(({ volunteer, job }) => volunteer === 2 && job === 2);
  expect(again).toHaveLength(2);
  room.equipped(2, 2);
  expect(room.orders("send-batch").map(({ volunteer }) => volunteer)).toEqual([2]);
});

test("a volunteer on which the program does not load gets nothing of it over another link, either", () => {
  const room = toldRoom(2, 8);
  room.equipped(1);
  room.equipped(2);
  room.answer(2, room.lease(2).id, [room.lease(2).indices[0] ?? 0]);
  const lease = room.lease(1);
  room.answer(1, lease.id, [{ task: lease.indices[0] ?? 0, outcome: outcomes.notLoaded }]);
  room.join(1);
  room.equipped(1);
  expect(room.leases(1)).toEqual([]);
});
