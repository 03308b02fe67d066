import { expect, test } from "vitest";
import { jobId } from "../ids.ts";
import { defaultJobOptions, outcomes } from "../job/job.ts";
import { Room } from "./testing/room.ts";

/** A room with one job that needs these features. */
function roomWhoseJobNeeds(...needs: readonly string[]): Room {
  const room = new Room();
  room.submit(1, 20, {}, false, needs);
  return room;
}

const givenTo = (room: Room): readonly number[] => room.orders("send-batch").map(({ volunteer }) => volunteer);

test("tasks go to volunteers alone that offer all that the job needs", () => {
  const room = roomWhoseJobNeeds("webgpu", "wasm");
  room.join(1, 1, ["wasm"]);
  expect(room.effects.filter(({ type }) => type === "send-batch" || type === "send-job")).toEqual([]);
  room.join(2, 1, ["webgpu", "secure-context", "wasm"]);
  expect(givenTo(room)).toEqual([2]);
  room.join(3, 1, ["webgpu"]);
  expect(givenTo(room)).toEqual([]);
});

test("a job that needs nothing goes to everyone, and is computed by those whom the other one passes over", () => {
  const room = roomWhoseJobNeeds("webgpu");
  room.submit(2, 20);
  room.join(1, 2);
  expect(room.orders("send-batch").map(({ job }) => job)).toEqual([2, 2]);
});

test("a volunteer without what the job needs is not told its blobs", () => {
  const room = new Room();
  room.submit(1, 20, {}, true, ["webgpu"]);
  room.join(1);
  expect(room.orders("send-job")).toEqual([]);
  room.join(2, 1, ["webgpu"]);
  expect(room.orders("send-job")).toEqual([{ type: "send-job", volunteer: 2, job: 1 }]);
  room.equipped(2);
  expect(givenTo(room)).toEqual([2]);
});

function waits(isWaiting: boolean, ...lacks: readonly string[]): readonly unknown[] {
  return [{ type: "job-waits", job: 1, isWaiting, lacks }];
}

test("a job that nobody here can compute waits, and says what is lacking whenever that changes", () => {
  const room = roomWhoseJobNeeds("webgpu", "wasm");
  expect(room.orders("job-waits")).toEqual(waits(true, "webgpu", "wasm"));
  room.join(1, 1, ["wasm"]);
  expect(room.orders("job-waits")).toEqual(waits(true, "webgpu"));
  // Each is offered by somebody now, and both by nobody.
  room.join(2, 1, ["webgpu"]);
  expect(room.orders("job-waits")).toEqual(waits(true, "webgpu", "wasm"));
  room.join(3, 1, ["wasm", "webgpu"]);
  expect(room.orders("job-waits")).toEqual(waits(false));
  room.leave(3);
  expect(room.orders("job-waits")).toEqual(waits(true, "webgpu", "wasm"));
});

test("a job that was restored asks for what it needs, too", () => {
  const room = new Room();
  room.join(1);
  const none = new Uint8Array();
  room.tell({
    type: "job-restored",
    job: jobId(1),
    total: 4,
    options: defaultJobOptions,
    isSealed: true,
    needs: ["webgpu"],
    paused: false,
    records: {
      indices: new Uint32Array(),
      volunteers: new Uint32Array(),
      runtimesMs: new Float32Array(),
      attempts: none,
      failed: none,
      endedBy: null,
    },
  });
  expect(givenTo(room)).toEqual([]);
  room.join(2, 1, ["webgpu"]);
  expect(givenTo(room)).toEqual([2]);
});

test("whether a program loads nowhere is judged by those who may be given it", () => {
  const room = roomWhoseJobNeeds("webgpu");
  for (let id = 1; id <= 5; id += 1) room.join(id);
  room.join(9, 1, ["webgpu"]);
  // Of all it is one of six; of those with the feature it is the only one, and may try again.
  for (let tries = 0; tries < 10 && room.job().phase === "running"; tries += 1) {
    const [lease] = room.scheduler.leases.values();
    if (lease === undefined) room.pass(1_000);
    else room.answer(9, lease.id, [{ task: lease.indices[0] ?? 0, outcome: outcomes.notLoaded }]);
  }
  expect(room.job().phase).toBe("stopped");
});

test("a task that failed on the only volunteer with the feature is tried there again", () => {
  const room = new Room();
  room.submit(1, 1, { maxAttempts: 3 }, false, ["webgpu"]);
  for (let id = 1; id <= 5; id += 1) room.join(id);
  room.join(9, 1, ["webgpu"]);
  for (let tries = 0; tries < 3; tries += 1) {
    const [lease] = room.scheduler.leases.keys();
    room.answer(9, lease ?? 0, [{ task: 0, outcome: outcomes.threw }]);
  }
  room.commitAll();
  expect(room.counts()).toMatchObject({ failed: 1 });
});
