import { array, assert, constantFrom, integer, nat, property, record } from "fast-check";
import { describe, expect, test } from "vitest";
import { jobId, volunteerId } from "../ids.ts";
import { defaultJobOptions, outcomes, type Outcome } from "../job/job.ts";
import { taskStates } from "./tasks.ts";
import { Room, type Answer, ordersIn } from "./testing/room.ts";
import { isTrusted } from "./trust.ts";

/** What a volunteer makes of a task, as its `nth` one. */
type Kind = (task: number, nth: number) => Outcome;

const honest: Kind = () => outcomes.value;
const throwing: Kind = () => outcomes.threw;
/** Of a job of which 5 % throws, wherever it is computed. */
const failingAtTimes: Kind = (task) => ((task * 7_919) % 20 === 3 ? outcomes.threw : outcomes.value);

/** A room whose volunteers answer by their kind, one lease at a time. */
class Crowd {
  readonly room: Room;
  readonly #kinds = new Map<number, Kind>();
  readonly #answered = new Map<number, number>();

  constructor(epoch = 1) {
    this.room = new Room({}, epoch);
  }

  join(id: number, kind: Kind, slots = 1): void {
    this.#kinds.set(id, kind);
    this.room.join(id, slots);
  }

  /** The volunteer answers its oldest lease. Tells whether it had one. */
  answer(id: number): boolean {
    const [lease] = this.room.leases(id);
    const kind = this.#kinds.get(id);
    if (lease === undefined || kind === undefined) return false;
    const answers = Array.from(lease.indices, (task): Answer => {
      const nth = this.#answered.get(id) ?? 0;
      this.#answered.set(id, nth + 1);
      return { task, outcome: kind(task, nth) };
    });
    this.room.answer(id, lease.id, answers, { job: lease.job.id });
    this.room.commitAll();
    return true;
  }

  /** All answer in turn until nobody has anything, or the job is over. Gives the rounds that it took. */
  finish(ids: readonly number[] = [...this.#kinds.keys()]): number {
    for (let round = 1; round < 5_000; round += 1) {
      if (this.room.scheduler.jobs.get(jobId(1))?.phase !== "running") return round;
      const before = this.room.now;
      const isBusy = ids.map((id) => this.answer(id)).includes(true);
      if (!isBusy) {
        this.room.pass(1_000);
        this.room.commitAll();
      }
      for (const id of ids) this.room.heartbeat(id);
      if (this.room.now - before > 600_000) break;
    }
    throw new Error("the job does not end");
  }
}

/** A job that an earlier start of the room has left, with values on record of the volunteers in `answered`. */
function restoredCrowd(total: number, answered: readonly number[], failed: readonly number[] = []): Crowd {
  const crowd = new Crowd(2);
  const rows = [...answered, ...failed];
  crowd.room.tell({
    type: "job-restored",
    job: jobId(1),
    total,
    options: { ...defaultJobOptions, batchSize: 1, speculation: false },
    isSealed: true,
    paused: false,
    records: {
      indices: Uint32Array.from(rows.keys()),
      volunteers: Uint32Array.from(rows),
      runtimesMs: new Float32Array(rows.length).fill(10),
      attempts: new Uint8Array(rows.length).fill(1),
      failed: Uint8Array.from(rows, (_, at) => Number(at >= answered.length)),
      endedBy: null,
      skipped: new Uint32Array(),
    },
  });
  return crowd;
}

function leaseIds(room: Room, id: number): readonly number[] {
  return room.leases(id).map((lease) => lease.id);
}

function attemptsIn(room: Room): number {
  return ordersIn(room.story, "send-batch").reduce((sum, { indices }) => sum + indices.length, 0);
}

describe("[P5] errors of volunteers that fail everything while others succeed", () => {
  test.each([1, 2, 10])("fail no task of one honest volunteer among %i of them", (liars) => {
    const crowd = new Crowd();
    crowd.room.submit(1, 40);
    crowd.join(100, honest);
    for (let liar = 1; liar <= liars; liar += 1) crowd.join(liar, throwing, 4);
    // They fail whatever they get before the honest one has answered anything.
    for (let round = 0; round < 40; round += 1) for (let liar = 1; liar <= liars; liar += 1) crowd.answer(liar);
    expect(crowd.room.counts()).toMatchObject({ done: 0, failed: 0 });
    crowd.finish();
    expect(crowd.room.counts()).toMatchObject({ done: 40, failed: 0 });
  });

  test("count as nothing if they succeeded once before", () => {
    const crowd = new Crowd();
    crowd.room.submit(1, 60, { batchSize: 1 });
    crowd.join(100, honest);
    crowd.answer(100);
    crowd.answer(100);
    for (const liar of [1, 2, 3]) crowd.join(liar, (_, nth) => (nth === 0 ? outcomes.value : outcomes.threw));
    crowd.finish([1, 2, 3, 100]);
    expect(crowd.room.counts()).toMatchObject({ done: 60, failed: 0 });
  });

  test.each([
    ["run into the time limit", outcomes.timedOut],
    ["lose their slots", outcomes.crashed],
  ] as const)("count as nothing if they %s", (_, outcome) => {
    const crowd = new Crowd();
    crowd.room.submit(1, 20);
    crowd.join(100, honest);
    for (const liar of [1, 2]) crowd.join(liar, () => outcome);
    crowd.finish([1, 2, 100]);
    expect(crowd.room.counts()).toMatchObject({ done: 20, failed: 0 });
  });

  test("count as nothing if each comes back as a new volunteer", () => {
    const crowd = new Crowd();
    crowd.room.submit(1, 10);
    crowd.join(1_000, honest);
    for (let liar = 1; liar <= 100; liar += 1) {
      crowd.join(liar, throwing, 4);
      while (crowd.answer(liar));
      crowd.room.leave(liar, "goodbye");
    }
    expect(crowd.room.counts()).toMatchObject({ done: 0, failed: 0 });
    crowd.finish([1_000]);
    expect(crowd.room.counts()).toMatchObject({ done: 10, failed: 0 });
  });

  test("leave the verdict to the honest one: what it fails, too, has failed", () => {
    const crowd = new Crowd();
    crowd.room.submit(1, 40);
    crowd.join(100, (task) => (task % 10 === 9 ? outcomes.threw : outcomes.value));
    for (const liar of [1, 2]) crowd.join(liar, throwing);
    crowd.finish([1, 2, 100]);
    expect(crowd.room.counts()).toMatchObject({ done: 36, failed: 4 });
    expect(crowd.room.job().tasks.state(9)).toBe(taskStates.failed);
  });

  test("are waited over while the honest one reloads its page, for two minutes and no longer", () => {
    const crowd = new Crowd();
    crowd.room.submit(1, 40, { batchSize: 1 });
    crowd.join(100, honest);
    crowd.answer(100);
    for (const liar of [1, 2]) crowd.join(liar, throwing);
    crowd.room.leave(100, "goodbye");
    for (let round = 0; round < 100; round += 1) for (const liar of [1, 2]) crowd.answer(liar);
    expect(crowd.room.counts()).toMatchObject({ done: 1, failed: 0 });
    crowd.room.pass(119_000);
    expect(crowd.room.counts().failed).toBe(0);
    for (const liar of [1, 2]) crowd.room.heartbeat(liar);
    crowd.room.pass(2_000);
    crowd.room.commitAll();
    expect(crowd.room.counts()).toMatchObject({ done: 1, failed: 39 });
  });

  test("are waited over for one that answered its task after it had paused, as for any other", () => {
    const crowd = new Crowd();
    crowd.room.submit(1, 40, { batchSize: 1, speculation: false });
    crowd.join(100, (_, nth) => (nth === 0 ? outcomes.threw : outcomes.value));
    crowd.answer(100);
    crowd.room.limits(100, 1, true);
    crowd.answer(100);
    crowd.room.leave(100, "goodbye");
    for (const liar of [1, 2]) crowd.join(liar, throwing);
    for (let round = 0; round < 100; round += 1) for (const liar of [1, 2]) crowd.answer(liar);
    expect(crowd.room.counts()).toMatchObject({ done: 1, failed: 0 });
  });

  test("are not waited over for one that was sent away, whatever it had answered", () => {
    const crowd = new Crowd();
    crowd.room.submit(1, 40, { batchSize: 1 });
    crowd.join(100, honest);
    crowd.answer(100);
    for (const liar of [1, 2]) crowd.join(liar, throwing);
    crowd.room.leave(100, "dismissed");
    for (let round = 0; round < 100; round += 1) for (const liar of [1, 2]) crowd.answer(liar);
    expect(crowd.room.counts()).toMatchObject({ done: 1, failed: 39 });
  });

  test("count as nothing after a reload of the coordinator's page, before the honest one is back", () => {
    const crowd = restoredCrowd(20, [100]);
    for (const liar of [1, 2]) crowd.join(liar, throwing);
    for (let round = 0; round < 60; round += 1) for (const liar of [1, 2]) crowd.answer(liar);
    expect(crowd.room.counts()).toMatchObject({ done: 1, failed: 0 });
    crowd.room.join(100);
    expect(crowd.room.leases(100)).toHaveLength(1);
  });

  test("do not begin to count because a reload of the coordinator's page knows their answers alone", () => {
    const answered = [
      ...Array.from({ length: 100 }, () => 100),
      ...[1, 2].flatMap((id) => Array.from({ length: 40 }, () => id)),
    ];
    const crowd = restoredCrowd(900, answered);
    for (const tablet of [1, 2]) crowd.join(tablet, (_, nth) => (nth % 4 === 0 ? outcomes.value : outcomes.threw));
    for (let round = 0; round < 40; round += 1) for (const tablet of [1, 2]) crowd.answer(tablet);
    crowd.join(100, honest);
    crowd.finish();
    expect(crowd.room.counts().failed).toBeLessThanOrEqual(2);
  });

  test("do not begin to count because the best one reloads its page", () => {
    const crowd = new Crowd();
    crowd.room.submit(1, 2_000, { batchSize: 1, speculation: false });
    crowd.join(100, honest);
    for (let nth = 0; nth < 100; nth += 1) crowd.answer(100);
    for (const tablet of [1, 2]) crowd.join(tablet, (_, nth) => (nth % 4 === 0 ? outcomes.value : outcomes.threw));
    for (let round = 0; round < 200; round += 1) for (const tablet of [1, 2]) crowd.answer(tablet);
    crowd.room.leave(100, "goodbye");
    for (let round = 0; round < 200; round += 1) for (const tablet of [1, 2]) crowd.answer(tablet);
    expect(crowd.room.counts().failed).toBe(0);
    crowd.room.join(100);
    crowd.finish([100]);
    expect(crowd.room.counts()).toMatchObject({ done: 2_000, failed: 0 });
  });

  test("begin to count, or not, by the best one that is there, once a better one is sent away", () => {
    const crowd = new Crowd();
    crowd.room.submit(1, 200, { batchSize: 1 });
    crowd.join(100, honest);
    for (let answers = 0; answers < 50; answers += 1) crowd.answer(100);
    crowd.join(1, (_, nth) => (nth % 2 === 0 ? outcomes.value : outcomes.threw));
    for (let answers = 0; answers < 40; answers += 1) crowd.answer(1);
    const { scheduler } = crowd.room;
    expect(isTrusted(scheduler, crowd.room.job(), volunteerId(1))).toBe(false);
    crowd.room.leave(100, "dismissed");
    expect(isTrusted(scheduler, crowd.room.job(), volunteerId(1))).toBe(true);
  });

  test("do not begin to count because a weaker one is trusted while the best one reloads its page", () => {
    const crowd = new Crowd();
    crowd.room.submit(1, 1_001, { batchSize: 1, speculation: false });
    crowd.join(100, honest);
    for (let nth = 0; nth < 100; nth += 1) crowd.answer(100);
    for (const tablet of [1, 2]) crowd.join(tablet, (_, nth) => (nth % 2 === 0 ? outcomes.value : outcomes.threw));
    for (let round = 0; round < 200; round += 1) for (const tablet of [1, 2]) crowd.answer(tablet);
    crowd.join(200, honest);
    crowd.answer(200);
    crowd.room.leave(100, "goodbye");
    for (let round = 0; round < 200; round += 1) for (const tablet of [1, 2]) crowd.answer(tablet);
    expect(crowd.room.counts().failed).toBe(0);
    // It does not come back: the one that is left sets the bar then, and has answered more by that time.
    for (let nth = 0; nth < 20; nth += 1) crowd.answer(200);
    for (let second = 0; second < 130; second += 10) {
      crowd.room.pass(10_000);
      for (const id of [1, 2, 200]) crowd.room.heartbeat(id);
    }
    crowd.finish([200]);
    expect(crowd.room.counts()).toMatchObject({ done: 1_001, failed: 0 });
  });

  test("do not begin to count because many of the best ones cannot compute the job any more", () => {
    const crowd = new Crowd();
    crowd.room.submit(1, 1_001, { batchSize: 1, speculation: false });
    const best = Array.from({ length: 16 }, (_, at) => at + 1);
    for (const id of best) crowd.join(id, (_, nth) => (nth < 25 ? outcomes.value : outcomes.notLoaded));
    for (const id of [100, 101]) crowd.join(id, honest);
    for (let nth = 0; nth < 20; nth += 1) for (const id of [...best, 100, 101]) crowd.answer(id);
    for (const liar of [50, 51]) crowd.join(liar, throwing);
    for (let nth = 0; nth < 40; nth += 1) for (const liar of [50, 51]) crowd.answer(liar);
    for (let nth = 0; nth < 6; nth += 1) for (const id of best) crowd.answer(id);
    for (let nth = 0; nth < 40; nth += 1) for (const liar of [50, 51]) crowd.answer(liar);
    expect(crowd.room.job().loading.unable.size).toBe(16);
    expect(crowd.room.counts().failed).toBe(0);
    crowd.finish([100, 101]);
    expect(crowd.room.counts()).toMatchObject({ done: 1_001, failed: 0 });
  });

  test("wait for one that fetches the job's blobs again after its link had stalled", () => {
    const room = new Room();
    room.submit(1, 120, { batchSize: 1, speculation: false }, true);
    const come = (id: number): void => {
      room.join(id);
      room.equipped(id);
    };
    come(100);
    for (let nth = 0; nth < 20; nth += 1) room.answer(100, room.lease(100).id, [...room.lease(100).indices]);
    room.leave(100);
    room.join(100);
    const throwAll = (): void => {
      for (const liar of [1, 2]) {
        for (const { id, indices } of room.leases(liar)) {
          room.answer(
            liar,
            id,
            Array.from(indices, (task): Answer => ({ task, outcome: outcomes.threw })),
          );
        }
      }
      room.commitAll();
    };
    for (let second = 0; second < 62; second += 2) {
      room.pass(2_000);
      room.heartbeat(100);
    }
    // While its link stalls it is not waited for.
    for (const liar of [1, 2]) come(liar);
    for (let nth = 0; nth < 3; nth += 1) throwAll();
    const { failed } = room.counts();
    expect(failed).toBeGreaterThan(0);
    room.tell({ type: "piece-sent", volunteer: volunteerId(100) });
    for (let nth = 0; nth < 60; nth += 1) throwAll();
    expect(room.counts().failed).toBe(failed);
    room.equipped(100);
    while (room.leases(100).length > 0) room.answer(100, room.lease(100).id, [...room.lease(100).indices]);
    room.commitAll();
    expect(room.counts()).toMatchObject({ done: 120 - failed, failed });
  });

  test("wait for a newcomer that is away for a moment", () => {
    const crowd = new Crowd();
    crowd.room.submit(1, 20, { batchSize: 1 });
    crowd.join(100, honest);
    for (const liar of [1, 2]) crowd.join(liar, throwing, 4);
    for (let round = 0; round < 40; round += 1) for (const liar of [1, 2]) crowd.answer(liar);
    crowd.room.leave(100, "lost");
    crowd.room.pass(8_000);
    expect(crowd.room.counts().failed).toBe(0);
    crowd.room.join(100);
    crowd.finish();
    expect(crowd.room.counts()).toMatchObject({ done: 20, failed: 0 });
  });

  test("wait for volunteers that are busy with another job, for ten minutes and no longer", () => {
    const room = new Room();
    room.submit(1, 4, { batchSize: 1 });
    room.join(100, 2);
    room.submit(2, 20, { batchSize: 1 });
    for (const liar of [1, 2]) room.join(liar);
    const throwAll = (): void => {
      for (const liar of [1, 2]) {
        for (const { id, job, indices } of room.leases(liar)) {
          const answers = Array.from(indices, (task): Answer => ({ task, outcome: outcomes.threw }));
          room.answer(liar, id, answers, { job: job.id });
        }
      }
      room.commitAll();
    };
    for (let round = 0; round < 60; round += 1) throwAll();
    expect(room.counts(2)).toMatchObject({ done: 0, failed: 0 });
    for (let second = 0; second < 610; second += 1) {
      room.pass(1_000);
      for (const id of [1, 2, 100]) room.heartbeat(id);
      if (second === 580) expect(room.counts(2).failed).toBe(0);
    }
    room.commitAll();
    expect(room.counts(2).failed).toBe(20);
  });

  test("wait for busy volunteers each time that tasks are doubted, not once in a job's life", () => {
    const room = new Room();
    room.submit(1, 4, { batchSize: 1, timeLimitMs: 86_400_000 });
    room.join(100, 2);
    room.submitGrowing(2, 1, { batchSize: 1 });
    const throwAll = (...liars: readonly number[]): void => {
      for (const liar of liars) {
        for (const { id, job, indices } of room.leases(liar)) {
          const answers = Array.from(indices, (task): Answer => ({ task, outcome: outcomes.threw }));
          room.answer(liar, id, answers, { job: job.id });
        }
      }
      room.commitAll();
    };
    const beat = (seconds: number, ...others: readonly number[]): void => {
      for (let second = 0; second < seconds; second += 2) {
        room.pass(2_000);
        for (const id of [100, ...others]) room.heartbeat(id, leaseIds(room, id));
      }
      room.commitAll();
    };
    for (const id of [1, 2]) room.join(id);
    for (let round = 0; round < 10; round += 1) throwAll(1, 2);
    beat(700, 1, 2);
    expect(room.counts(2).failed).toBe(1);
    for (const id of [1, 2]) room.leave(id);
    for (const id of [3, 4]) room.join(id);
    room.tell({ type: "tasks-added", job: jobId(2), count: 20 });
    for (let round = 0; round < 60; round += 1) throwAll(3, 4);
    beat(580, 3, 4);
    expect(room.counts(2)).toMatchObject({ done: 0, failed: 1 });
    beat(40, 3, 4);
    expect(room.counts(2).failed).toBe(21);
  });

  test("leave the work to slow honest ones as to fast ones, and to all that have not failed the task", () => {
    const crowd = new Crowd();
    crowd.room.submit(1, 400, { batchSize: 1 });
    crowd.join(100, honest);
    crowd.join(200, honest);
    for (let nth = 0; nth < 90; nth += 1) crowd.answer(100);
    crowd.answer(200);
    for (const liar of [1, 2]) crowd.join(liar, throwing);
    for (let round = 0; round < 400; round += 1) for (const liar of [1, 2]) crowd.answer(liar);
    expect(crowd.room.job().doubted.size).toBeGreaterThan(200);
    for (let nth = 0; nth < 20; nth += 1) expect(crowd.answer(200)).toBe(true);
  });

  test("do count where each task is to be tried once", () => {
    const crowd = new Crowd();
    crowd.room.submit(1, 2, { maxAttempts: 1, batchSize: 1 });
    crowd.join(1, throwing);
    crowd.join(2, honest);
    crowd.finish();
    expect(crowd.room.counts()).toMatchObject({ done: 1, failed: 1 });
  });

  test("are told as what they are", () => {
    const crowd = new Crowd();
    crowd.room.submit(1, 3, { batchSize: 1 });
    crowd.join(100, honest);
    for (const liar of [1, 2]) crowd.join(liar, throwing);
    crowd.answer(1);
    crowd.answer(2);
    crowd.answer(1);
    expect(crowd.room.story.findLast(({ type }) => type === "explain")).toMatchObject({
      explanation: { type: "doubted", volunteer: 1, count: 1 },
    });
  });
});

test("a job that is over keeps nothing of what its volunteers brought, whatever they still bring", () => {
  const room = new Room();
  room.submit(1, 3, { batchSize: 1 });
  for (const id of [1, 2, 3]) room.join(id);
  const late = room.lease(3);
  room.answer(1, room.lease(1).id, [...room.lease(1).indices]);
  room.leave(1);
  room.tell({ type: "job-cancelled", job: jobId(1) });
  room.answer(3, late.id, [...late.indices]);
  const { tallies, byScore, away } = room.job();
  expect([tallies.size, byScore.size, away.size]).toEqual([0, 0, 0]);
});

test("failures on record take no trust from the volunteers in whose hands they ended: it may have been poison", () => {
  const { room } = restoredCrowd(10, [100, 1], [1, 1, 1]);
  for (const id of [1, 100]) room.join(id);
  expect([1, 100].map((id) => isTrusted(room.scheduler, room.job(), volunteerId(id)))).toEqual([true, true]);
});

test.each([1, 2, 10])(
  "[P5] one task that throws everywhere costs few attempts where 30 volunteers have answered %i each",
  (each) => {
    const crowd = new Crowd();
    const total = 30 * each + 1;
    const bad = total - 1;
    crowd.room.submit(1, total, { batchSize: 1, speculation: false });
    for (let id = 1; id <= 30; id += 1) crowd.join(id, (task) => (task === bad ? outcomes.threw : outcomes.value));
    crowd.finish();
    expect(crowd.room.counts()).toMatchObject({ done: total - 1, failed: 1 });
    expect(attemptsIn(crowd.room) - (total - 1)).toBeLessThanOrEqual(4);
  },
);

describe("[P5] a job in which every task throws", () => {
  test.each([
    [1, 4],
    [2, 2],
    [10, 2],
  ])("ends soon with %i honest volunteers: %i attempts a task, and hardly more", (volunteers, attempts) => {
    const crowd = new Crowd();
    crowd.room.submit(1, 10_000);
    for (let id = 1; id <= volunteers; id += 1) crowd.join(id, throwing);
    crowd.finish();
    expect(crowd.room.counts().failed).toBe(10_000);
    expect(attemptsIn(crowd.room) / 10_000).toBeGreaterThanOrEqual(attempts);
    expect(attemptsIn(crowd.room) / 10_000).toBeLessThan(attempts + 0.02);
  });

  test("has no more than one further attempt a task where it is small", () => {
    const crowd = new Crowd();
    crowd.room.submit(1, 10);
    for (let id = 1; id <= 10; id += 1) crowd.join(id, throwing);
    crowd.finish();
    expect(attemptsIn(crowd.room)).toBeLessThanOrEqual(30);
  });

  test("is not kept open by one newcomer after the other that takes a task and leaves", () => {
    const crowd = new Crowd();
    crowd.room.submit(1, 20, { batchSize: 1 });
    for (const id of [1, 2]) crowd.join(id, throwing);
    crowd.room.join(1_000);
    for (let round = 0; round < 40; round += 1) for (const id of [1, 2]) crowd.answer(id);
    const begun = crowd.room.now;
    for (let id = 1_001; crowd.room.job().phase === "running" && id < 1_100; id += 1) {
      crowd.room.join(id);
      crowd.room.leave(id - 1, "goodbye");
      for (const liar of [1, 2]) crowd.answer(liar);
      for (let second = 0; second < 20; second += 2) {
        crowd.room.pass(2_000);
        for (const held of [1, 2, id]) crowd.room.heartbeat(held, leaseIds(crowd.room, held));
      }
      crowd.room.commitAll();
    }
    expect(crowd.room.counts().failed).toBe(20);
    expect(crowd.room.now - begun).toBeLessThan(13 * 60_000);
  });

  test("does not wait for a volunteer that does not answer", () => {
    const crowd = new Crowd();
    crowd.room.submit(1, 100, { batchSize: 1 });
    for (const id of [1, 2]) crowd.join(id, throwing);
    crowd.room.join(3);
    crowd.finish([1, 2]);
    expect(crowd.room.counts().failed).toBe(100);
  });
});

describe("a volunteer that is sent away", () => {
  test("is no newcomer and not trusted when it comes back, until it has answered anew", () => {
    const crowd = new Crowd();
    crowd.room.submit(1, 100, { batchSize: 1 });
    crowd.join(100, honest);
    crowd.join(1, honest);
    for (const id of [1, 1, 1, 1, 100]) crowd.answer(id);
    const isBelieved = (): boolean => isTrusted(crowd.room.scheduler, crowd.room.job(), volunteerId(1));
    expect(isBelieved()).toBe(true);
    crowd.room.leave(1, "dismissed");
    crowd.room.join(1);
    expect(isBelieved()).toBe(false);
    expect(crowd.room.job().tallies.get(volunteerId(1))).toMatchObject({ answered: 0, failed: 3 });
    for (let answers = 0; answers < 10; answers += 1) crowd.answer(1);
    expect(isBelieved()).toBe(true);
  });

  test("is forgiven none of what failed there", () => {
    const crowd = new Crowd();
    crowd.room.submit(1, 40, { batchSize: 1 });
    crowd.join(100, honest);
    crowd.answer(100);
    crowd.join(1, throwing);
    for (let answers = 0; answers < 5; answers += 1) crowd.answer(1);
    const { failed, firstFailed = [] } = crowd.room.job().tallies.get(volunteerId(1)) ?? {};
    expect(failed).toBe(5);
    crowd.room.leave(1, "dismissed");
    crowd.room.join(1);
    expect(crowd.room.job().tallies.get(volunteerId(1))).toMatchObject({ answered: 0, failed, firstFailed });
  });
});

test("[P5] honest errors cost hardly a further attempt: a job of which 5 % throws, with ten volunteers", () => {
  const crowd = new Crowd();
  crowd.room.submit(1, 4_000, { speculation: false });
  for (let id = 1; id <= 10; id += 1) crowd.join(id, failingAtTimes, 2);
  crowd.finish();
  expect(crowd.room.counts()).toMatchObject({ done: 3_800, failed: 200 });
  // Two for each of those that throw, and a third for some.
  expect(attemptsIn(crowd.room)).toBeLessThan(4_200 + 100);
});

const liarKinds: readonly Kind[] = [
  throwing,
  () => outcomes.timedOut,
  () => outcomes.crashed,
  (task) => (task % 2 === 0 ? outcomes.threw : outcomes.crashed),
];

test(
  "[P5] whatever volunteers that fail everything do, no task fails that the honest one answers, and the job ends",
  { timeout: 30_000 },
  () => {
    const step = record({ who: nat({ max: 5 }), kind: constantFrom(...liarKinds), isNew: nat({ max: 9 }) });
    assert(
      property(
        array(step, { maxLength: 200 }),
        integer({ min: 1, max: 40 }),
        integer({ min: 1, max: 8 }),
        (steps, total, slots) => {
          const crowd = new Crowd();
          crowd.room.submit(1, total);
          crowd.join(1_000, honest, slots);
          let newest = 10;
          const present = [0, 0, 0, 0, 0];
          for (const { who, kind, isNew } of steps) {
            if (who === 5) crowd.answer(1_000);
            else if (present[who] === 0 || isNew === 0) {
              if (present[who] !== 0) crowd.room.leave(present[who] ?? 0, "goodbye");
              newest += 1;
              present[who] = newest;
              crowd.join(newest, kind, 1 + (isNew % 4));
            } else crowd.answer(present[who] ?? 0);
            if (crowd.room.job().phase !== "running") break;
          }
          crowd.finish([...present.filter((id) => id !== 0), 1_000]);
          expect(crowd.room.counts()).toMatchObject({ done: total, failed: 0 });
          expect(crowd.room.scheduler.sessions.has(volunteerId(1_000))).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
  },
);
