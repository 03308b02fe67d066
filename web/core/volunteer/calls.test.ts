import { describe, expect, test } from "vitest";
import { epoch, jobId, leaseId } from "../ids.ts";
import { packAll } from "../values/packed.ts";
import type { DownMessage } from "../wire/messages.ts";
import { batch, closeJob, committed, tasksFrom, welcome } from "./testing/down-messages.ts";
import { answered, heard, identity, presentRig, type Fact, type VolunteerRig } from "./testing/volunteer-rig.ts";

function called(run: number, position: number, call = 1, received = call - 1): Fact {
  return { type: "task-called", run, position, call, received, request: packAll(["a queue", "get"]) };
}

function answerOf(lease: number, task: number, call: number): DownMessage {
  const name = { epoch: epoch(1), lease: leaseId(lease), job: jobId(1), task, call };
  return { type: "answer", ...name, answer: packAll(["value", `for ${task}`]) };
}

/** Run 2 has tasks 10 to 12 of lease 2; task 10, its first, has called once. */
function afterOneCall(): VolunteerRig {
  const rig = presentRig();
  rig.hear(batch(1, [99]));
  rig.answer(1, 1, { busyMs: 10 });
  rig.hear(committed(1), batch(2, tasksFrom(10, 3)));
  rig.tell(called(2, 0));
  return rig;
}

const offers = (words: readonly string[]): readonly string[] => words.filter((line) => line.startsWith("say "));

describe("a call", () => {
  test("is sent under the lease of its task, and its answer goes to the task that waits", () => {
    const rig = afterOneCall();
    expect(rig.tell(called(2, 0, 2))).toEqual(["say call 2 of task 10 in lease 2, received 1"]);
    expect(rig.hear(answerOf(2, 10, 2))).toEqual(["answer call 2 at 0 of run 2: for 10"]);
    expect(rig.hear(answerOf(2, 10, 1))).toEqual(["answer call 1 at 0 of run 2: for 10"]);
  });

  test.each([
    ["comes a second time", 2, 10, 1],
    ["answers what was not asked", 2, 10, 2],
    ["is for another task", 2, 11, 1],
    ["is for another lease", 1, 10, 1],
  ])("takes no answer that %s", (_, lease, task, call) => {
    const rig = afterOneCall();
    if (lease === 2 && task === 10 && call === 1) rig.hear(answerOf(2, 10, 1));
    expect(rig.hear(answerOf(lease, task, call))).toEqual([]);
  });

  test("is forgotten with its task: answers that come later change nothing", () => {
    const rig = afterOneCall();
    rig.tell(answered(2, 1));
    expect(rig.hear(answerOf(2, 10, 1))).toEqual([]);
    rig.tell(called(2, 1));
    expect(rig.hear(answerOf(2, 10, 1))).toEqual([]);
    expect(rig.hear(answerOf(2, 11, 1))).toEqual(["answer call 1 at 1 of run 2: for 11"]);
  });

  test("of a job that is closed goes nowhere", () => {
    const rig = afterOneCall();
    rig.hear(closeJob(1));
    expect(rig.tell(called(2, 0, 2))).toEqual([]);
    expect(rig.hear(answerOf(2, 10, 1))).toEqual([]);
    expect(rig.tell({ type: "run-ended", run: 2 }, called(2, 0, 3))).toEqual([]);
  });
});

describe("an attempt that has called and loses its link", () => {
  test("is told at once that it is fenced, and is so from then on", () => {
    const rig = afterOneCall();
    const fenced = expect.stringMatching(/^answer call \d at 0 of run 2: Fenced$/);
    expect(rig.tell({ type: "link-ended" })).toContainEqual(fenced);
    expect(rig.tell(called(2, 0, 2))).toEqual([fenced]);
    rig.tell({ type: "link-opened", identity }, heard(welcome()));
    expect(rig.tell(called(2, 0, 3))).toEqual([fenced]);
    expect(rig.hear(answerOf(2, 10, 1))).toEqual([]);
  });

  test("keeps no result for another link: what it has done is undone", () => {
    const rig = afterOneCall();
    rig.tell({ type: "link-ended" }, answered(2, 1));
    expect(rig.machine.parcels.size).toBe(0);
    expect(rig.machine.parcelBytes).toBe(0);
    rig.tell({ type: "run-ended", run: 2 });
    expect(offers(rig.tell({ type: "link-opened", identity }, heard(welcome())))).toEqual(["say join with 1 slots"]);
  });

  test("offers no result that was on its way, though tasks beside it, which have not called, offer theirs", () => {
    const rig = afterOneCall();
    rig.tell(answered(2, 1), answered(2, 2, { first: 1 }), { type: "run-ended", run: 2 }, { type: "link-ended" });
    expect(rig.machine.parcels.size).toBe(2);
    expect(offers(rig.tell({ type: "link-opened", identity }, heard(welcome())))).toEqual([
      "say join with 1 slots",
      "say offer 3 of lease 2: 11 12",
    ]);
    expect(rig.machine.parcels.size).toBe(1);
  });
});
