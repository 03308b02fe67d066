import { describe, expect, test } from "vitest";
import { volunteerId } from "../ids.ts";
import { credit } from "./batch-size.ts";
import { Room } from "./testing/room.ts";

/** Answers the oldest lease of volunteer 1 whole; tasks take `ms` each. Gives the size of the batch. */
function answerOldest(room: Room, ms: number, by = 1): number {
  const lease = room.lease(by);
  const { indices } = lease;
  room.now += 10;
  room.answer(by, lease.id, [...indices], { busyMs: ms * indices.length, job: lease.job.id });
  return indices.length;
}

describe("a batch", () => {
  test("is one task a slot until something has been measured", () => {
    const room = new Room();
    room.submit(1, 1_000);
    room.join(1, 4);
    expect(room.orders("send-batch").map((order) => order.indices.length)).toEqual([1, 1, 1, 1]);
  });

  test("grows step by step to about 150 ms of computing", () => {
    const room = new Room();
    room.submit(1, 1_000_000);
    room.join(1);
    const sizes: number[] = [];
    for (let round = 0; round < 16; round += 1) sizes.push(answerOldest(room, 0.1));
    expect(sizes.slice(0, 4)).toEqual([1, 4, 4, 16]);
    expect(Math.max(...sizes)).toBe(1_500);
  });

  test("stays one task where a task takes as long as a batch should", () => {
    const room = new Room();
    room.submit(1, 1_000);
    room.join(1);
    const sizes: number[] = [];
    for (let round = 0; round < 6; round += 1) sizes.push(answerOldest(room, 1_000));
    expect(new Set(sizes)).toEqual(new Set([1]));
  });

  test("never has more than the largest allowed, even of tasks that take no time", () => {
    const room = new Room();
    room.submit(1, 10_000_000);
    room.join(1);
    const sizes: number[] = [];
    for (let round = 0; round < 20; round += 1) sizes.push(answerOldest(room, 0));
    expect(Math.max(...sizes)).toBe(room.scheduler.settings.largestBatch);
  });

  test("stays within the byte limit, as far as inputs have been measured", () => {
    const room = new Room();
    room.submit(1, 100_000);
    room.join(1);
    const sizes: number[] = [];
    room.inputBytes = 8_192;
    for (let round = 0; round < 10; round += 1) sizes.push(answerOldest(room, 0.1));
    expect(Math.max(...sizes)).toBe((256 * 1_024) / 8_192);
  });

  test("shrinks as the remainder shrinks", () => {
    const room = new Room();
    room.submit(1, 3_000);
    room.join(1);
    const sizes: number[] = [];
    while (room.leases(1).length > 0) sizes.push(answerOldest(room, 0.05));
    const largest = sizes.indexOf(Math.max(...sizes));
    expect(sizes.slice(largest)).toEqual(sizes.slice(largest).toSorted((a, b) => b - a));
    expect(sizes.at(-1)).toBe(1);
  });

  test("gives a slow volunteer less than a fast one", () => {
    const room = new Room();
    room.submit(1, 100_000);
    room.join(1);
    room.join(2);
    for (let round = 0; round < 16; round += 1) {
      answerOldest(room, 0.1, 1);
      answerOldest(room, 1, 2);
    }
    expect(room.lease(1).indices.length).toBeGreaterThan(5 * room.lease(2).indices.length);
  });

  test.each([
    [7, 7],
    [100_000, 8_192],
  ])("of a job that wants %i has %i tasks", (wanted, got) => {
    const room = new Room();
    room.submit(1, 20_000, { batchSize: wanted });
    room.join(1);
    expect(room.lease(1).indices.length).toBe(got);
  });
});

describe("credit", () => {
  test("is one batch a slot at first, and one more once the speed is known", () => {
    const room = new Room();
    room.submit(1, 1_000);
    room.join(1, 2);
    expect(room.leases(1)).toHaveLength(2);
    expect(credit(room.scheduler, room.session(1))).toBe(2);
    answerOldest(room, 10);
    expect(room.leases(1)).toHaveLength(4);
    expect(credit(room.scheduler, room.session(1))).toBe(4);
  });

  test("is more batches where their largest size is worth less than the time they aim at", () => {
    const room = new Room();
    room.submit(1, 10_000_000);
    room.join(1);
    while (room.lease(1).indices.length < 8_192) answerOldest(room, 0.005);
    // 300 ms of computing in batches of 41 ms.
    expect(credit(room.scheduler, room.session(1))).toBe(7);
    for (let round = 0; round < 50; round += 1) answerOldest(room, 0);
    expect(credit(room.scheduler, room.session(1))).toBe(16);
  });

  test("is one batch more where the values are large", () => {
    const room = new Room();
    room.submit(1, 10_000);
    room.join(1);
    room.inputBytes = 3 * 1_024 * 1_024;
    for (let round = 0; round < 10; round += 1) answerOldest(room, 0.1);
    expect(credit(room.scheduler, room.session(1))).toBe(2);
  });

  test("stays within what a heartbeat can name, however many slots there are", () => {
    const room = new Room({ mostSlots: 256, firstSlots: 256 });
    room.submit(1, 10_000, { batchSize: 1 });
    room.join(1, 256);
    answerOldest(room, 0.1);
    expect(credit(room.scheduler, room.session(1))).toBe(512);
  });

  test("is not used for tasks that another volunteer could start at once", () => {
    const room = new Room();
    room.submit(1, 12);
    room.join(1);
    room.join(2);
    for (let round = 0; round < 5; round += 1) {
      answerOldest(room, 1_000, 1);
      answerOldest(room, 1_000, 2);
    }
    expect(room.counts().pending).toBe(0);
    expect(room.leases(1).length).toBe(room.leases(2).length);
  });
});

test("a volunteer without work is served before one that may hold more", () => {
  const room = new Room();
  room.submit(1, 5, { batchSize: 1 });
  room.join(1);
  answerOldest(room, 100);
  room.join(2);
  expect(room.orders("send-batch").map((order) => order.volunteer)).toEqual([volunteerId(2)]);
});
