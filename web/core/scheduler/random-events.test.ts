import { array, assert, integer, nat, property, record, type Arbitrary } from "fast-check";
import { expect, test } from "vitest";
import { epoch, jobNumber, leaseId, loadId, volunteerId, type JobId } from "../ids.ts";
import { isOutcome, outcomes } from "../job/job.ts";
import { callerKey } from "../objects/call.ts";
import { isOnceOnly, isOver } from "./state.ts";
import { taskStates } from "./tasks.ts";
import { ordersIn, Room, type Answer } from "./testing/room.ts";

/** Numbers that are read against whatever the room holds at that moment, so that most of them mean something. */
interface Step {
  readonly kind: number;
  readonly who: number;
  readonly which: number;
  readonly how: number;
}

/** What volunteers offer and jobs need. */
const features = ["webgpu", "wasm"];

const step: Arbitrary<Step> = record({
  kind: nat({ max: 41 }),
  who: integer({ min: 1, max: 5 }),
  which: nat({ max: 9 }),
  how: nat({ max: 15 }),
});

function answersFor(room: Room, { which, how }: Step, indices: Uint32Array): Answer[] {
  const answers: Answer[] = [];
  indices.forEach((task, at) => {
    if (how > 3 && (at + which) % 3 === 0) return;
    const value = how === 14 && which === 3 && at === 0 ? outcomes.endsJob : outcomes.value;
    const outcome = how % 4 === 3 ? 1 + ((at + how) % 3) : value;
    answers.push({ task, outcome: isOutcome(outcome) ? outcome : outcomes.value, runtimeMs: 1 + how * 7 });
  });
  room.now += how;
  return answers;
}

/** Of a load on its way, or of one that is over or never was. */
function answerLoad(room: Room, { which, how }: Step): void {
  const loads = [...room.scheduler.loads.values()];
  const load = loads[which % Math.max(1, loads.length)];
  const id = load?.id ?? loadId(1 + which);
  if (how % 5 === 4) room.tell({ type: "inputs-failed", load: id, task: load?.indices[0] ?? 0, reason: "it is gone" });
  else {
    const all = load?.indices.length ?? 1;
    const count = how % 4 === 0 ? 1 + (which % all) : all;
    room.tell({ type: "inputs-ready", load: id, count, bytes: how * 1_000, areKept: how % 3 === 0 });
  }
}

/** Of a lease with large inputs, or of one that is over or never had any. */
function loseInput(room: Room, { which, how }: Step): void {
  const kept = [...room.scheduler.leases.values()].filter(({ keptLoad }) => keptLoad !== null);
  const lease = kept[which % Math.max(1, kept.length)];
  const load = lease?.keptLoad ?? loadId(1 + which);
  const task = lease?.indices[how % lease.indices.length] ?? 0;
  room.tell({ type: "input-lost", load, task, reason: "it is gone" });
}

function answerAllLoads(room: Room): void {
  room.hasSlowInputs = false;
  for (const { id, indices } of room.scheduler.loads.values()) {
    room.tell({ type: "inputs-ready", load: id, count: indices.length, bytes: 0 });
  }
}

function growOrSeal(room: Room, job: JobId, { which, how }: Step): void {
  if (how < 12) room.tell({ type: "tasks-added", job, count: which });
  else if (how < 14) room.tell({ type: "job-sealed", job });
  else room.tell({ type: "source-failed", job, task: room.job(jobNumber(job)).tasks.total, reason: "it is gone" });
}

function take(room: Room, one: Step): void {
  const { kind, who, which, how } = one;
  const { scheduler } = room;
  const live = [...scheduler.leases.values()];
  const lease = live[(which * 7 + how) % Math.max(1, live.length)];
  const jobs = [...scheduler.jobs.keys()];
  const job = jobs[which % Math.max(1, jobs.length)];
  switch (kind) {
    case 0:
    case 1:
      room.join(who, 1 + (how % 4), features.slice(which % 3));
      return;
    case 2:
      room.leave(who, how % 2 === 0 ? "lost" : "goodbye");
      return;
    case 3:
      if (jobs.length < 4) {
        const batchSize = how % 3 === 0 ? 1 + which * 3 : "auto";
        room.submit(
          Math.max(0, ...jobs) + 1,
          how * which,
          {
            batchSize,
            priority: how % 2,
            speculation: how % 5 !== 0,
            ...(how % 4 === 2 ? { atMostOnce: true } : {}),
          },
          how % 3 === 1,
          features.slice(0, which < 3 ? which : 0),
        );
      }
      return;
    case 4:
      if (job !== undefined) room.tell({ type: how % 2 === 0 ? "job-paused" : "job-resumed", job });
      return;
    case 5:
      if (job !== undefined && how === 0) room.tell({ type: "job-cancelled", job });
      return;
    case 6:
      room.limits(who, 1 + (which % 4), how % 4 === 0);
      return;
    case 7:
    case 8:
      room.heartbeat(who, how % 2 === 0 ? live.map((held) => held.id) : []);
      return;
    case 9:
      if (lease !== undefined) room.giveBack(lease.session.id, lease.id, [...lease.indices.subarray(how % 3)]);
      return;
    case 10:
      answerLoad(room, one);
      return;
    case 38:
      loseInput(room, one);
      return;
    case 39:
    case 40:
    case 41:
      // Also by another volunteer than the one that has the lease, and of tasks that are answered by now.
      if (lease !== undefined) {
        const by = how === 15 ? who : lease.session.id;
        const task = lease.indices[which % lease.indices.length] ?? 0;
        room.call(by, lease.id, task, 1 + (how % 4), { job: lease.job.id });
      }
      return;
    case 37: {
      const satisfied = job === undefined ? undefined : scheduler.jobs.get(job);
      const { total = 0 } = satisfied?.tasks ?? {};
      const first = Math.min(which * 3, Math.max(0, total - 1));
      if (how < 4 && satisfied?.tasks.state(first) === taskStates.done) {
        room.tell({ type: "job-satisfied", job: satisfied.id, task: first, rule: "until" });
      }
      return;
    }
    case 26:
      room.hasSlowInputs = how % 2 === 0;
      return;
    case 27:
      if (jobs.length < 4)
        room.submitGrowing(Math.max(0, ...jobs) + 1, how % 3, { batchSize: how % 4 === 0 ? 3 : "auto" });
      return;
    case 28:
    case 29: {
      const growing = [...scheduler.jobs.values()].find(({ isSealed, phase }) => !isSealed && !isOver({ phase }));
      if (growing !== undefined) growOrSeal(room, growing.id, one);
      return;
    }
    case 11:
    case 12:
      room.pass(which * (how % 3 === 0 ? 10_000 : 300));
      return;
    case 13:
      // The clock jumps, and then the alarm rings once.
      room.now += which * 400_000;
      room.tell({ type: "alarm-rang" });
      return;
    case 14: {
      const [commit] = scheduler.commits.keys();
      if (commit !== undefined) room.tell({ type: "results-committed", commit });
      return;
    }
    case 15: {
      const last = [...scheduler.commits.keys()].at(-1);
      if (last !== undefined) room.tell({ type: "results-committed", commit: last });
      return;
    }
    case 16:
      // Forged: another volunteer's lease, or one never granted.
      if (lease !== undefined) room.answer(who, lease.id + (how % 2), answersFor(room, one, lease.indices));
      return;
    case 17:
      // Offered from an earlier lease, whatever it was.
      if (job !== undefined) room.answer(who, 1 + which, [{ task: how }], { offered: true, job });
      return;
    case 18: {
      const path = how % 3 === 0 ? "steady" : "wavering";
      room.tell({ type: "path-changed", volunteer: volunteerId(who), path });
      return;
    }
    case 20:
      // The program does not load, and the rest of the lease goes back.
      if (lease !== undefined) {
        const [task = 0, ...others] = lease.indices;
        room.answer(lease.session.id, lease.id, [{ task, outcome: outcomes.notLoaded }], { job: lease.job.id });
        if (scheduler.leases.has(lease.id)) room.giveBack(lease.session.id, lease.id, others);
      }
      return;
    case 21: {
      const over = [...scheduler.jobs.values()].find(isOver);
      if (over !== undefined && scheduler.jobs.size > 1) room.tell({ type: "job-forgotten", job: over.id });
      return;
    }
    case 22:
    case 23:
    case 24:
      // Also by volunteers that were not told the job, and for jobs without blobs.
      if (job !== undefined) room.equipped(who, job);
      return;
    case 25:
      if (job !== undefined) room.unequipped(who, job);
      return;
    default:
      if (lease !== undefined) {
        const busyMs = how * 5;
        room.answer(lease.session.id, lease.id, answersFor(room, one, lease.indices), { job: lease.job.id, busyMs });
      }
  }
}

test("[P2] all invariants hold after each of any sequence of events", () => {
  assert(
    property(array(step, { minLength: 5, maxLength: 120 }), (steps) => {
      const room = new Room();
      room.join(1, 2);
      room.submit(1, 30);
      for (const one of steps) take(room, one);
    }),
    { numRuns: 400 },
  );
});

test("[P10] of each attempt that has called the end is told once, and nothing that it calls is passed on afterwards", () => {
  assert(
    property(array(step, { minLength: 20, maxLength: 120 }), (steps) => {
      const room = new Room();
      room.join(1, 2);
      room.submit(1, 30);
      for (const one of steps) take(room, one);
      for (const id of room.scheduler.sessions.keys()) room.leave(id, "goodbye");
      const open = new Map<string, number>();
      const ended = new Set<string>();
      for (const effect of room.story) {
        if (effect.type !== "pass-call" && effect.type !== "end-caller") continue;
        const key = callerKey(effect);
        expect(ended).not.toContain(key);
        if (effect.type === "pass-call") {
          expect(effect.call).toBeGreaterThan(open.get(key) ?? 0);
          open.set(key, effect.call);
        } else {
          expect(open.delete(key)).toBe(true);
          ended.add(key);
        }
      }
      expect([...open]).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

/** All but those by which a task may be given out again, or a job's number another job. */
const irrevocable = step.filter(({ kind }) => kind !== 20 && kind !== 21);

test("[P11] a task that is executed at most once is given out once, whatever becomes of its lease", () => {
  assert(
    property(array(irrevocable, { minLength: 20, maxLength: 150 }), (steps) => {
      const room = new Room();
      room.submit(1, 12, { atMostOnce: true });
      room.join(1, 2);
      for (const one of steps) take(room, one);
      const once = new Set([...room.scheduler.jobs.values()].filter(isOnceOnly).map(({ id }) => id));
      const given = ordersIn(room.story, "send-batch").filter(({ job }) => once.has(job));
      const names = given.flatMap(({ job, indices }) => Array.from(indices, (task) => `${job} ${task}`));
      expect(new Set(names).size).toBe(names.length);
    }),
    { numRuns: 150 },
  );
});

/** The average input of a job changes what a volunteer may hold, without an event about that volunteer. */
const largerInputs: Step[] = [
  { kind: 3, who: 1, which: 8, how: 15 },
  { kind: 0, who: 1, which: 0, how: 1 },
  { kind: 19, who: 1, which: 1, how: 7 },
  { kind: 6, who: 2, which: 0, how: 0 },
  { kind: 2, who: 2, which: 0, how: 0 },
  { kind: 19, who: 1, which: 0, how: 0 },
  { kind: 10, who: 1, which: 0, how: 14 },
  { kind: 0, who: 1, which: 0, how: 0 },
];

test("[P7] after any sequence of events one honest volunteer brings every job to its end", () => {
  assert(
    property(array(step, { minLength: 5, maxLength: 80 }), (steps) => {
      const room = new Room();
      room.submit(1, 25);
      for (const one of steps) take(room, one);
      for (const id of room.scheduler.sessions.keys()) room.leave(id, "goodbye");
      for (const { id: job, isSealed, phase } of room.scheduler.jobs.values()) {
        if (!isSealed && !isOver({ phase })) room.tell({ type: "job-sealed", job });
        room.tell({ type: "job-resumed", job });
      }
      room.join(9, 2, features);
      for (let rounds = 0; rounds < 3_000; rounds += 1) {
        answerAllLoads(room);
        room.commitAll();
        if ([...room.scheduler.jobs.values()].every(isOver)) return;
        for (const [job, equipment] of room.session(9).equipment) {
          if (equipment === "fetching") room.equipped(9, job.id);
        }
        const [lease] = room.scheduler.leases.values();
        if (lease === undefined) room.pass(1_000);
        else room.answer(9, lease.id, [...lease.indices], { job: lease.job.id });
      }
      expect.unreachable("the job does not end");
    }),
    { numRuns: 200, examples: [[largerInputs]] },
  );
});

test("[P6] nothing that names an older epoch changes a task, unless it is offered", () => {
  assert(
    property(array(step, { maxLength: 40 }), nat({ max: 24 }), nat({ max: 60 }), (steps, task, lease) => {
      const room = new Room({}, 3);
      room.submit(1, 25);
      room.join(9, 2);
      for (const one of steps) if (one.kind !== 5 && one.kind !== 21) take(room, one);
      room.heartbeat(9, [], 3);
      // What waits may be given out at any event; nothing else may move.
      const { done, failed } = room.counts();
      const held = [...room.scheduler.leases.values()].map(({ id, outstanding }) => ({ id, outstanding }));
      const commits = room.scheduler.commits.size;
      room.answer(9, lease + 1, [task], { epoch: 2 });
      room.giveBack(9, lease + 1, [task], 1);
      room.tell({
        type: "heartbeat-arrived",
        volunteer: room.session(9).id,
        leases: [{ epoch: epoch(2), lease: leaseId(1) }],
      });
      expect(room.counts()).toMatchObject({ done, failed });
      expect(room.scheduler.commits.size).toBe(commits);
      const now = [...room.scheduler.leases.values()].map(({ id, outstanding }) => ({ id, outstanding }));
      expect(now.slice(0, held.length)).toEqual(held);
    }),
  );
});
