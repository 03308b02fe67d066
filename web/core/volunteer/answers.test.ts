import { describe, expect, test } from "vitest";
import { outcomes } from "../job/job.ts";
import { batch, committed, tasksFrom } from "./testing/down-messages.ts";
import { answered, presentRig, type VolunteerRig } from "./testing/volunteer-rig.ts";

/** Run 2 has tasks 10 to 14 of lease 2; parcel 1 is with the coordinator, and no slot has anything else. */
function runOfFive(): VolunteerRig {
  const rig = presentRig();
  rig.hear(batch(1, [99]));
  rig.answer(1, 1, { busyMs: 10 });
  rig.hear(batch(2, tasksFrom(10, 5)));
  return rig;
}

describe("answers of a run", () => {
  test("travel in parts, each with its own tasks", () => {
    const rig = runOfFive();
    expect(rig.tell(answered(2, 2))).toEqual(["say results 2 of lease 2: 10 11"]);
    expect(rig.tell(answered(2, 1, { first: 2 }))).toEqual(["say results 3 of lease 2: 12"]);
    expect(rig.tell(answered(2, 2, { first: 3 }))).toEqual(["say results 4 of lease 2: 13 14"]);
    expect(rig.machine.batches.size).toBe(0);
  });

  test("are passed on as they came", () => {
    const rig = runOfFive();
    const fact = answered(2, 5, { busyMs: 12.5, outcome: outcomes.threw, bytes: 3 });
    if (fact.type !== "run-answered") throw new Error("not an answer");
    const [send] = rig.effectsOf(fact);
    expect(send).toMatchObject({
      type: "send",
      message: {
        job: 1,
        epoch: 1,
        lease: 2,
        busyMs: 12.5,
        offered: null,
        block: { outcomes: fact.outcomes, runtimesMs: fact.runtimesMs, values: fact.values },
      },
    });
  });

  test("count as done or failed by their outcome", () => {
    const rig = runOfFive();
    rig.tell(answered(2, 2));
    rig.tell(answered(2, 1, { first: 2, outcome: outcomes.threw }));
    rig.tell(answered(2, 1, { first: 3, outcome: outcomes.timedOut }));
    rig.tell(answered(2, 1, { first: 4, outcome: outcomes.crashed }));
    expect(rig.machine).toMatchObject({ done: 3, failed: 3 });
  });

  test("without a position say nothing", () => {
    const rig = runOfFive();
    expect(rig.tell(answered(2, 0, { busyMs: 1 }))).toEqual([]);
    expect(rig.machine.parcels.size).toBe(1);
  });

  test.each([
    { title: "leave a gap", first: 1, count: 1 },
    { title: "repeat a position", first: 0, count: 1 },
    { title: "go beyond the run", first: 1, count: 5 },
  ])("that $title are a breach by the caller, and change nothing", ({ first, count }) => {
    const rig = runOfFive();
    if (first === 0) rig.tell(answered(2, 1));
    const before = rig.machine.parcels.size;
    expect(() => rig.tell(answered(2, count, { first }))).toThrow(/run 2 has 5 tasks/);
    expect(rig.machine.parcels.size).toBe(before);
  });
});

describe("parcels", () => {
  test("are kept until they are on record", () => {
    const rig = runOfFive();
    rig.tell(answered(2, 2, { bytes: 4 }));
    expect([...rig.machine.parcels.keys()]).toEqual([1, 2]);
    expect(rig.machine.parcelBytes).toBe(9);
    expect(rig.hear(committed(2))).toEqual(["forgotten 2"]);
    expect([...rig.machine.parcels.keys()]).toEqual([1]);
    expect(rig.machine.parcelBytes).toBe(1);
  });

  test("that are not known are forgotten without harm", () => {
    const rig = runOfFive();
    rig.hear(committed(1), committed(1, 77));
    expect(rig.machine).toMatchObject({ parcelBytes: 0, parcels: new Map() });
  });

  test("are offered again after each new welcome, in their order and with their own lease", () => {
    const rig = runOfFive();
    rig.tell(answered(2, 5));
    for (let link = 2; link <= 3; link += 1) {
      rig.tell({ type: "link-ended" });
      rig.join();
      expect([...rig.machine.parcels.values()].map(({ isOffered }) => isOffered)).toEqual([true, true]);
    }
    rig.tell({ type: "link-ended" });
    expect(rig.join()).toEqual([
      "say join with 1 slots",
      "welcomed as 7",
      "say offer 1 of lease 1: 99",
      "say offer 2 of lease 2: 10 11 12 13 14",
      "alarm at 5000",
    ]);
  });

  test("of a run that outlived its link are offers", () => {
    const rig = runOfFive();
    rig.hear(committed(1));
    rig.tell({ type: "link-ended" });
    rig.join();
    expect(rig.answer(2, 5)).toEqual(["say offer 2 of lease 2: 10 11 12 13 14"]);
  });

  test("of a run that ended without a link are offered with the next", () => {
    const rig = runOfFive();
    rig.hear(committed(1));
    rig.tell({ type: "link-ended" });
    expect(rig.answer(2, 5)).toEqual([]);
    expect(rig.join()).toContain("say offer 2 of lease 2: 10 11 12 13 14");
  });
});

describe("the end of a link", () => {
  test("drops what no slot has: it is someone else's now", () => {
    const rig = presentRig();
    rig.hear(batch(1, tasksFrom(0, 5)), batch(2, [9]));
    rig.tell({ type: "link-ended" });
    expect([...rig.machine.batches].map(({ name, end }) => ({ lease: name.lease, end }))).toEqual([
      { lease: 1, end: 1 },
    ]);
    expect(rig.answer(1, 1)).toEqual([]);
    expect(rig.machine.batches.size).toBe(0);
  });

  test("lets runs of old leases keep their slots while new batches come", () => {
    const rig = presentRig(2);
    rig.hear(batch(1, [0]));
    rig.tell({ type: "link-ended" });
    rig.join();
    expect(rig.hear(batch(1, [7, 8]))).toEqual(["run 2 in slot 1: 7"]);
    expect(rig.answer(1, 1)).toEqual(["say offer 1 of lease 1: 0", "run 3 in slot 0: 8"]);
  });
});
