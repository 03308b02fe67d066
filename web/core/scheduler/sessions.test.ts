import { describe, expect, test } from "vitest";
import { volunteerId } from "../ids.ts";
import { heartbeatInterval } from "./presence.ts";
import { ordersIn, Room } from "./testing/room.ts";

/** One volunteer with a lease on two of ten tasks, in each of the states that a volunteer can be in. */
function present(): Room {
  const room = new Room();
  room.submit(1, 10, { batchSize: 2, speculation: false });
  room.join(1);
  return room;
}

function suspect(): Room {
  const room = present();
  room.pass(15_000);
  return room;
}

function resting(): Room {
  const room = present();
  room.giveBack(1, 1, [0]);
  return room;
}

function paused(): Room {
  const room = present();
  room.limits(1, 1, true);
  return room;
}

function gone(): Room {
  const room = present();
  room.leave(1, "goodbye");
  return room;
}

describe("a volunteer that is gone", () => {
  test.each([
    ["results", (room: Room) => room.answer(1, 1, [0, 1])],
    ["offered results", (room: Room) => room.answer(1, 1, [0, 1], { offered: true })],
    ["a heartbeat", (room: Room) => room.heartbeat(1, [1])],
    ["returned tasks", (room: Room) => room.giveBack(1, 1, [0])],
    ["new limits", (room: Room) => room.limits(1, 4, false)],
    ["its departure once more", (room: Room) => room.leave(1)],
  ])("[P6] says nothing that counts: %s", (_, act) => {
    const room = gone();
    expect(act(room)).toEqual([]);
    expect(room.counts()).toEqual({ pending: 10, leased: 0, done: 0, failed: 0 });
  });

  test("gets nothing", () => {
    const room = gone();
    room.submit(2, 5);
    expect(room.orders("send-batch")).toEqual([]);
  });

  test("is acknowledged nothing, and gets it after its return, although the commit was ordered before", () => {
    const room = present();
    room.answer(1, 1, [0, 1]);
    room.leave(1, "lost");
    expect(ordersIn(room.commitAll(), "acknowledge")).toEqual([]);
    room.join(1);
    room.answer(1, 1, [0, 1], { offered: true });
    expect(room.orders("acknowledge")).toHaveLength(1);
    expect(room.counts().done).toBe(2);
  });

  test("comes back as a new session: present, without leases, and served", () => {
    const room = gone();
    room.join(1);
    expect(room.session(1).presence).toBe("present");
    expect(room.lease(1).id).toBe(2);
  });
});

describe("a volunteer that is present", () => {
  test("keeps its lease while it is heard", () => {
    const room = present();
    for (let beat = 0; beat < 20; beat += 1) {
      room.pass(5_000);
      room.heartbeat(1, [1]);
    }
    expect(room.lease(1).id).toBe(1);
    expect(room.session(1).presence).toBe("present");
  });

  test("becomes suspect after three heartbeats' silence and keeps what it has", () => {
    const room = present();
    room.pass(14_999);
    expect(room.session(1).presence).toBe("present");
    room.pass(1);
    expect(room.session(1).presence).toBe("suspect");
    expect(room.lease(1).outstanding).toBe(2);
  });

  test("rests after giving tasks back unasked", () => {
    const room = resting();
    expect(room.session(1).presence).toBe("resting");
    expect(room.counts().pending).toBe(9);
  });

  test("joins by another link: its leases are free and its tasks no deaths", () => {
    const room = present();
    room.join(1, 2);
    expect(room.session(1).slots).toBe(2);
    expect(room.leases(1).map((lease) => lease.id)).toEqual([2, 3]);
    expect(room.job().tasks.deaths(0)).toBe(0);
  });

  test.each(["goodbye", "dismissed", "replaced", "lost"] as const)(
    "leaves (%s): its tasks wait again at once",
    (how) => {
      const room = present();
      room.leave(1, how);
      expect(room.counts()).toEqual({ pending: 10, leased: 0, done: 0, failed: 0 });
      expect(room.job().tasks.deaths(0)).toBe(how === "lost" ? 1 : 0);
    },
  );

  test("gets work for the slots it adds, at once", () => {
    const room = present();
    room.limits(1, 3, false);
    expect(room.orders("send-batch")).toHaveLength(2);
  });

  test("gets nothing more than its slots hold after it took some away", () => {
    const room = new Room();
    room.submit(1, 10, { batchSize: 1 });
    room.join(1, 3);
    room.limits(1, 1, false);
    room.answer(1, 1, [0], { busyMs: 1_000 });
    room.answer(1, 2, [1], { busyMs: 1_000 });
    expect(room.leases(1).length).toBeLessThanOrEqual(2);
  });

  test("is not blamed for what the slots that it took away were at, and goes on with the others", () => {
    const room = new Room();
    room.submit(1, 10, { batchSize: 1, speculation: false });
    room.join(1, 2);
    room.limits(1, 1, false);
    room.giveBack(1, 2, [1]);
    expect(room.session(1).presence).toBe("present");
    expect(room.session(1).setbacks).toBe(0);
    expect(room.counts()).toEqual({ pending: 9, leased: 1, done: 0, failed: 0 });
    room.answer(1, 1, [0]);
    const [next] = room.orders("send-batch");
    if (next === undefined) throw new Error("nothing follows the task that is done");
    room.giveBack(1, next.lease, [...next.indices]);
    expect(room.session(1).presence).toBe("resting");
  });

  test("pauses: it gets nothing until it resumes, and what it gives back is no setback", () => {
    const room = paused();
    room.giveBack(1, 1, [0, 1]);
    expect(room.orders("send-batch")).toEqual([]);
    expect(room.session(1).setbacks).toBe(0);
    room.limits(1, 1, false);
    expect(room.orders("send-batch")).toHaveLength(1);
  });
});

describe("a volunteer that is suspect", () => {
  test("gets nothing new", () => {
    const room = suspect();
    room.submit(2, 5);
    expect(room.orders("send-batch")).toEqual([]);
  });

  test("loses its lease at the deadline, without a setback", () => {
    const room = suspect();
    const rung = room.pass(15_000);
    expect(ordersIn(rung, "send-recall")).toHaveLength(1);
    expect(room.counts().pending).toBe(10);
    expect(room.session(1).setbacks).toBe(0);
  });

  test.each([
    ["a heartbeat", (room: Room) => room.heartbeat(1, [1])],
    ["results", (room: Room) => room.answer(1, 1, [0, 1])],
    ["limits", (room: Room) => room.limits(1, 1, false)],
  ])("is present again when it is heard: %s", (_, act) => {
    const room = suspect();
    act(room);
    expect(room.session(1).presence).toBe("present");
    room.pass(15_000);
    expect(room.session(1).presence).toBe("suspect");
  });

  test("rests on when it is heard while its rest lasts", () => {
    const room = resting();
    const session = room.session(1);
    session.restUntil = room.now + 100_000;
    room.pass(15_000);
    expect(session.presence).toBe("suspect");
    room.heartbeat(1);
    expect(session.presence).toBe("resting");
    for (let beat = 0; beat < 17; beat += 1) {
      room.pass(5_000);
      room.heartbeat(1);
    }
    expect(session.presence).toBe("present");
  });

  test("leaves like any other", () => {
    const room = suspect();
    room.leave(1);
    expect(room.counts().pending).toBe(10);
  });
});

test("a volunteer that broke the protocol is sent away, and nothing is sent to it after that", () => {
  const room = present();
  room.submit(2, 5);
  const effects = room.answer(1, 99, [0]);
  expect(effects.map((effect) => effect.type)).not.toContain("send-batch");
  expect(room.orders("dismiss")).toEqual([
    { type: "dismiss", volunteer: volunteerId(1), reason: "lease 99 was never granted" },
  ]);
  expect(room.scheduler.sessions.size).toBe(0);
});

test("heartbeats are farther between in a large room, and never so far that one late one is suspicious", () => {
  const room = new Room();
  const intervals: number[] = [];
  for (let volunteer = 1; volunteer <= 400; volunteer += 1) {
    room.join(volunteer);
    intervals.push(heartbeatInterval(room.scheduler));
  }
  expect([12, 40, 60, 100, 400].map((size) => intervals[size - 1])).toEqual([2_000, 2_000, 3_000, 5_000, 5_000]);
});
