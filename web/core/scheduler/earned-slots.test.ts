import { describe, expect, test } from "vitest";
import { outcomes } from "../job/job.ts";
import { Room, taking } from "./testing/room.ts";

/** The slots that the volunteer has earned answer one lease each, after a second. */
function answerRound(room: Room, id: number): void {
  const leases = room.leases(id).slice(0, room.session(id).usableSlots);
  for (const lease of leases) room.answer(id, lease.id, taking(lease, 1_000), { busyMs: 1_000 });
}

function busySlots(room: Room, id: number): number {
  return Math.min(room.session(id).usableSlots, room.leases(id).length);
}

function leaseIds(room: Room, id: number): readonly number[] {
  return room.leases(id).map((lease) => lease.id);
}

/** Time passes, and the volunteers say every two seconds what they hold. */
function beat(room: Room, seconds: number, ids: readonly number[]): void {
  for (let second = 0; second < seconds; second += 2) {
    room.pass(2_000);
    for (const id of ids) room.heartbeat(id, leaseIds(room, id));
  }
}

describe("a newcomer", () => {
  test("gets eight tasks however many slots it claims", () => {
    const room = new Room();
    room.submit(1, 500);
    room.join(1, 256);
    expect(room.leases(1)).toHaveLength(8);
    expect(room.leases(1).every(({ indices }) => indices.length === 1)).toBe(true);
  });

  test("with eight slots is full at once", () => {
    const room = new Room();
    room.submit(1, 500);
    room.join(1, 8);
    expect(busySlots(room, 1)).toBe(8);
  });

  test("gets twice as many with each round that it answers: 64 slots are busy after three", () => {
    const room = new Room();
    room.submit(1, 100_000, { batchSize: 1 });
    room.join(1, 64);
    const busy = [busySlots(room, 1)];
    for (let round = 0; round < 3; round += 1) {
      answerRound(room, 1);
      busy.push(busySlots(room, 1));
    }
    expect(busy).toEqual([8, 16, 32, 64]);
  });

  test("gets one task more for the first answer, and not for an answer that was none", () => {
    const room = new Room();
    room.submit(1, 500, { batchSize: 1 });
    room.join(1, 100);
    const [first] = room.leases(1);
    if (first === undefined) throw new Error("it has no lease");
    room.answer(1, first.id, [...first.indices]);
    expect(room.session(1).usableSlots).toBe(9);
    room.answer(1, first.id, [...first.indices]);
    expect(room.session(1).usableSlots).toBe(9);
  });
});

test.each([
  [16, 1],
  [64, 3],
])(
  "a machine of %i slots with as many long tasks is lent the rest while nobody else is without work: %i times",
  (slots, times) => {
    const room = new Room();
    room.submit(1, slots, { timeLimitMs: 3_600_000, speculation: false });
    room.join(1, slots);
    beat(room, 10 * times + 2, [1]);
    expect(busySlots(room, 1)).toBe(slots);
  },
);

test.each([
  ["lacks what the job needs", ["wasm-simd"]],
  ["cannot load its program", []],
])("a machine is lent the rest though another one is idle that %s", (_, needs) => {
  const room = new Room();
  room.submit(1, 17, { timeLimitMs: 3_600_000, batchSize: 1, speculation: false }, false, needs);
  room.join(2, 1);
  const [refused] = room.leases(2);
  room.join(1, 16, needs);
  if (refused !== undefined) room.answer(2, refused.id, [{ task: 0, outcome: outcomes.notLoaded }]);
  expect(room.scheduler.hungry).toContain(room.session(2));
  beat(room, 12, [1, 2]);
  expect(busySlots(room, 1)).toBe(16);
});

test("a machine is lent the rest though another one is idle on which all that waits has failed", () => {
  const room = new Room();
  room.submit(1, 40, { timeLimitMs: 3_600_000, batchSize: 1, speculation: false });
  room.join(1, 16);
  room.join(2, 1);
  while (room.leases(2).length > 0) {
    const { id, indices } = room.lease(2);
    room.answer(2, id, [{ task: indices[0] ?? 0, outcome: outcomes.threw }]);
  }
  beat(room, 12, [1, 2]);
  expect(busySlots(room, 1)).toBe(16);
});

test("a volunteer that has ended nothing is lent as many slots as the others use together, and more once it has", () => {
  const room = new Room();
  room.submit(1, 1_000, { timeLimitMs: 600_000, batchSize: 1 });
  for (const id of [1, 2]) room.join(id, 4);
  room.join(66, 128);
  beat(room, 60, [1, 2, 66]);
  expect(room.session(66).usableSlots).toBe(16);
  room.answer(66, room.lease(66).id, [...room.lease(66).indices]);
  beat(room, 12, [1, 2, 66]);
  expect(room.session(66).usableSlots).toBeGreaterThan(30);
});

/** Seconds until two machines of four slots have computed a hundred tasks of a minute, beside one that claims `hoarded` slots and never answers. */
function makespanBeside(hoarded: number): number {
  const room = new Room();
  room.submit(1, 100, { timeLimitMs: 600_000, batchSize: 1 });
  for (const id of [1, 2]) room.join(id, 4);
  if (hoarded > 0) room.join(66, hoarded);
  const ends = new Map<number, number>();
  const begun = room.now;
  for (let second = 0; room.job().phase === "running" && second < 10_000; second += 2) {
    beat(room, 2, hoarded > 0 ? [1, 2, 66] : [1, 2]);
    for (const lease of [1, 2].flatMap((id) => room.leases(id).slice(0, 4))) {
      const end = ends.get(lease.id) ?? room.now + 60_000;
      ends.set(lease.id, end);
      if (room.now < end) continue;
      room.answer(lease.session.id, lease.id, taking(lease, 60_000), { busyMs: 60_000, isLie: true });
    }
    room.commitAll();
  }
  return (room.now - begun) / 1_000;
}

test("a volunteer that claims 128 slots and never answers keeps long tasks up for hardly longer than it takes to compute them", () => {
  expect(makespanBeside(128)).toBeLessThanOrEqual(1.15 * makespanBeside(0));
});

test("strong machines with long tasks are lent their slots by turns, each as many as the other uses", () => {
  const room = new Room();
  room.submit(1, 1_000, { timeLimitMs: 3_600_000, batchSize: 1 });
  for (const id of [1, 2]) room.join(id, 64);
  beat(room, 60, [1, 2]);
  expect([busySlots(room, 1), busySlots(room, 2)]).toEqual([64, 64]);
});

test("nothing is lent while another one is without work", () => {
  const room = new Room();
  room.submit(1, 8, { timeLimitMs: 3_600_000, speculation: false });
  room.join(1, 64);
  room.join(2, 8);
  beat(room, 30, [1, 2]);
  expect(room.session(1).usableSlots).toBe(8);
});

test("who comes back and brings what it computed has earned by that, and is forgiven", () => {
  const room = new Room();
  room.submit(1, 50, { batchSize: 1, timeLimitMs: 600_000 });
  room.join(1, 8);
  const [held] = room.leases(1);
  if (held === undefined) throw new Error("it has no lease");
  room.pass(16_000);
  room.leave(1, "goodbye");
  room.join(1, 8);
  expect(room.session(1)).toMatchObject({ setbacks: 1, usableSlots: 4 });
  room.answer(1, held.id, [...held.indices], { offered: true });
  expect(room.session(1)).toMatchObject({ setbacks: 0, usableSlots: 8 });
});

test("the room takes a volunteer's word for 128 slots and no more, when it joins and later", () => {
  const room = new Room();
  room.join(1, 256);
  expect(room.session(1).slots).toBe(128);
  expect(room.scheduler.slots).toBe(128);
  room.limits(1, 200, false);
  expect(room.session(1).slots).toBe(128);
  room.limits(1, 2, false);
  expect(room.scheduler.slots).toBe(2);
});

/** Occasions on which the volunteer gave everything back, until it had to rest. No answer comes in between. */
function occasionsUntilRest(room: Room, giveBack: () => void): number {
  for (let occasions = 1; occasions <= 100; occasions += 1) {
    giveBack();
    if (room.session(1).setbacks > 0) return occasions;
  }
  throw new Error("it never rests");
}

function returnAll(room: Room): void {
  for (const lease of room.leases(1)) room.giveBack(1, lease.id, [...lease.indices]);
}

describe("a volunteer with a setback", () => {
  test("begins anew, with half as many slots as a newcomer, and with one after three", () => {
    const room = new Room();
    room.submit(1, 500, { batchSize: 1 });
    room.join(1, 64);
    answerRound(room, 1);
    answerRound(room, 1);
    const usable: number[] = [];
    for (let setback = 0; setback < 4; setback += 1) {
      for (const lease of room.leases(1)) room.giveBack(1, lease.id, [...lease.indices]);
      usable.push(room.session(1).usableSlots);
      while (room.leases(1).length === 0) {
        room.pass(1_000);
        room.heartbeat(1);
      }
    }
    expect(usable).toEqual([4, 2, 1, 1]);
    answerRound(room, 1);
    expect(room.session(1).usableSlots).toBe(9);
  });

  test("keeps it when it leaves and comes back, and rests on", () => {
    const room = new Room();
    room.submit(1, 50, { batchSize: 1 });
    room.join(1, 4);
    for (let setback = 0; setback < 3; setback += 1) {
      for (const lease of room.leases(1)) room.giveBack(1, lease.id, [...lease.indices]);
      room.leave(1, "goodbye");
      room.join(1, 4);
      expect(room.session(1)).toMatchObject({ presence: "resting", setbacks: setback + 1 });
      expect(room.leases(1)).toEqual([]);
      expect(room.scheduler.available).toBe(0);
      room.pass(1_000 * 2 ** setback);
      expect(room.leases(1).length).toBeGreaterThan(0);
    }
  });

  test("has one if it leaves after it has held tasks for long and answered none", () => {
    const room = new Room();
    room.submit(1, 50, { batchSize: 1 });
    room.join(1, 4);
    room.pass(10_000);
    room.leave(1, "goodbye");
    room.join(1, 4);
    expect(room.session(1).setbacks).toBe(0);
    room.pass(16_000);
    room.leave(1, "goodbye");
    room.join(1, 4);
    expect(room.session(1)).toMatchObject({ setbacks: 1, usableSlots: 4 });
  });

  test.each(["lost", "replaced"] as const)(
    "has none the first time that its link is %s before it has answered anything, and one the next time",
    (departure) => {
      const room = new Room();
      room.submit(1, 50, { batchSize: 1 });
      room.join(1, 4);
      const loseLink = (): void => {
        room.pass(16_000);
        room.leave(1, departure);
        room.join(1, 4);
      };
      loseLink();
      expect(room.session(1)).toMatchObject({ setbacks: 0, usableSlots: 4 });
      loseLink();
      expect(room.session(1).setbacks).toBe(1);
      const { id, indices } = room.lease(1);
      room.answer(1, id, [...indices]);
      expect(room.session(1)).toMatchObject({ setbacks: 0, wasLost: false });
    },
  );

  test("has one if it is sent away with tasks that it has held for long", () => {
    const room = new Room();
    room.submit(1, 50, { batchSize: 1 });
    room.join(1, 4);
    room.pass(16_000);
    room.leave(1, "dismissed");
    room.join(1, 4);
    expect(room.session(1).setbacks).toBe(1);
  });

  test("has one if it gives back everything again and again, whatever its excuse", () => {
    const room = new Room();
    room.submit(1, 50, { batchSize: 1 });
    room.join(1, 2);
    const occasions = occasionsUntilRest(room, () => {
      room.limits(1, 1, false);
      returnAll(room);
      room.limits(1, 2, false);
    });
    expect(occasions).toBe(65);
    expect(room.session(1).presence).toBe("resting");
  });

  test("washes its excuses off by no new link", () => {
    const room = new Room();
    room.submit(1, 50, { batchSize: 1 });
    room.join(1, 2);
    const occasions = occasionsUntilRest(room, () => {
      room.limits(1, 2, true);
      returnAll(room);
      room.leave(1, "goodbye");
      room.join(1, 2);
    });
    expect(occasions).toBe(65);
  });

  test("has none for a pause, however many leases come back by it, though the last ones come after it", () => {
    const room = new Room();
    room.submit(1, 5_000, { batchSize: 1 });
    room.join(1, 128);
    for (let round = 0; round < 4; round += 1) answerRound(room, 1);
    const held = room.leases(1);
    expect(held.length).toBeGreaterThan(100);
    const giveBack = (leases: typeof held): void => {
      for (const { id, indices } of leases) room.giveBack(1, id, [...indices]);
    };
    room.limits(1, 128, true);
    giveBack(held.slice(0, 100));
    room.limits(1, 128, false);
    giveBack(held.slice(100));
    expect(room.session(1)).toMatchObject({ presence: "present", setbacks: 0, excuses: 1 });
    giveBack(room.leases(1).slice(0, 1));
    expect(room.session(1)).toMatchObject({ presence: "resting", setbacks: 1 });
  });
});

test("what a volunteer has earned is there again when it comes back", () => {
  const room = new Room();
  room.submit(1, 5_000, { batchSize: 1 });
  room.join(1, 64);
  answerRound(room, 1);
  answerRound(room, 1);
  const earned = room.session(1).usableSlots;
  room.leave(1, "goodbye");
  room.join(1, 64);
  expect(room.session(1).usableSlots).toBe(earned);
});

test("tasks of a volunteer that has never answered get copies after ten seconds, though no runtime is known", () => {
  const room = new Room();
  room.submit(1, 8);
  room.join(1, 256);
  room.join(2, 4);
  expect(room.leases(2)).toEqual([]);
  for (let second = 0; second < 10; second += 1) {
    room.pass(1_000);
    for (const id of [1, 2]) room.heartbeat(id, leaseIds(room, id));
  }
  room.pass(100);
  expect(room.leases(2).length).toBeGreaterThan(0);
  expect(room.leases(2).every(({ copy }) => copy)).toBe(true);
});
