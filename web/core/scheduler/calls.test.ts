import { describe, expect, test } from "vitest";
import { outcomes, type Outcome } from "../job/job.ts";
import { ordersIn, Room } from "./testing/room.ts";

/** Epoch 3; volunteer 1 holds lease 1 on tasks 0 and 1, volunteer 2 holds lease 2 on tasks 2 and 3; task 0 has called once. */
function afterOneCall(): Room {
  const room = new Room({}, 3);
  room.submit(1, 10, { batchSize: 2, speculation: false });
  room.join(1);
  room.join(2);
  room.call(1, 1, 0, 1);
  return room;
}

const caller = { job: 1, epoch: 3, lease: 1, task: 0 };

const endsIn = (room: Room) => ordersIn(room.story, "end-caller");

describe("a call of a task in its volunteer's hands", () => {
  test("is passed on, with all that it brought", () => {
    const room = afterOneCall();
    expect(room.orders("pass-call")).toEqual([
      { type: "pass-call", volunteer: 1, ...caller, call: 1, received: 0, request: expect.anything() },
    ]);
    room.call(1, 1, 0, 2);
    expect(room.orders("pass-call")).toMatchObject([{ call: 2, received: 1 }]);
  });

  test("that has come before is not passed on again", () => {
    const room = afterOneCall();
    expect(room.call(1, 1, 0, 1)).toEqual([]);
    room.call(1, 1, 0, 2);
    expect(room.call(1, 1, 0, 1)).toEqual([]);
    expect(room.call(1, 1, 0, 2)).toEqual([]);
  });

  test.each([
    { title: "under a lease that was never granted", by: 1, lease: 9, task: 0, more: {} },
    { title: "under another volunteer's lease", by: 2, lease: 1, task: 0, more: {} },
    { title: "of a task that the lease does not have", by: 1, lease: 1, task: 2, more: {} },
    { title: "of another job than the lease's", by: 1, lease: 1, task: 0, more: { job: 2 } },
    { title: "of an epoch that has not begun", by: 1, lease: 1, task: 0, more: { epoch: 4 } },
  ])("$title ends the link, and is not passed on", ({ by, lease, task, more }) => {
    const room = afterOneCall();
    room.call(by, lease, task, 2, more);
    expect(room.orders("pass-call")).toEqual([]);
    expect(room.orders("dismiss")).toMatchObject([{ volunteer: by }]);
    expect(room.scheduler.sessions.has(room.session(by === 1 ? 2 : 1).id)).toBe(true);
  });

  test.each([
    { title: "of an older epoch", play: () => {}, more: { epoch: 2 } },
    { title: "of a lease that has ended", play: (room: Room) => void room.answer(1, 1, [0, 1]), more: {} },
    { title: "of a task that is answered", play: (room: Room) => void room.answer(1, 1, [0]), more: {} },
    { title: "of a task that was given back", play: (room: Room) => void room.giveBack(1, 1, [0], 3), more: {} },
  ])("$title is fenced", ({ play, more }) => {
    const room = afterOneCall();
    play(room);
    room.call(1, 1, 0, 2, more);
    expect(room.effects).toMatchObject([{ type: "fence-call", volunteer: 1, lease: 1, task: 0, call: 2 }]);
  });
});

describe("the end of an attempt that has called is told once", () => {
  test.each<{ how: string; outcome: Outcome; title: string }>([
    { title: "a value", outcome: outcomes.value, how: "done" },
    { title: "an error that it threw", outcome: outcomes.threw, how: "done" },
    { title: "a time that ran out", outcome: outcomes.timedOut, how: "lost" },
    { title: "a crash", outcome: outcomes.crashed, how: "lost" },
  ])("$title: $how", ({ outcome, how }) => {
    const room = afterOneCall();
    room.answer(1, 1, [{ task: 0, outcome }]);
    expect(endsIn(room)).toEqual([{ type: "end-caller", ...caller, how }]);
    room.answer(1, 1, [{ task: 0, outcome }, 1]);
    room.leave(1);
    expect(endsIn(room)).toHaveLength(1);
  });

  test.each<{ title: string; play: (room: Room) => void }>([
    { title: "its volunteer's link is lost", play: (room) => void room.leave(1) },
    { title: "its volunteer comes back by another link", play: (room) => void room.join(1) },
    { title: "its volunteer says goodbye", play: (room) => void room.leave(1, "goodbye") },
    { title: "its volunteer lies", play: (room) => void room.answer(1, 9, [0]) },
    { title: "its lease ends", play: (room) => void room.pass(60_000) },
    { title: "its task is given back", play: (room) => void room.giveBack(1, 1, [0], 3) },
    { title: "its job is cancelled", play: (room) => void room.tell({ type: "job-cancelled", job: room.job().id }) },
    {
      title: "another result ends its job",
      play: (room) => {
        room.answer(2, 2, [{ task: 2, outcome: outcomes.endsJob }]);
        room.commitAll();
      },
    },
  ])("as lost where $title", ({ play }) => {
    const room = afterOneCall();
    play(room);
    expect(endsIn(room)).toEqual([{ type: "end-caller", ...caller, how: "lost" }]);
  });

  test("as lost where an offer of before settles its task", () => {
    const room = new Room();
    room.submit(1, 2, { batchSize: 2, speculation: false });
    room.join(1);
    room.leave(1);
    room.join(2);
    const { id } = room.lease(2);
    room.call(2, id, 0, 1);
    room.join(1);
    room.answer(1, 1, [0], { offered: true });
    expect(endsIn(room)).toMatchObject([{ lease: id, task: 0, how: "lost" }]);
  });

  test("and never of an attempt that has not called", () => {
    const room = afterOneCall();
    room.answer(2, 2, [2]);
    room.leave(2);
    expect(endsIn(room)).toEqual([]);
  });
});

/** Volunteer 1 has had the last task, 20, for long, and has called; volunteer 2 has a second copy of it, and has called as well. */
function twoCopies() {
  const room = new Room();
  room.submit(1, 21, { batchSize: 1 });
  room.join(1);
  for (let round = 0; round < 20; round += 1) room.answer(1, room.lease(1).id, [{ task: round, runtimeMs: 200 }]);
  room.commitAll();
  room.join(2);
  for (let waited = 0; waited < 100 && room.leases(2).length === 0; waited += 1) room.pass(10);
  const [first, second] = [room.lease(1).id, room.lease(2).id];
  room.call(1, first, 20, 1);
  room.call(2, second, 20, 1);
  return { room, first, second };
}

describe("of two copies of a task", () => {
  test.each([
    { winner: 1, loser: 2 },
    { winner: 2, loser: 1 },
  ])("volunteer $winner answers: the other one is fenced at once, and told of once", ({ winner, loser }) => {
    const { room, first, second } = twoCopies();
    const leaseOf = (id: number): number => (id === 1 ? first : second);
    room.answer(winner, leaseOf(winner), [20]);
    expect(endsIn(room)).toMatchObject([
      { lease: leaseOf(winner), task: 20, how: "done" },
      { lease: leaseOf(loser), task: 20, how: "lost" },
    ]);
    room.call(loser, leaseOf(loser), 20, 2);
    expect(room.orders("fence-call")).toHaveLength(1);
    room.answer(loser, leaseOf(loser), [20]);
    expect(endsIn(room)).toHaveLength(2);
  });

  test("one is lost: the other one calls on", () => {
    const { room, second } = twoCopies();
    room.leave(1);
    expect(endsIn(room)).toMatchObject([{ how: "lost" }]);
    room.call(2, second, 20, 2);
    expect(room.orders("pass-call")).toHaveLength(1);
  });
});
