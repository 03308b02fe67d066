import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { epoch, jobId, leaseId } from "../ids.ts";
import { packAll } from "../values/packed.ts";
import type { DownMessage, UpMessage } from "../wire/messages.ts";
import { batch, closeJob, committed, tasksFrom } from "./testing/down-messages.ts";
import { answered, presentRig, type Fact, type VolunteerRig } from "./testing/volunteer-rig.ts";

/** Bytes of the request of `called`. */
const callBytes = packAll(["q", "put", new Uint8Array(10)]).bytes.length;

function called(run: number, call = 1, bytes = 10): Fact {
  return {
    type: "task-called",
    run,
    position: 0,
    call,
    received: 0,
    request: packAll(["q", "put", new Uint8Array(bytes)]),
  };
}

function answerOf(task: number, call = 1): DownMessage {
  const name = { epoch: epoch(1), lease: leaseId(1), job: jobId(1), task, call };
  return { type: "answer", ...name, answer: packAll(["value", null]) };
}

const credit = (bytes: number): DownMessage => ({ type: "call-credit", bytes });

/** Tasks 0 to 2 of lease 1 run in slots of their own, as runs 1 to 3; two calls fit into the window. */
function threeSlots(): VolunteerRig {
  const rig = presentRig(3, { uncreditedBytes: 2 * callBytes, openCalls: 4 });
  rig.hear(batch(1, [0, 1, 2]));
  return rig;
}

const said = (call: number, task: number): string => `say call ${call} of task ${task} in lease 1, received 0`;

describe("calls of several slots", () => {
  test("wait in one line for credit, and are sent in their order as it comes", () => {
    const rig = threeSlots();
    expect(rig.tell(called(1), called(2), called(3), called(1, 2))).toEqual([said(1, 0), said(1, 1)]);
    expect(rig.hear(credit(callBytes))).toEqual([said(1, 2)]);
    expect(rig.hear(credit(callBytes))).toEqual([said(2, 0)]);
  });

  test("go on while others wait at their objects: an answer is not needed for credit", () => {
    const rig = threeSlots();
    for (let call = 1; call <= 4; call += 1) {
      expect(rig.tell(called(1, call))).toEqual([said(call, 0)]);
      rig.hear(credit(callBytes));
    }
  });

  test("wait for an answer where too many are open, whoever is answered", () => {
    const rig = threeSlots();
    for (let call = 1; call <= 4; call += 1) rig.tell(called(1, call, 0), heardCredit);
    expect(rig.tell(called(2, 1, 0))).toEqual([]);
    expect(rig.hear(answerOf(0, 3))).toEqual(["answer call 3 at 0 of run 1: null", said(1, 1)]);
  });

  test("have their window anew with each link, and are fenced with the old one, sent or not", () => {
    const rig = threeSlots();
    rig.tell(called(1), called(2), called(3));
    const fenced = [1, 2, 3].map((run) => `answer call 1 at 0 of run ${run}: Fenced`);
    expect(rig.tell({ type: "link-ended" })).toEqual(expect.arrayContaining(fenced));
    expect(rig.machine).toMatchObject({ callLine: [], callers: new Set(), uncreditedBytes: 0 });
  });
});

const heardCredit: Fact = { type: "message-arrived", message: credit(1_000) };

describe("a task that ends while calls of it are in the line", () => {
  test("has its result sent behind them, and its lease renewed until then", () => {
    const rig = threeSlots();
    rig.tell(called(1), called(1, 2), called(1, 3), answered(2, 1), answered(3, 1));
    expect(rig.answer(1, 1)).toEqual([]);
    expect(rig.hear(committed(1, 2))).toEqual(["forgotten 1 2"]);
    rig.now = 5_000;
    expect(rig.tell({ type: "alarm-rang" })).toContain("say heartbeat for leases 1");
    expect(rig.hear(credit(callBytes))).toEqual([said(3, 0), "say results 3 of lease 1: 0"]);
    expect(rig.machine.batches.size).toBe(0);
    expect(rig.hear(answerOf(0, 1))).toEqual([]);
  });

  test("does not count any more once its result is sent", () => {
    const rig = threeSlots();
    for (let call = 1; call <= 4; call += 1) rig.tell(called(1, call, 0), heardCredit);
    rig.tell(called(2, 1, 0));
    expect(rig.tell(answered(1, 1))).toEqual(["say results 1 of lease 1: 0", said(1, 1)]);
  });

  test("has further tasks wait while it leaves more bytes behind than may be kept", () => {
    const rig = presentRig(1, { uncreditedBytes: callBytes, keptBytes: callBytes + 1 });
    rig.hear(batch(1, [0, 1]));
    rig.tell(called(1), called(1, 2), called(1, 3));
    expect(rig.answer(1, 1)).toEqual([]);
    expect(rig.hear(credit(callBytes))).toEqual([said(2, 0), "run 2 in slot 0: 1"]);
  });

  test.each<[string, Fact[]]>([
    ["its job is closed", [{ type: "message-arrived", message: closeJob(1) }]],
    ["it is given back", [{ type: "run-ended", run: 1 }]],
  ])("calls no more where %s", (_, facts) => {
    const rig = threeSlots();
    rig.tell(called(1), called(1, 2), called(1, 3), ...facts);
    expect(rig.tell(heardCredit)).toEqual([]);
    expect(rig.machine.callLine).toEqual([]);
  });
});

const bounds = { openCalls: 5, uncreditedBytes: 100 };

const step = fc.record({
  what: fc.constantFrom("call", "call", "call", "end", "credit", "answer", "lost"),
  run: fc.nat(2),
  bytes: fc.nat(60),
  at: fc.nat(20),
});

/** What a coordinator has of the calls of one link: it dismisses a volunteer that goes beyond the bounds. */
class Coordinator {
  uncredited = 0;
  readonly open = new Map<number, Set<number>>();
  readonly ended = new Set<number>();
  readonly order = new Map<number, number>();

  get openCalls(): number {
    return [...this.open.values()].reduce((sum, calls) => sum + calls.size, 0);
  }

  receive(message: UpMessage): void {
    if (message.type === "results") {
      for (const task of message.block.indices) {
        this.ended.add(task);
        this.open.delete(task);
      }
    }
    if (message.type !== "call") return;
    const { task, call, request } = message;
    this.uncredited += request.bytes.length;
    const open = this.open.get(task) ?? new Set();
    this.open.set(task, open.add(call));
    expect(this.ended).not.toContain(task);
    expect(call).toBe((this.order.get(task) ?? 0) + 1);
    this.order.set(task, call);
    expect(this.uncredited).toBeLessThanOrEqual(bounds.uncreditedBytes);
    expect(this.openCalls).toBeLessThanOrEqual(bounds.openCalls);
  }
}

test("whatever tasks of several slots call, a coordinator has never more than its bounds, and hears every call before its task's result", () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 120 }), (steps) => {
      const rig = presentRig(3, { ...bounds, keptBytes: 1_000 });
      let coordinator = new Coordinator();
      const made = new Map<number, number>();
      const tell = (fact: Fact): void => {
        for (const effect of rig.effectsOf(fact)) {
          if (effect.type === "send") coordinator.receive(effect.message);
          else if (effect.type === "start-run") made.set(effect.run, 0);
        }
      };
      const hear = (message: DownMessage): void => tell({ type: "message-arrived", message });
      const giveCredit = (): void => {
        const bytes = coordinator.uncredited;
        coordinator.uncredited = 0;
        if (bytes > 0) hear(credit(bytes));
      };
      const answer = (nth: number): void => {
        const all = [...coordinator.open].flatMap(([task, calls]) =>
          Array.from(calls, (call) => [task, call] as const),
        );
        const chosen = all[nth % Math.max(1, all.length)];
        if (chosen === undefined) return;
        const [task, call] = chosen;
        coordinator.open.get(task)?.delete(call);
        hear(answerOf(task, call));
      };
      hear(batch(1, tasksFrom(0, 100)));
      for (const { what, run: nth, bytes, at } of steps) {
        const [run, calls] = [...made][nth] ?? [];
        if (what === "credit") giveCredit();
        else if (what === "answer") answer(at);
        else if (run === undefined || calls === undefined) continue;
        else if (what === "call") {
          made.set(run, calls + 1);
          tell(called(run, calls + 1, bytes));
        } else if (what === "end") {
          made.delete(run);
          tell(answered(run, 1));
          tell({ type: "run-ended", run });
        } else if (at === 0) {
          tell({ type: "link-ended" });
          coordinator = new Coordinator();
        }
      }
      while (rig.machine.callLine.length > 0) {
        giveCredit();
        answer(0);
      }
      const isHeard = rig.machine.standing.type === "present";
      if (isHeard) expect([...coordinator.ended]).toHaveLength(rig.machine.done);
    }),
    { numRuns: 200 },
  );
});
