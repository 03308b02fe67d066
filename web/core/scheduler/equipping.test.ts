import { describe, expect, test } from "vitest";
import { jobId } from "../ids.ts";
import { outcomes } from "../job/job.ts";
import { ordersIn, Room, taking } from "./testing/room.ts";

const blobs = true;

/** Volunteers that were sent the job with the last fact. */
function told(room: Room): number[] {
  return room.orders("send-job").map(({ volunteer }) => volunteer);
}

function served(room: Room): number[] {
  return room.orders("send-batch").map(({ volunteer }) => volunteer);
}

/** Job 1 with blobs, told to volunteer 1. */
function fetchingRoom(total = 4): Room {
  const room = new Room();
  room.submit(1, total, { batchSize: 1 }, blobs);
  room.join(1);
  return room;
}

describe("a job with blobs is told", () => {
  test("to all that are there, at once and once", () => {
    const room = new Room();
    room.join(1);
    room.join(2);
    room.submit(1, 4, {}, blobs);
    expect(told(room)).toEqual([1, 2]);
    room.heartbeat(1);
    room.limits(2, 3, false);
    expect(room.story.filter(({ type }) => type === "send-job")).toHaveLength(2);
  });

  test("to one that joins, and to one that came back by another link", () => {
    const room = fetchingRoom();
    expect(told(room)).toEqual([1]);
    room.join(1);
    expect(told(room)).toEqual([1]);
  });

  test("to one that has paused, when it goes on", () => {
    const room = new Room();
    room.join(1);
    room.limits(1, 1, true);
    room.submit(1, 4, {}, blobs);
    expect(told(room)).toEqual([]);
    room.limits(1, 1, false);
    expect(told(room)).toEqual([1]);
  });

  test("when it is resumed, to those that came meanwhile", () => {
    const room = fetchingRoom();
    room.tell({ type: "job-paused", job: room.job().id });
    room.join(2);
    expect(told(room)).toEqual([]);
    room.tell({ type: "job-resumed", job: room.job().id });
    expect(told(room)).toEqual([2]);
  });

  test("while another job is computed, whose batches go on", () => {
    const room = new Room();
    room.submit(1, 4, { batchSize: 1 });
    room.join(1);
    room.submit(2, 4, { batchSize: 1, priority: 9 }, blobs);
    expect(told(room)).toEqual([1]);
    room.answer(1, 1, taking(room.lease(1), 10));
    expect(room.orders("send-batch").map(({ job }) => job)).toEqual([1, 1]);
  });
});

describe("no batch of a job with blobs goes out", () => {
  test("before its volunteer says that it has them", () => {
    const room = fetchingRoom();
    room.pass(60_000);
    room.heartbeat(1);
    expect(ordersIn(room.story, "send-batch")).toEqual([]);
    room.equipped(1);
    expect(served(room)).toEqual([1]);
    // The program was sent with the job.
    expect(told(room)).toEqual([]);
  });

  test("to a volunteer that was equipped over a link that is gone", () => {
    const room = fetchingRoom();
    room.equipped(1);
    room.leave(1);
    room.join(1);
    expect(served(room)).toEqual([]);
    room.equipped(1);
    expect(served(room)).toEqual([1]);
  });

  test("as a second copy or out of a recall, either", () => {
    const room = fetchingRoom(2);
    room.equipped(1);
    room.join(2);
    for (let rounds = 0; rounds < 5; rounds += 1) {
      room.pass(10_000);
      for (const id of [1, 2]) room.heartbeat(id, id === 1 ? room.leases(1).map((lease) => lease.id) : []);
    }
    expect(ordersIn(room.story, "send-batch").map(({ volunteer }) => volunteer)).not.toContain(2);
    expect(ordersIn(room.story, "send-recall")).toEqual([]);
  });

  test("because of a word of one that was not told the job", () => {
    const room = new Room();
    room.join(1);
    room.limits(1, 1, true);
    room.submit(1, 4, {}, blobs);
    room.equipped(1);
    room.limits(1, 1, false);
    expect(served(room)).toEqual([]);
    expect(told(room)).toEqual([1]);
  });
});

test("a word about a job without blobs changes nothing, nor does one that a job's blobs cannot be had that is unknown", () => {
  const room = new Room();
  room.submit(1, 1);
  room.join(1);
  expect(room.equipped(1)).toEqual([]);
  for (const job of [1, 99]) expect(room.unequipped(1, job)).toEqual([]);
  room.leave(1);
  expect(room.equipped(1)).toEqual([]);
});

test("a job that is set aside is neither over nor unknown: a volunteer that computes it goes on", () => {
  const room = new Room({}, 2);
  room.tell({ type: "job-set-aside", job: jobId(1) });
  room.join(1);
  expect(room.equipped(1, 1)).toEqual([]);
  room.equipped(1, 2);
  expect(room.orders("send-close-job").map(({ job }) => job)).toEqual([2]);
});

test("results of a job that is set aside stay at the volunteer for the next start, until the job is deleted", () => {
  const room = new Room({}, 2);
  room.tell({ type: "job-set-aside", job: jobId(1) });
  room.join(1);
  expect(room.answer(1, 1, [0], { epoch: 1, offered: true })).toEqual([]);
  room.tell({ type: "set-aside-deleted", job: jobId(1) });
  expect(room.effects).toEqual([{ type: "send-close-job", volunteer: 1, job: 1, why: "over" }]);
  expect(room.tell({ type: "set-aside-deleted", job: jobId(1) })).toEqual([]);
  room.join(2);
  room.answer(2, 1, [0], { epoch: 1, offered: true });
  expect(room.orders("acknowledge")).toMatchObject([{ volunteer: 2 }]);
  expect(room.orders("send-close-job")).toMatchObject([{ volunteer: 2, job: 1 }]);
});

test("the job waits while nobody has its blobs, and its clock stands", () => {
  const room = fetchingRoom();
  expect(room.job().isWaiting).toBe(true);
  room.equipped(1);
  expect(room.orders("job-waits")).toEqual([{ type: "job-waits", job: 1, isWaiting: false, lacks: [] }]);
  room.leave(1);
  expect(room.orders("job-waits")).toEqual([{ type: "job-waits", job: 1, isWaiting: true, lacks: [] }]);
});

test("a job's end is told to those that only fetch its blobs, too", () => {
  const room = fetchingRoom(1);
  room.join(2);
  room.equipped(1);
  room.answer(1, 1, [0]);
  room.commitAll();
  expect(room.orders("send-close-job").map(({ volunteer }) => volunteer)).toEqual([1, 2]);
});

test("one that gives tasks back unasked is told the job once more after its rest, and gets nothing before it has answered", () => {
  const room = fetchingRoom();
  room.equipped(1);
  room.giveBack(1, room.lease(1).id, [0]);
  expect(told(room)).toEqual([]);
  const rest = room.pass(2_000);
  expect(ordersIn(rest, "send-job")).toHaveLength(1);
  expect(ordersIn(rest, "send-batch")).toEqual([]);
  room.equipped(1);
  expect(served(room)).toEqual([1]);
});

describe("a volunteer that cannot have the blobs", () => {
  test("is named with the reason, and gets nothing of the job", () => {
    const room = fetchingRoom();
    room.join(2);
    room.equipped(2);
    room.unequipped(1, 1, "blob 3f2a came twice");
    expect(room.orders("explain")).toEqual([
      {
        type: "explain",
        explanation: { type: "cannot-equip", job: 1, volunteer: 1, reason: "blob 3f2a came twice" },
      },
    ]);
    room.answer(2, 1, [0]);
    expect(served(room)).not.toContain(1);
    // That the program loads on another says nothing new of it.
    expect(ordersIn(room.story, "explain")).toHaveLength(1);
  });

  test("tries again where it is the only one, and stops the job after three failures", () => {
    const room = fetchingRoom();
    room.unequipped(1);
    expect(told(room)).toEqual([1]);
    room.unequipped(1);
    expect(told(room)).toEqual([1]);
    room.unequipped(1);
    expect(told(room)).toEqual([]);
    expect(room.job().phase).toBe("stopped");
    expect(room.orders("job-stopped")).toHaveLength(1);
  });

  test("stops the job together with a second one", () => {
    const room = fetchingRoom();
    room.join(2);
    room.unequipped(1);
    expect(told(room)).toEqual([]);
    room.unequipped(2);
    expect(room.job().phase).toBe("stopped");
  });

  test("tries again when the others have left", () => {
    const room = fetchingRoom();
    room.join(2);
    room.unequipped(1);
    room.leave(2);
    expect(told(room)).toEqual([1]);
    room.equipped(1);
    expect(served(room)).toEqual([1]);
  });

  test("may have them when it comes back by another link, though the program has loaded elsewhere", () => {
    const room = fetchingRoom();
    room.join(2);
    room.equipped(2);
    room.unequipped(1);
    room.answer(2, 1, [{ task: 0, outcome: outcomes.value }]);
    room.join(1);
    expect(told(room)).toEqual([1]);
    room.equipped(1);
    expect(served(room)).toContain(1);
  });
});

test("a restored job with blobs is told anew", () => {
  const room = new Room({}, 2);
  room.join(1);
  const { options } = fetchingRoom().job();
  const none = { indices: new Uint32Array(), volunteers: new Uint32Array(), attempts: new Uint8Array() };
  const records = {
    ...none,
    runtimesMs: new Float32Array(),
    failed: new Uint8Array(),
    endedBy: null,
    skipped: new Uint32Array(),
  };
  const job = fetchingRoom().job().id;
  room.tell({ type: "job-restored", job, total: 2, options, isSealed: true, hasBlobs: true, paused: false, records });
  expect(told(room)).toEqual([1]);
  expect(served(room)).toEqual([]);
});
