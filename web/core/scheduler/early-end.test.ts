import { array, assert, constantFrom, nat, property, tuple } from "fast-check";
import { describe, expect, test } from "vitest";
import { jobId } from "../ids.ts";
import { defaultJobOptions, outcomes } from "../job/job.ts";
import { isOver } from "./state.ts";
import { taskStates } from "./tasks.ts";
import { ordersIn, Room, type Answer, type Fact } from "./testing/room.ts";

const one = jobId(1);
const ends = (task: number): Answer => ({ task, outcome: outcomes.endsJob });

/** Ten tasks: four in the hands of two volunteers with two slots each, under leases 1 to 4, and six that wait. */
function searching(): Room {
  const room = new Room();
  room.submit(1, 10, { batchSize: 1, speculation: false });
  room.join(1, 2);
  room.join(2, 2);
  expect(room.counts()).toEqual({ pending: 6, leased: 4, done: 0, failed: 0 });
  return room;
}

/** A result of volunteer 2 has ended the job, and is on record. */
function ended(): Room {
  const room = searching();
  const { indices, id } = room.lease(2);
  room.answer(2, id, [ends(indices[0] ?? 0)]);
  room.commitAll();
  expect(room.job().phase).toBe("ended-early");
  return room;
}

describe("[P8] a result that ends its job", () => {
  test("is put on record first, at once, and until then the job goes on", () => {
    const room = searching();
    room.answer(1, 1, [ends(0)]);
    expect(room.orders("commit-results")).toMatchObject([{ settled: Uint32Array.of(0), isLast: true }]);
    expect(room.orders("send-close-job")).toEqual([]);
    expect(room.job().phase).toBe("running");
  });

  test("ends it once it is on record: what runs is closed everywhere, and all else is not needed", () => {
    const room = searching();
    room.answer(1, 1, [ends(0)]);
    const orders = room.commitAll();
    expect(ordersIn(orders, "job-ended-early")).toEqual([
      { type: "job-ended-early", job: one, task: 0, rule: null, notNeeded: 9 },
    ]);
    expect(ordersIn(orders, "send-close-job").map(({ volunteer, why }) => [volunteer, why])).toEqual([
      [1, "ended-early"],
      [2, "ended-early"],
    ]);
    expect(room.job().tasks).toMatchObject({ done: 1, notNeeded: 9, pending: 0, leased: 0, total: 10 });
    expect(room.job().tasks.state(9)).toBe(taskStates.notNeeded);
    expect(room.scheduler.leases.size).toBe(0);
  });

  test("explains what is taken back from whom", () => {
    const room = searching();
    room.answer(1, 1, [ends(0)]);
    const told = ordersIn(room.commitAll(), "explain").map(({ explanation }) => explanation);
    const gone = told.filter(({ type }) => type === "job-ended-early");
    expect(gone.length).toBeGreaterThan(0);
  });

  test("is acknowledged as any other", () => {
    const room = searching();
    room.answer(1, 1, [ends(0)]);
    expect(ordersIn(room.commitAll(), "acknowledge").map(({ volunteer }) => volunteer)).toEqual([1]);
  });

  test("ends a paused job, too: the result came before or after the pause", () => {
    const room = searching();
    room.answer(1, 1, [ends(0)]);
    room.tell({ type: "job-paused", job: one });
    expect(ordersIn(room.commitAll(), "job-ended-early")).toHaveLength(1);
  });

  test("that comes with others keeps those: they are on record together", () => {
    const room = new Room();
    room.submit(1, 10, { batchSize: 4 });
    room.join(1);
    room.answer(1, 1, [0, ends(1), 2]);
    expect(ordersIn(room.commitAll(), "job-ended-early")).toMatchObject([{ task: 1, notNeeded: 7 }]);
    expect(room.counts()).toEqual({ pending: 0, leased: 0, done: 3, failed: 0 });
  });

  test("as the last of a job's tasks ends it like any other: nothing was in vain", () => {
    const room = new Room();
    room.submit(1, 2, { batchSize: 2 });
    room.join(1);
    room.answer(1, 1, [0, ends(1)]);
    const orders = room.commitAll();
    expect(ordersIn(orders, "job-ended-early")).toEqual([]);
    expect(ordersIn(orders, "job-ended")).toEqual([{ type: "job-ended", job: one, done: 2, failed: 0, skipped: 0 }]);
  });

  test("ends a job that grows though all its tasks are settled: what its source still has is not needed", () => {
    const room = new Room();
    room.submitGrowing(1, 1);
    room.join(1);
    room.answer(1, 1, [ends(0)]);
    expect(ordersIn(room.commitAll(), "job-ended-early")).toMatchObject([{ task: 0, notNeeded: 0 }]);
    expect(room.tell({ type: "tasks-added", job: one, count: 5 })).toEqual([]);
    expect(room.job().tasks.total).toBe(1);
  });

  test("calls off inputs that are on their way", () => {
    const room = new Room();
    room.hasSlowInputs = true;
    room.submit(1, 10, { batchSize: 1 });
    room.join(1, 1);
    const [load] = room.scheduler.loads.keys();
    if (load !== undefined) room.tell({ type: "inputs-ready", load, count: 1, bytes: 1 });
    room.answer(1, 1, [ends(0)]);
    room.commitAll();
    expect(room.scheduler.loads.size).toBe(0);
    expect(room.job().tasks.notNeeded).toBe(9);
  });

  test("of an offer ends the job as well", () => {
    const room = searching();
    room.leave(1);
    room.join(1);
    room.answer(1, 1, [ends(0)], { offered: true });
    expect(ordersIn(room.commitAll(), "job-ended-early")).toMatchObject([{ task: 0 }]);
  });

  test("that is not accepted ends nothing: its task had a result", () => {
    const room = searching();
    room.answer(1, 1, [0]);
    room.answer(1, 1, [ends(0)]);
    expect(ordersIn(room.commitAll(), "job-ended-early")).toEqual([]);
    expect(room.job().phase).toBe("running");
  });

  test("leaves other jobs alone", () => {
    const room = searching();
    room.submit(2, 3);
    room.answer(1, 1, [ends(0)]);
    room.commitAll();
    expect([room.job(1).phase, room.job(2).phase]).toEqual(["ended-early", "running"]);
    expect(room.leases(1).every(({ job }) => job.id === jobId(2))).toBe(true);
  });
});

describe("[P8] of two results that end a job at once", () => {
  test("the first accepted one ends it, and the second is a result like any other", () => {
    const room = searching();
    room.answer(1, 1, [ends(0)]);
    const { id, indices } = room.lease(2);
    room.answer(2, id, [ends(indices[0] ?? 0)]);
    expect(ordersIn(room.commitAll(), "job-ended-early")).toMatchObject([{ task: 0, notNeeded: 8 }]);
    expect(room.job().tasks).toMatchObject({ done: 2, notNeeded: 8 });
  });

  test("the second is not needed if it comes once the first is on record", () => {
    const room = ended();
    const { done, notNeeded } = room.job().tasks;
    room.answer(1, 1, [ends(0)]);
    expect(room.orders("commit-results")).toEqual([]);
    expect(room.orders("send-close-job")).toMatchObject([{ volunteer: 1, why: "ended-early" }]);
    expect(room.job().tasks).toMatchObject({ done, notNeeded });
  });
});

describe("[P8] a job that has ended early", () => {
  test.each([
    ["a late value", (room: Room) => room.answer(1, 1, [0])],
    ["an offered value", (room: Room) => room.answer(1, 1, [0], { offered: true })],
    ["a late error", (room: Room) => room.answer(1, 1, [{ task: 0, outcome: outcomes.threw }])],
    ["tasks given back", (room: Room) => room.giveBack(1, 1, [0])],
    ["a heartbeat", (room: Room) => room.heartbeat(1, [1, 2, 3, 4])],
    ["a newcomer", (room: Room) => room.join(3, 4)],
    ["a lost volunteer", (room: Room) => room.leave(1)],
    ["a cancel", (room: Room) => room.tell({ type: "job-cancelled", job: one })],
    ["a pause", (room: Room) => room.tell({ type: "job-paused", job: one })],
    ["time", (room: Room) => room.pass(400_000)],
  ])("is not moved by %s", (_, act) => {
    const room = ended();
    act(room);
    expect(ordersIn(room.effects, "send-batch")).toEqual([]);
    expect(ordersIn(room.effects, "commit-results")).toEqual([]);
    expect(room.job()).toMatchObject({ phase: "ended-early" });
    expect(room.job().tasks).toMatchObject({ done: 1, notNeeded: 9, pending: 0 });
  });

  test("takes in results that were accepted before, when they get on record", () => {
    const room = searching();
    room.answer(1, 1, [ends(0)]);
    const { id, indices } = room.lease(2);
    room.answer(2, id, [indices[0] ?? 0]);
    const [first] = room.scheduler.commits.keys();
    if (first !== undefined) room.tell({ type: "results-committed", commit: first });
    expect(room.job().tasks).toMatchObject({ done: 1, leased: 1, notNeeded: 8 });
    room.commitAll();
    expect(room.job().tasks).toMatchObject({ done: 2, leased: 0, notNeeded: 8 });
    expect(room.job().phase).toBe("ended-early");
  });

  test("is dropped when it is forgotten", () => {
    const room = ended();
    expect(ordersIn(room.tell({ type: "job-forgotten", job: one }), "job-dropped")).toHaveLength(1);
  });
});

describe("[P8] a restored job with a result on record that ends it", () => {
  const records = {
    indices: Uint32Array.of(3, 5),
    volunteers: Uint32Array.of(1, 2),
    runtimesMs: Float32Array.of(1, 1),
    attempts: Uint8Array.of(1, 1),
    failed: Uint8Array.of(0, 0),
    endedBy: 5,
    skipped: new Uint32Array(),
  };
  const options = defaultJobOptions;

  test.each([
    ["running", false, true],
    ["paused", true, true],
    ["growing", false, false],
  ])("ends at once, though the page went before its end was on record: %s", (_, paused, isSealed) => {
    const room = new Room({}, 2);
    room.join(1, 4);
    const orders = room.tell({ type: "job-restored", job: one, total: 8, options, isSealed, paused, records });
    expect(ordersIn(orders, "job-ended-early")).toEqual([
      { type: "job-ended-early", job: one, task: 5, rule: null, notNeeded: 6 },
    ]);
    expect(ordersIn(orders, "send-batch")).toEqual([]);
    expect(ordersIn(orders, "want-tasks")).toEqual([]);
  });

  test("is done if all its tasks are on record", () => {
    const room = new Room({}, 2);
    const whole = { ...records, indices: Uint32Array.of(0, 1), endedBy: 1 };
    const fact = { type: "job-restored", job: one, total: 2, options, isSealed: true, paused: false } as const;
    expect(ordersIn(room.tell({ ...fact, records: whole }), "job-ended")).toHaveLength(1);
  });
});

/** Volunteers that the last fact has close job 1, and why. */
function closedAt(room: Room): [number, string][] {
  return room.orders("send-close-job").map(({ volunteer, why }) => [volunteer, why]);
}

/** Volunteer 1 computes on while it is away, and the job goes on with volunteer 2. */
function left(): Room {
  const room = searching();
  room.leave(1);
  return room;
}

function endEarly(room: Room): void {
  const { indices, id } = room.lease(2);
  room.answer(2, id, [ends(indices[0] ?? 0)]);
  room.commitAll();
}

describe("[P8] a volunteer that was away when its job ended", () => {
  test.each([
    ["by a result", "ended-early", endEarly],
    ["by a person", "cancelled", (room: Room) => room.tell({ type: "job-cancelled", job: one })],
    [
      "as any other",
      "over",
      (room: Room) => {
        while (room.leases(2).length > 0) {
          const { indices, id } = room.lease(2);
          room.answer(2, id, [...indices]);
        }
        room.commitAll();
      },
    ],
  ])("closes it once it is back and names it: %s", (_, why, end) => {
    const room = left();
    end(room);
    expect(isOver(room.job())).toBe(true);
    room.join(1, 2);
    room.equipped(1);
    expect(closedAt(room)).toEqual([[1, why]]);
  });

  test("closes it also once the room has forgotten the job", () => {
    const room = left();
    endEarly(room);
    room.tell({ type: "job-forgotten", job: one });
    room.join(1, 2);
    room.equipped(1);
    expect(closedAt(room)).toEqual([[1, "over"]]);
  });

  test("closes it over the next start of the room, which ended the job from its record", () => {
    const room = new Room({}, 2);
    room.tell(restored({ total: 8, endedBy: 5, done: [3, 5] }));
    expect(room.job().phase).toBe("ended-early");
    room.join(1, 2);
    room.equipped(1);
    expect(closedAt(room)).toEqual([[1, "ended-early"]]);
  });

  test("closes it over the next start of the room, which does not know the job any more", () => {
    const room = new Room({}, 2);
    room.join(1, 2);
    room.equipped(1);
    expect(closedAt(room)).toEqual([[1, "over"]]);
  });

  test("computes on where the job goes on", () => {
    const room = left();
    room.join(1, 2);
    expect(room.equipped(1)).toEqual([]);
  });

  test("closes it when it ends later, though it has been given nothing of it over this link", () => {
    const room = left();
    room.tell({ type: "job-paused", job: one });
    room.join(1, 2);
    room.equipped(1);
    expect(room.leases(1)).toEqual([]);
    room.tell({ type: "job-cancelled", job: one });
    expect(closedAt(room)).toEqual([
      [2, "cancelled"],
      [1, "cancelled"],
    ]);
  });
});

interface OnRecord {
  readonly total: number;
  readonly endedBy: number | null;
  readonly done: readonly number[];
  readonly paused?: boolean;
}

/** Job 1, which grows, as the next start of its room finds it. */
function restored({ total, endedBy, done, paused = false }: OnRecord): Fact {
  const indices = Uint32Array.from(done);
  const records = {
    indices,
    volunteers: indices.map(() => 1),
    runtimesMs: new Float32Array(done.length).fill(1),
    attempts: new Uint8Array(done.length).fill(1),
    failed: new Uint8Array(done.length),
    endedBy,
    skipped: new Uint32Array(),
  };
  return { type: "job-restored", job: one, total, options: defaultJobOptions, isSealed: false, paused, records };
}

test("[P8] whatever happens, a job ends early if and only if a result on record said so or satisfies its rule, and then at once", () => {
  const act = tuple(
    constantFrom(
      ...(["answer", "end", "satisfy", "commit", "leave", "join", "pause", "resume"] as const),
      ...(["add", "late", "cancel", "restore"] as const),
    ),
    nat({ max: 9 }),
  );
  assert(
    property(array(act, { maxLength: 50 }), (acts) => {
      let room = new Room();
      room.submitGrowing(1, 12, { batchSize: 2 });
      room.join(1, 2);
      const ending = new Set<number>();
      let job = room.job();
      let isCancelled = false;
      let isSatisfied = false;
      const isDone = (task: number): boolean => job.tasks.state(task) === taskStates.done;
      for (const [what, which] of acts) {
        const leases = [...room.scheduler.leases.values()];
        const lease = leases[which % Math.max(1, leases.length)];
        if (what === "answer" && lease !== undefined) room.answer(lease.session.id, lease.id, [...lease.indices]);
        else if (what === "end" && lease !== undefined) {
          const [first = 0, ...others] = lease.indices;
          const orders = room.answer(lease.session.id, lease.id, [ends(first), ...others]);
          // An offer may have been accepted for it before.
          if (ordersIn(orders, "commit-results").some(({ settled }) => settled.includes(first))) ending.add(first);
        } else if (what === "satisfy" && isDone(which)) {
          isSatisfied ||= !isOver(job);
          room.tell({ type: "job-satisfied", job: one, task: which, rule: "until" });
        } else if (what === "commit") {
          const [commit] = room.scheduler.commits.keys();
          if (commit !== undefined) room.tell({ type: "results-committed", commit });
        } else if (what === "leave") room.leave(1 + (which % 2));
        else if (what === "join") room.join(1 + (which % 2), 1 + (which % 3));
        else if (what === "pause") room.tell({ type: "job-paused", job: one });
        else if (what === "resume") room.tell({ type: "job-resumed", job: one });
        else if (what === "add") room.tell({ type: "tasks-added", job: one, count: which });
        else if (what === "late" && room.scheduler.sessions.size > 0) {
          const [session] = room.scheduler.sessions.keys();
          if (session !== undefined) room.answer(session, 1, [which], { offered: true });
        } else if (what === "cancel") {
          isCancelled ||= !isOver(job);
          room.tell({ type: "job-cancelled", job: one });
        } else if (what === "restore") {
          const { total } = job.tasks;
          const done = Array.from({ length: total }, (_, task) => task).filter(isDone);
          const endedBy = [...ending].find(isDone) ?? null;
          for (const task of ending) if (!isDone(task)) ending.delete(task);
          const paused = job.phase === "paused";
          room = new Room({}, room.scheduler.epoch + 1);
          // The page went before the job's end was on record.
          room.tell(restored({ total, endedBy, done, paused }));
          job = room.job();
          isCancelled = false;
          isSatisfied = false;
        }
        expect(job.phase === "ended-early").toBe((isSatisfied || [...ending].some(isDone)) && !isCancelled);
        expect(job.phase === "cancelled").toBe(isCancelled);
        // Each volunteer may have been away at the end, and compute on.
        for (const volunteer of room.scheduler.sessions.keys()) {
          room.equipped(volunteer);
          expect(room.orders("send-close-job").map((order) => order.volunteer)).toEqual(isOver(job) ? [volunteer] : []);
        }
        const { done, failed, leased, pending, notNeeded, total } = job.tasks;
        expect(done + failed + leased + pending + notNeeded).toBe(total);
        if (isOver(job)) expect([isCancelled ? 0 : pending, room.scheduler.leases.size]).toEqual([0, 0]);
      }
    }),
    { numRuns: 300 },
  );
});
