import { describe, expect, test } from "vitest";
import { jobId, leaseId, loadId, volunteerId } from "../ids.ts";
import { taskStates } from "./tasks.ts";
import { Room, ordersIn } from "./testing/room.ts";

const one = jobId(1);
const first = loadId(1);

/** A job of ten tasks whose inputs are on their way, for a volunteer with one slot. */
function loading(options: Parameters<Room["submit"]>[2] = {}): Room {
  const room = new Room();
  room.hasSlowInputs = true;
  room.submit(1, 10, { batchSize: 4, ...options });
  room.join(1);
  return room;
}

function ready(room: Room, load = 1, count?: number) {
  const all = room.scheduler.loads.get(loadId(load))?.indices.length ?? 0;
  return room.tell({ type: "inputs-ready", load: loadId(load), count: count ?? all, bytes: 400 });
}

describe("tasks whose inputs are on their way", () => {
  test("count as pending, are in nobody's hands and are asked for once", () => {
    const room = loading();
    expect(room.counts()).toEqual({ pending: 10, leased: 0, done: 0, failed: 0 });
    expect(room.job().tasks.queued).toBe(6);
    expect(ordersIn(room.story, "load-inputs").map(({ indices }) => indices)).toEqual([Uint32Array.of(0, 1, 2, 3)]);
    expect(ordersIn(room.story, "send-batch")).toEqual([]);
    room.heartbeat(1);
    expect(room.orders("load-inputs")).toEqual([]);
  });

  test("are sent under a lease when their inputs are there, and that is their first attempt", () => {
    const room = loading();
    expect(room.job().tasks.attempts(0)).toBe(0);
    const effects = ready(room);
    const [batch] = ordersIn(effects, "send-batch");
    expect(batch).toMatchObject({ volunteer: 1, load: 1, positions: null });
    expect([...(batch?.indices ?? [])]).toEqual([0, 1, 2, 3]);
    expect(ordersIn(effects, "send-job")).toHaveLength(1);
    expect(room.job().tasks.attempts(0)).toBe(1);
    expect(room.job().inputBytes).toBe(100);
  });

  test("of which not all fit one message wait again, and that was no attempt of theirs", () => {
    const room = loading();
    ready(room, 1, 3);
    expect([...room.lease(1).indices]).toEqual([0, 1, 2]);
    expect([0, 2, 3].map((task) => room.job().tasks.attempts(task))).toEqual([1, 1, 0]);
    // The one that stayed behind is next.
    room.join(2);
    expect([...(room.orders("load-inputs")[0]?.indices ?? [])]).toEqual([3, 4, 5, 6]);
  });

  test("are for others at once if their volunteer leaves, and what is under way for it is called off", () => {
    const room = loading();
    room.join(2);
    const asked = ordersIn(room.story, "load-inputs").flatMap(({ indices }) => Array.from(indices));
    expect(new Set(asked).size).toBe(asked.length);
    room.leave(1, "goodbye");
    expect(room.orders("drop-inputs")).toEqual([{ type: "drop-inputs", load: first }]);
    expect(room.job().tasks.state(0)).toBe(taskStates.pending);
    expect(room.job().tasks.attempts(0)).toBe(0);
    room.join(3);
    expect([...(room.orders("load-inputs")[0]?.indices ?? [])]).toEqual([0, 1, 2, 3]);
    // What was under way comes too late.
    const effects = ready(room);
    expect(ordersIn(effects, "send-batch")).toEqual([]);
    expect(ordersIn(effects, "drop-inputs")).toEqual([{ type: "drop-inputs", load: first }]);
  });

  test("wait again if their volunteer came back by another link meanwhile", () => {
    const room = loading();
    room.join(1);
    ready(room);
    expect(room.scheduler.leases.size).toBe(0);
  });

  test.each([
    ["paused", (room: Room) => room.limits(1, 1, true)],
    ["silent for long", (room: Room) => room.pass(20_000)],
  ])("wait again if their volunteer is %s", (_, act) => {
    const room = loading();
    act(room);
    ready(room);
    expect(room.counts()).toMatchObject({ pending: 10, leased: 0 });
    expect(room.orders("drop-inputs")).toHaveLength(1);
  });

  test("stay with their volunteer where it has given slots away meanwhile, as long as it has one", () => {
    const room = loading();
    room.limits(1, 2, false);
    room.limits(1, 1, false);
    ready(room);
    expect(room.counts().leased).toBe(4);
  });

  test("are passed over where another tab has offered their results meanwhile; the others are sent", () => {
    const room = loading();
    // The results come from an earlier lease, which is over.
    const { scheduler } = room;
    scheduler.nextLease = 9;
    room.answer(1, 3, [1], { offered: true });
    expect(room.job().tasks.state(1)).toBe(taskStates.accepted);
    const [batch] = ordersIn(ready(room), "send-batch");
    expect([...(batch?.indices ?? [])]).toEqual([0, 2, 3]);
    expect([...(batch?.positions ?? [])]).toEqual([0, 2, 3]);
  });
});

describe("inputs that cannot be had", () => {
  test("have their job stand still, with the first task that lacks one, and a person may try again", () => {
    const room = loading();
    const effects = room.tell({ type: "inputs-failed", load: first, task: 0, reason: "the disk is gone" });
    expect(ordersIn(effects, "job-stuck")).toEqual([
      { type: "job-stuck", job: one, task: 0, reason: "the disk is gone" },
    ]);
    expect(room.job().phase).toBe("paused");
    expect(room.counts()).toEqual({ pending: 10, leased: 0, done: 0, failed: 0 });
    expect([...(ordersIn(room.tell({ type: "job-resumed", job: one }), "load-inputs")[0]?.indices ?? [])]).toEqual([
      0, 1, 2, 3,
    ]);
  });

  test("are not told of again while the job is paused anyway", () => {
    const room = loading();
    room.tell({ type: "job-paused", job: one });
    expect(room.tell({ type: "inputs-failed", load: first, task: 0, reason: "no" })).toEqual([]);
    expect(room.counts().pending).toBe(10);
  });
});

/** A task's large input is beside its batch, in the hands of the first volunteer. */
function kept(): Room {
  const room = loading({ batchSize: 1 });
  room.tell({ type: "inputs-ready", load: first, count: 1, bytes: 400_000, areKept: true });
  expect([...room.lease(1).indices]).toEqual([0]);
  return room;
}

describe("an input that cannot be read again for the volunteer that waits for it", () => {
  const lost = { type: "input-lost", load: first, task: 0, reason: "the disk is gone" } as const;

  test("has its job stand still, with its task and the reason, and the task is taken back", () => {
    const room = kept();
    const effects = room.tell(lost);
    expect(ordersIn(effects, "job-stuck")).toEqual([
      { type: "job-stuck", job: one, task: 0, reason: "the disk is gone" },
    ]);
    expect(ordersIn(effects, "send-recall")).toMatchObject([{ lease: 1, count: 1 }]);
    expect(room.job().phase).toBe("paused");
    room.giveBack(1, 1, [0]);
    expect(room.counts()).toEqual({ pending: 10, leased: 0, done: 0, failed: 0 });
    expect([...(ordersIn(room.tell({ type: "job-resumed", job: one }), "load-inputs")[0]?.indices ?? [])]).toEqual([0]);
  });

  test("changes nothing once the task is answered, or the job stands still", () => {
    const answered = kept();
    answered.answer(1, 1, [0]);
    expect(ordersIn(answered.tell(lost), "job-stuck")).toEqual([]);
    expect(answered.job().phase).toBe("running");
    const paused = kept();
    paused.tell({ type: "job-paused", job: one });
    expect(ordersIn(paused.tell(lost), "job-stuck")).toEqual([]);
  });

  test("is taken back where another volunteer has the task, too, and the job goes on", () => {
    const room = kept();
    const copied = room.lease(1);
    // As a copy at the job's end would be noted.
    room.job().copies.set(0, leaseId(99));
    const effects = room.tell(lost);
    expect(ordersIn(effects, "job-stuck")).toEqual([]);
    expect(ordersIn(effects, "send-recall")).toMatchObject([{ lease: copied.id, count: 1 }]);
    expect(ordersIn(effects, "explain")).toMatchObject([
      { explanation: { type: "recalled", because: "input-lost", first: 0, count: 1 } },
    ]);
    expect(room.job().phase).toBe("running");
  });
});

describe("inputs come too late", () => {
  test.each([
    ["paused", (room: Room) => room.tell({ type: "job-paused", job: one })],
    ["cancelled", (room: Room) => room.tell({ type: "job-cancelled", job: one })],
    [
      "cancelled and forgotten",
      (room: Room) => {
        room.tell({ type: "job-cancelled", job: one });
        room.tell({ type: "job-forgotten", job: one });
      },
    ],
  ])("for a job that is %s: they are dropped", (_, act) => {
    const room = loading();
    act(room);
    expect(room.tell({ type: "inputs-ready", load: first, count: 4, bytes: 400 })).toEqual([
      { type: "drop-inputs", load: first },
    ]);
    expect(room.scheduler.loads.size).toBe(0);
  });

  test.each([
    ["cancelled", (room: Room) => room.tell({ type: "job-cancelled", job: one })],
    [
      "cancelled and forgotten",
      (room: Room) => {
        room.tell({ type: "job-cancelled", job: one });
        room.tell({ type: "job-forgotten", job: one });
      },
    ],
  ])("for a job that is %s: that they cannot be had changes nothing", (_, act) => {
    const room = loading();
    act(room);
    expect(room.tell({ type: "inputs-failed", load: first, task: 0, reason: "no" })).toEqual([]);
  });
});

test("a job whose inputs are slow keeps no other job out", () => {
  const room = loading();
  room.submit(2, 10, { batchSize: 2 });
  expect(room.orders("load-inputs")).toEqual([]);
  room.pass(1_000);
  room.heartbeat(1);
  expect(ordersIn(room.effects, "load-inputs").map(({ job }) => job)).toEqual([jobId(2)]);
  ready(room, 2);
  expect(room.lease(1).job.id).toBe(jobId(2));
  // What was slow is sent, too: it would have to be loaded again, and could come too late each time.
  ready(room, 1);
  expect(room.leases(1).map(({ job }) => Number(job.id))).toEqual([2, 1]);
});

/** A job whose last task needs a second copy: its inputs are on their way. */
function copying(): Room {
  const room = new Room();
  room.submit(1, 5, { batchSize: 1 });
  room.join(1);
  for (let task = 0; task < 4; task += 1) {
    room.now += 10;
    const [lease] = room.leases(1);
    if (lease !== undefined) room.answer(1, lease.id, [...lease.indices]);
  }
  room.hasSlowInputs = true;
  room.join(2);
  room.pass(5_000);
  return room;
}

test("a second copy is sent when its inputs are there, and not if the first copy has answered by then", () => {
  const room = copying();
  const loads = (): number[] => [...room.scheduler.loads.values()].map(({ id }) => Number(id));
  expect([...room.scheduler.loads.values()].map(({ copy }) => copy)).toEqual([true]);
  expect([room.job().copyLoads, room.scheduler.copiesRunning]).toEqual([1, 0]);
  const [load = 0] = loads();
  expect(ordersIn(ready(room, load), "explain").map(({ explanation }) => explanation.type)).toEqual(["copied"]);
  expect(room.lease(2).copy).toBe(true);
  expect([room.job().copyLoads, room.scheduler.copiesRunning]).toEqual([0, 1]);

  const late = copying();
  const [copy] = late.scheduler.loads.keys();
  late.answer(1, late.lease(1).id, [4]);
  const effects = late.tell({ type: "inputs-ready", load: copy ?? loadId(9), count: 1, bytes: 1 });
  expect(ordersIn(effects, "drop-inputs")).toHaveLength(1);
  expect([late.scheduler.copiesRunning, late.session(2).leases.size]).toEqual([0, 0]);
});

test("a second copy whose inputs are there late races the lease that has the task by then", () => {
  const room = copying();
  const [copy = loadId(9)] = room.scheduler.loads.keys();
  room.hasSlowInputs = false;
  room.giveBack(1, room.lease(1).id, [4]);
  room.join(3);
  const owner = [1, 2, 3].find((id) => room.leases(id).some(({ copy: isCopy }) => !isCopy)) ?? 0;
  const helper = [...room.scheduler.loads.values()].find(({ id }) => id === copy)?.session.id ?? 0;
  expect(owner).not.toBe(Number(helper));
  expect(room.lease(owner).raced).toBe(false);
  room.tell({ type: "inputs-ready", load: copy, count: 1, bytes: 1 });
  expect(room.lease(owner).raced).toBe(true);
  room.answer(owner, room.lease(owner).id, [4]);
  expect(room.orders("explain").map(({ explanation }) => explanation.type)).toContain("race-won");
});

test("a lease whose second copy comes to nothing has no rival", () => {
  const room = copying();
  const [copy = loadId(9)] = room.scheduler.loads.keys();
  room.tell({ type: "inputs-failed", load: copy, task: 4, reason: "it is gone" });
  expect(room.lease(1).raced).toBe(false);
});

test("a second copy whose inputs cannot be had leaves its job running, and is tried again a while later", () => {
  const room = copying();
  const [copy = loadId(9)] = room.scheduler.loads.keys();
  const effects = room.tell({ type: "inputs-failed", load: copy, task: 4, reason: "it is gone" });
  expect([...ordersIn(effects, "job-stuck"), ...ordersIn(effects, "load-inputs")]).toEqual([]);
  expect(room.job().phase).toBe("running");
  for (let second = 0; second < 9; second += 1) {
    const rung = [...room.pass(1_000), ...room.heartbeat(1, [Number(room.lease(1).id)]), ...room.heartbeat(2)];
    expect(ordersIn(rung, "load-inputs")).toEqual([]);
  }
  expect(ordersIn(room.pass(1_000), "load-inputs")).toMatchObject([{ indices: Uint32Array.of(4) }]);
});

test("a task whose second copy could not be had has its job stand still once the first one is lost, too", () => {
  const room = copying();
  const [copy = loadId(9)] = room.scheduler.loads.keys();
  room.tell({ type: "inputs-failed", load: copy, task: 4, reason: "it is gone" });
  room.giveBack(1, room.lease(1).id, [4]);
  const [load] = room.scheduler.loads.values();
  expect(load).toMatchObject({ copy: false });
  const effects = room.tell({ type: "inputs-failed", load: load?.id ?? copy, task: 4, reason: "it is gone" });
  expect(ordersIn(effects, "job-stuck")).toMatchObject([{ task: 4 }]);
});

/** Job 1 waits for inputs for each of these volunteers, which have been slow for long. */
function silentBeside(...volunteers: number[]): Room {
  const room = new Room();
  room.hasSlowInputs = true;
  room.submit(1, 100, { batchSize: 1 });
  for (const id of volunteers) room.join(id);
  room.pass(1_000);
  return room;
}

/** Has the loads of that job brought. */
function bring(room: Room, job: number): void {
  for (const load of room.scheduler.loads.values()) {
    if (load.job.id === jobId(job)) ready(room, load.id);
  }
}

describe("a source that never answers", () => {
  test("keeps none of its volunteers from another job, however quick the other one's inputs are", () => {
    const room = silentBeside(1);
    room.submit(2, 10, { batchSize: 1 });
    for (let task = 0; task < 10; task += 1) {
      room.heartbeat(1);
      bring(room, 2);
      room.now += 600;
      const [lease] = room.leases(1);
      if (lease === undefined) throw new Error(`nothing is computed after ${task} tasks`);
      room.answer(1, lease.id, [...lease.indices], { job: 2 });
    }
  });

  test("switches off neither recalls nor second copies of another job", () => {
    const room = silentBeside(1, 2);
    room.submit(2, 6, { batchSize: 1 });
    room.heartbeat(1);
    bring(room, 2);
    for (let task = 0; task < 5; task += 1) {
      room.now += 10;
      const [lease] = room.leases(1);
      if (lease !== undefined) room.answer(1, lease.id, [...lease.indices], { job: 2 });
      bring(room, 2);
    }
    const alive = [1, 2].find((id) => room.leases(id).length === 0) ?? 0;
    for (let beats = 0; beats < 5; beats += 1) {
      room.pass(2_000);
      for (const id of [1, 2])
        room.heartbeat(
          id,
          room.leases(id).map((lease) => lease.id),
        );
    }
    const loads = [...room.scheduler.loads.values()].filter(({ copy }) => copy);
    expect(loads.map(({ job, session }) => [job.id, session.id])).toEqual([[jobId(2), alive]]);
    bring(room, 2);
    expect(room.leases(alive).some(({ copy }) => copy)).toBe(true);
  });
});

test("loads of a job that is cancelled are called off at once: they need not be made", () => {
  const room = new Room();
  room.hasSlowInputs = true;
  room.submit(1, 10, { batchSize: 4 });
  room.join(1);
  const loads = [...room.scheduler.loads.keys()];
  const effects = room.tell({ type: "job-cancelled", job: one });
  expect(ordersIn(effects, "drop-inputs")).toEqual(loads.map((load) => ({ type: "drop-inputs", load })));
});

test("a job whose inputs came to nothing for a volunteer is still new to it: it gets a batch ahead of need", () => {
  const room = new Room();
  room.hasSlowInputs = true;
  room.submit(1, 100, { batchSize: 1 });
  room.join(1);
  room.tell({ type: "job-paused", job: one });
  ready(room);
  expect(room.orders("drop-inputs")).toHaveLength(1);
  room.hasSlowInputs = false;
  room.submit(2, 5, { batchSize: 1 });
  for (let task = 0; task < 4; task += 1) {
    room.now += 10;
    room.answer(1, room.lease(1).id, [...room.lease(1).indices], { job: 2 });
  }
  expect(room.leases(1).map(({ job }) => job.id)).toEqual([jobId(2)]);
  room.tell({ type: "job-resumed", job: one });
  expect(room.leases(1).map(({ job }) => job.id)).toEqual([jobId(2), jobId(1)]);
});

/** The first load is with its volunteer, and its inputs are kept. */
function lent(): Room {
  const room = loading();
  room.tell({ type: "inputs-ready", load: first, count: 4, bytes: 4_000_000, areKept: true });
  return room;
}

describe("inputs that are kept for their lease", () => {
  test("are dropped when its last task is answered, and not before", () => {
    const room = lent();
    room.answer(1, room.lease(1).id, [0, 1, 2]);
    expect(ordersIn(room.story, "drop-inputs")).toEqual([]);
    room.answer(1, room.lease(1).id, [3]);
    expect(ordersIn(room.story, "drop-inputs")).toEqual([{ type: "drop-inputs", load: first }]);
  });

  test.each(["goodbye", "lost"] as const)("are dropped when their volunteer has left: %s", (departure) => {
    const room = lent();
    expect(ordersIn(room.leave(1, departure), "drop-inputs")).toEqual([{ type: "drop-inputs", load: first }]);
  });

  test("are dropped with their job", () => {
    const room = lent();
    const effects = room.tell({ type: "job-cancelled", job: one });
    expect(ordersIn(effects, "drop-inputs")).toContainEqual({ type: "drop-inputs", load: first });
  });

  test("keep their lease alive as long as their volunteer asks for pieces, and no longer", () => {
    const room = lent();
    const { id } = room.lease(1);
    for (let minutes = 0; minutes < 30; minutes += 1) {
      for (let beats = 0; beats < 12; beats += 1) {
        room.pass(5_000);
        room.tell({ type: "piece-sent", volunteer: volunteerId(1) });
        room.heartbeat(1, [id]);
      }
    }
    expect(room.lease(1).id).toBe(id);
    for (let beats = 0; beats < 60; beats += 1) {
      room.pass(5_000);
      room.heartbeat(1, [id]);
    }
    expect(ordersIn(room.story, "send-recall")).toMatchObject([{ lease: id, count: 4 }]);
    expect(ordersIn(room.story, "drop-inputs")).toContainEqual({ type: "drop-inputs", load: first });
  });
});
