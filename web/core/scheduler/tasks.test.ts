import { array, assert, nat, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { leaseId, volunteerId } from "../ids.ts";
import { outcomes } from "../job/job.ts";
import { Tasks, taskStates } from "./tasks.ts";
import { Room } from "./testing/room.ts";

/** One task, in the hands of volunteer 1 under lease 1; more volunteers may stand by, without work. */
function leased(standby = 0): Room {
  const room = new Room();
  room.submit(1, 1, { speculation: false });
  for (let id = 1; id <= 1 + standby; id += 1) room.join(id);
  return room;
}

function pending(): Room {
  const room = new Room();
  room.submit(1, 1);
  return room;
}

/** Accepted, and the commit is open. */
function accepted(): Room {
  const room = leased(1);
  room.answer(1, 1, [0]);
  return room;
}

/** A second task keeps the job from ending. */
function settled(outcome: "done" | "failed"): Room {
  const room = new Room();
  room.submit(1, 2, { maxAttempts: 1, batchSize: 1, speculation: false });
  room.join(1, 2);
  room.answer(1, 1, [{ task: 0, outcome: outcome === "done" ? outcomes.value : outcomes.threw }]);
  room.commitAll();
  expect(room.job().tasks.state(0)).toBe(taskStates[outcome]);
  return room;
}

const stateOf = (room: Room): number => room.job().tasks.state(0);

describe("a task that is pending", () => {
  test("is leased to the first volunteer that joins", () => {
    const room = pending();
    room.join(1);
    expect(stateOf(room)).toBe(taskStates.leased);
    expect(room.job().tasks.attempts(0)).toBe(1);
  });

  test("[P3] is accepted from an offer, and not handed out after that", () => {
    const room = leased();
    room.leave(1);
    room.join(1);
    room.limits(1, 1, true);
    room.giveBack(1, 2, [0]);
    expect(stateOf(room)).toBe(taskStates.pending);
    room.answer(1, 1, [0], { offered: true });
    expect(stateOf(room)).toBe(taskStates.accepted);
    room.limits(1, 1, false);
    expect(room.orders("send-batch")).toEqual([]);
  });

  test("[P6] is unmoved by an offered error: it is tried anyway", () => {
    const room = leased();
    room.leave(1, "goodbye");
    room.join(2);
    room.limits(2, 1, true);
    room.giveBack(2, 2, [0]);
    room.answer(2, 1, [{ task: 0, outcome: outcomes.threw }], { offered: true });
    expect(stateOf(room)).toBe(taskStates.pending);
    expect(room.job().histories.size).toBe(0);
  });

  test("stays pending when its job is cancelled", () => {
    const room = pending();
    room.tell({ type: "job-cancelled", job: room.job().id });
    expect(stateOf(room)).toBe(taskStates.pending);
  });
});

describe("a task that is leased", () => {
  test("[P1] is accepted with its value, is put on record, and counts as leased until it is", () => {
    const room = leased();
    room.answer(1, 1, [{ task: 0, runtimeMs: 25 }]);
    expect(stateOf(room)).toBe(taskStates.accepted);
    expect(room.counts()).toEqual({ pending: 0, leased: 1, done: 0, failed: 0 });
    expect(room.orders("acknowledge")).toEqual([]);
    room.commitAll();
    expect(room.counts()).toEqual({ pending: 0, leased: 0, done: 1, failed: 0 });
    expect(room.job().tasks.runtimeMs(0)).toBe(25);
    expect(room.job().tasks.volunteer(0)).toBe(1);
  });

  test.each([
    ["an error", (room: Room) => room.answer(1, 1, [{ task: 0, outcome: outcomes.threw }]), 2],
    // Unstarted, so it was not executed.
    ["being given back", (room: Room) => room.giveBack(1, 1, [0]), 1],
    ["a goodbye", (room: Room) => room.leave(1, "goodbye"), 2],
    ["a lost link", (room: Room) => room.leave(1, "lost"), 2],
    ["the lease's end", (room: Room) => room.pass(30_000), 2],
  ])("waits again after %s, and goes to another volunteer", (_, act, attempts) => {
    const room = leased(1);
    for (let beat = 0; beat < 2; beat += 1) {
      room.pass(5_000);
      room.heartbeat(2);
    }
    act(room);
    room.heartbeat(2);
    expect(stateOf(room)).toBe(taskStates.leased);
    expect(room.lease(2).indices).toEqual(Uint32Array.of(0));
    expect(room.job().tasks.attempts(0)).toBe(attempts);
  });

  test("[P1] is accepted from an offer; what its holder still sends changes nothing", () => {
    const room = leased();
    room.leave(1);
    room.join(2);
    room.join(1);
    room.answer(1, 1, [0], { offered: true });
    room.commitAll();
    expect(room.counts().done).toBe(1);
    expect(room.story.filter((effect) => effect.type === "commit-results")).toHaveLength(1);
  });

  test("waits again when its job is cancelled", () => {
    const room = leased();
    room.tell({ type: "job-cancelled", job: room.job().id });
    expect(stateOf(room)).toBe(taskStates.pending);
  });
});

describe("a task that is accepted", () => {
  test.each([
    ["another value for it is offered", (room: Room) => room.answer(2, 1, [0], { offered: true })],
    ["its volunteer is lost", (room: Room) => room.leave(1)],
    ["its volunteer returns it", (room: Room) => room.giveBack(1, 1, [0])],
    ["time passes", (room: Room) => room.pass(100_000)],
  ])("[P1] stays accepted when %s", (_, act) => {
    const room = accepted();
    // An offer under a lease that has ended. Volunteer 2 never held it, but ended leases are not remembered.
    act(room);
    expect(stateOf(room)).toBe(taskStates.accepted);
    expect(room.scheduler.commits.size).toBe(1);
    room.commitAll();
    expect(stateOf(room)).toBe(taskStates.done);
  });

  test("[P4] is acknowledged to a second sender only when the first commit is on record", () => {
    const room = accepted();
    room.answer(2, 1, [0], { offered: true });
    expect(room.orders("acknowledge")).toEqual([]);
    const acknowledged = room.commitAll().filter((effect) => effect.type === "acknowledge");
    expect(acknowledged.map((effect) => effect.volunteer)).toEqual([1, 2]);
  });

  test("is put on record even when its job is cancelled meanwhile", () => {
    const room = accepted();
    room.tell({ type: "job-cancelled", job: room.job().id });
    room.commitAll();
    expect(stateOf(room)).toBe(taskStates.done);
    expect(room.story.some((effect) => effect.type === "job-ended")).toBe(false);
  });
});

describe.each(["done", "failed"] as const)("a task that is %s", (state) => {
  test.each([
    ["a value for it is offered", (room: Room) => room.answer(1, 1, [0], { offered: true })],
    ["a value for it arrives late", (room: Room) => room.answer(1, 1, [0])],
    ["an error for it arrives late", (room: Room) => room.answer(1, 1, [{ task: 0, outcome: outcomes.threw }])],
    ["it is returned", (room: Room) => room.giveBack(1, 1, [0])],
    ["its volunteer is lost", (room: Room) => room.leave(1)],
    ["time passes", (room: Room) => room.pass(100_000)],
    ["its job is cancelled", (room: Room) => room.tell({ type: "job-cancelled", job: room.job().id })],
  ])("[P1] stays so when %s", (_, act) => {
    const room = settled(state);
    act(room);
    expect(stateOf(room)).toBe(taskStates[state]);
    expect(room.orders("commit-results")).toEqual([]);
  });
});

describe("the columns of a job's tasks", () => {
  test("refuse a state that does not follow, with the story of the task", () => {
    const tasks = new Tasks(2);
    expect(() => tasks.lease(1, leaseId(7))).toThrow("from state 0 to 1");
    tasks.load(1);
    tasks.lease(1, leaseId(7));
    tasks.accept(1, volunteerId(1), 5);
    tasks.commitDone(1);
    expect(() => tasks.putBack(1)).toThrow("task 1 cannot go from state 3 to 0 (attempts 1, holder 7)");
    expect(() => tasks.accept(1, volunteerId(1), 5)).toThrow("from state 3 to 2");
    expect(() => tasks.commitFailed(0)).toThrow("from state 0 to 4");
  });

  test("grow by any steps and keep what they hold", () => {
    assert(
      property(array(nat({ max: 90_000 }), { minLength: 1, maxLength: 6 }), (steps) => {
        const tasks = new Tasks(0);
        const marked: number[] = [];
        for (const step of steps) {
          tasks.add(step);
          const last = tasks.total - 1;
          if (last < 0 || marked.includes(last)) continue;
          marked.push(last);
          tasks.load(last);
          tasks.lease(last, leaseId(1 + last));
          tasks.accept(last, volunteerId(1 + last), last / 2);
        }
        for (const task of marked) {
          expect([tasks.state(task), tasks.holder(task), tasks.volunteer(task), tasks.runtimeMs(task)]).toEqual([
            taskStates.accepted,
            1 + task,
            1 + task,
            task / 2,
          ]);
        }
        expect(tasks.pending + marked.length).toBe(tasks.total);
        expect(() => tasks.putBack(tasks.total)).toThrow("cannot go");
      }),
      { numRuns: 20 },
    );
  });
});

/** Executes the tasks from `from` on up to `end`. */
function settle(tasks: Tasks, from: number, end: number): void {
  for (let task = from; task < end; task += 1) {
    tasks.load(task);
    tasks.lease(task, leaseId(1));
    tasks.accept(task, volunteerId(2), 3);
    tasks.release(task);
    tasks.commitDone(task);
  }
}

describe("tasks that were let go", () => {
  const chunk = 65_536;

  test("are done as far as anybody asks, and count as before; the others are as they were", () => {
    const tasks = new Tasks(chunk + 2);
    settle(tasks, 0, chunk + 1);
    tasks.letGo(chunk + 1);
    expect([tasks.state(0), tasks.volunteer(0), tasks.attempts(0)]).toEqual([taskStates.done, 0, 0]);
    expect([tasks.state(chunk), tasks.volunteer(chunk), tasks.attempts(chunk)]).toEqual([taskStates.done, 2, 1]);
    expect([tasks.done, tasks.pending, tasks.total]).toEqual([chunk + 1, 1, chunk + 2]);
    tasks.add(chunk);
    settle(tasks, chunk + 1, 2 * chunk + 2);
    expect(tasks.done).toBe(tasks.total);
    expect(() => tasks.load(0)).toThrow("cannot go");
  });

  test("stay while one of their chunk is not on record, or a lease has to answer for one", () => {
    const tasks = new Tasks(chunk + 1);
    settle(tasks, 1, chunk);
    tasks.letGo(chunk);
    expect(tasks.volunteer(1)).toBe(2);
    settle(tasks, 0, 1);
    tasks.passOn(0, leaseId(7));
    tasks.letGo(chunk);
    expect([tasks.volunteer(1), tasks.holder(0)]).toEqual([2, 7]);
    tasks.release(0);
    tasks.letGo(chunk);
    expect(tasks.volunteer(1)).toBe(0);
  });
});
