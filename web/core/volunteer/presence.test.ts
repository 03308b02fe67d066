import { describe, expect, test } from "vitest";
import { decodeUp, encodeUp } from "../wire/codec.ts";
import { batch, closeJob, committed, heartbeatMs, job, recall } from "./testing/down-messages.ts";
import { presentRig, type VolunteerRig } from "./testing/volunteer-rig.ts";

const largestLease = 0xffff_ffff;

const heartbeat = { type: "heartbeat" } as const;

function ring(rig: VolunteerRig, now: number): readonly string[] {
  rig.now = now;
  return rig.tell({ type: "alarm-rang" });
}

describe("heartbeats", () => {
  test("name the leases that are being worked on", () => {
    const rig = presentRig();
    rig.hear(batch(1, [0]), batch(2, [1, 2]));
    expect(ring(rig, 5_000)).toEqual(["say heartbeat for leases 1 2", "alarm at 10000"]);
    rig.answer(1, 1);
    rig.hear(heartbeat);
    expect(ring(rig, 10_000)).toEqual(["say heartbeat for leases 2", "alarm at 15000"]);
  });

  test.each([
    [1_024, [1_024]],
    [1_025, [1_024, 1]],
    [2_500, [1_024, 1_024, 452]],
  ])("name %i leases, each once, in as few as can name them and can be sent", (held, sizes) => {
    const rig = presentRig();
    rig.hear(...Array.from({ length: held }, (_, at) => batch(largestLease - held + 1 + at, [at])));
    rig.now = 5_000;
    const messages = rig
      .effectsOf({ type: "alarm-rang" })
      .flatMap((effect) => (effect.type === "send" && effect.message.type === "heartbeat" ? [effect.message] : []));
    for (const message of messages) {
      const { lane, bytes } = encodeUp(message);
      expect(decodeUp(lane, bytes)).toEqual({ type: "value", value: message });
    }
    expect(messages.map(({ leases }) => leases.length)).toEqual(sizes);
    expect(new Set(messages.flatMap(({ leases }) => leases.map(({ lease }) => lease))).size).toBe(held);
    expect(rig.machine.standing).toMatchObject({ type: "present", unanswered: 1 });
  });

  test("do not name leases of an older link, though their runs go on", () => {
    const rig = presentRig();
    rig.hear(batch(1, [0]));
    rig.tell({ type: "link-ended" });
    rig.join();
    expect(ring(rig, 5_000)).toEqual(["say heartbeat for leases nothing", "alarm at 10000"]);
  });

  test("[P8] come behind the names of jobs that are computed since an older link, so that those that are over are closed", () => {
    const rig = presentRig(3);
    rig.hear(batch(1, [0]), batch(2, [1]), job(2), batch(3, [2], 2));
    rig.tell({ type: "link-ended" });
    const words = rig.join();
    expect(words.filter((word) => word.startsWith("say equipped"))).toEqual([
      "say equipped for job 1",
      "say equipped for job 2",
    ]);
    expect(rig.hear(closeJob(2))).toEqual(["close-job 2"]);
    expect(rig.tell({ type: "run-ended", run: 3 })).toEqual([]);
    expect(rig.hear(batch(4, [3]))).toEqual(["run 4 in slot 2: 3"]);
  });

  test("come without such names where nothing is computed", () => {
    const rig = presentRig();
    rig.hear(batch(1, [0]));
    rig.answer(1, 1);
    rig.tell({ type: "link-ended" });
    expect(rig.join().filter((word) => word.startsWith("say equipped"))).toEqual([]);
  });

  test("keep their distance after a late alarm", () => {
    expect(ring(presentRig(), 9_000)).toEqual(["say heartbeat for leases nothing", "alarm at 14000"]);
  });

  test("are not said before their time", () => {
    expect(ring(presentRig(), 4_999)).toEqual(["alarm at 5000"]);
  });
});

describe("the coordinator's silence", () => {
  test("of 20 s closes the link at the next heartbeat", () => {
    const rig = presentRig();
    rig.now = 2_000;
    rig.hear(heartbeat);
    for (const now of [5_000, 10_000, 15_000, 20_000]) {
      expect(ring(rig, now)).toContain("say heartbeat for leases nothing");
      expect(rig.machine.alarmAt).toBe(now + heartbeatMs);
    }
    expect(ring(rig, 25_000)).toEqual(["close-link: silence"]);
    expect(rig.machine.standing.type).toBe("apart");
  });

  test("is broken by any message", () => {
    const rig = presentRig();
    for (let now = 5_000; now <= 60_000; now += 5_000) {
      expect(ring(rig, now)).not.toContain("close-link: silence");
      rig.now = now + 1_000;
      rig.hear(recall(1, 1));
    }
  });

  test("is not concluded from a stall of the page itself: what it has not read may be waiting", () => {
    const rig = presentRig();
    for (const now of [5_000, 10_000, 15_000]) {
      expect(ring(rig, now)).toContain("say heartbeat for leases nothing");
      rig.hear(heartbeat);
    }
    expect(ring(rig, 90_000)).toEqual(["say heartbeat for leases nothing", "alarm at 95000"]);
    rig.now = 90_001;
    rig.hear(heartbeat);
    expect(ring(rig, 95_000)).toEqual(["say heartbeat for leases nothing", "alarm at 100000"]);
  });

  test("is doubted once, when the next heartbeat is due and the last one has no answer", () => {
    const rig = presentRig();
    expect(ring(rig, 5_000)).not.toContain("doubt-coordinator");
    expect(ring(rig, 10_000)).toEqual(["doubt-coordinator", "say heartbeat for leases nothing", "alarm at 15000"]);
    expect(ring(rig, 15_000)).not.toContain("doubt-coordinator");
    expect(rig.hear(recall(1, 1))).toContain("trust-coordinator");
    expect(rig.hear(heartbeat)).toEqual([]);
  });

  test("is forgotten with its link", () => {
    const rig = presentRig();
    ring(rig, 5_000);
    ring(rig, 10_000);
    rig.tell({ type: "link-ended" });
    expect(rig.join()).not.toContain("trust-coordinator");
    expect(rig.hear(heartbeat)).toEqual([]);
  });

  test("shows in the end where every alarm is late", () => {
    const rig = presentRig();
    expect(ring(rig, 60_000)).toContain("say heartbeat for leases nothing");
    expect(ring(rig, 120_000)).toContain("say heartbeat for leases nothing");
    expect(ring(rig, 180_000)).toEqual(["close-link: silence"]);
  });

  test("leaves nothing to be said over the dead link", () => {
    const rig = presentRig();
    rig.hear(batch(1, [0, 1]));
    for (let now = 5_000; now <= 20_000; now += 5_000) ring(rig, now);
    expect(rig.machine.standing.type).toBe("apart");
    expect(rig.tell({ type: "paused" }, { type: "run-ended", run: 1 }, { type: "link-ended" })).toEqual([]);
  });
});

describe("leaving", () => {
  test("says goodbye at once where nothing waits for its record", () => {
    const rig = presentRig();
    rig.hear(batch(1, [0, 1]));
    expect(rig.tell({ type: "leave-requested" })).toEqual([
      "say limits 1 slots, paused",
      "say returned of lease 1: 1",
      "say goodbye",
      "close-link: leaving",
      "no alarm",
    ]);
  });

  test("waits for the record of what was sent, and of what comes in the meantime", () => {
    const rig = presentRig();
    rig.hear(batch(1, [0]));
    rig.answer(1, 1);
    rig.hear(batch(2, [1]));
    rig.now = 1_000;
    expect(rig.tell({ type: "leave-requested" })).toEqual(["say limits 1 slots, paused", "alarm at 3000"]);
    expect(rig.answer(2, 1)).toEqual(["say results 2 of lease 2: 1"]);
    expect(rig.hear(committed(1))).toEqual(["forgotten 1"]);
    expect(rig.hear(committed(2))).toEqual(["forgotten 2", "say goodbye", "close-link: leaving", "no alarm"]);
  });

  test("is no pause of the next stay", () => {
    const rig = presentRig();
    rig.hear(batch(1, [0, 1]));
    rig.tell({ type: "leave-requested" });
    expect(rig.join()).not.toContain("say limits 1 slots, paused");
  });

  test("waits for its time limit and no longer, and not for messages to pass it", () => {
    const rig = presentRig();
    rig.hear(batch(1, [0]));
    rig.answer(1, 1);
    rig.tell({ type: "leave-requested" });
    expect(ring(rig, 1_999)).toEqual(["alarm at 2000"]);
    rig.now = 2_000;
    expect(rig.hear(heartbeat)).toEqual(["say goodbye", "close-link: leaving", "no alarm"]);
    expect(rig.machine.parcels.size).toBe(1);
  });

  test("keeps what did not get on record for another joining", () => {
    const rig = presentRig();
    rig.hear(batch(1, [0]));
    rig.answer(1, 1);
    rig.tell({ type: "leave-requested" });
    ring(rig, 2_000);
    rig.tell({ type: "link-ended" });
    expect(rig.join()).toContain("say offer 1 of lease 1: 0");
  });
});

test("a goodbye with which the coordinator closes its room is none that sends the volunteer away", () => {
  const rig = presentRig();
  expect(rig.hear({ type: "goodbye", reason: "room-closed", detail: "" })).toEqual([
    "close-link: room-closed",
    "no alarm",
  ]);
  expect(rig.machine.standing.type).toBe("apart");
});
