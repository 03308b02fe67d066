import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isOutcome, outcomes } from "../job/job.ts";
import { packAll } from "../values/packed.ts";
import { epoch, jobId, leaseId } from "../ids.ts";
import { batch, closeJob, committed, job, recall, tasksFrom, welcome } from "./testing/down-messages.ts";
import type { DownMessage } from "../wire/messages.ts";
import { onceOnlyJob, VolunteerModel } from "./testing/volunteer-model.ts";
import { answered, heard, identity } from "./testing/volunteer-rig.ts";

const keptBytes = 12;
const mostSlots = 3;
/** Untouched by the story before its end. */
const newestJob = 4;

/** What happens next; `a` and `b` are read as is useful. */
const step = fc.record({
  what: fc.oneof(
    { weight: 40, arbitrary: fc.constantFrom("batch", "answer", "answer", "answer", "call") },
    {
      weight: 20,
      arbitrary: fc.constantFrom(
        "link-opened",
        "welcome",
        "job",
        "slot-ready",
        "commit",
        "end-run",
        "time",
        "batch-again",
        "call-answered",
      ),
    },
    { weight: 4, arbitrary: fc.constantFrom("recall", "slots", "pause", "resume", "resume") },
    { weight: 1, arbitrary: fc.constantFrom("close-job", "link-ended", "leave", "goodbye") },
  ),
  a: fc.nat(6),
  b: fc.nat(6),
});

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

function jobOf(id: number): DownMessage {
  return { ...job(id), atMostOnce: id === onceOnlyJob };
}

class Story {
  readonly model = new VolunteerModel(2, keptBytes);
  #lease = 1;
  #task = 0;
  #call = 1;
  #lastBatch: Extract<DownMessage, { type: "batch" }> | null = null;

  constructor() {
    this.#join();
  }

  happen({ what, a, b }: Step): void {
    const { model } = this;
    const { machine } = model.rig;
    switch (what) {
      case "batch":
        return this.#lend(a + 1, 1 + (b % 3));
      case "batch-again":
        if (this.#lastBatch !== null && model.hasReceived(this.#lastBatch.lease)) model.tell(heard(this.#lastBatch));
        return;
      case "answer":
        this.#answer(a, b);
        return;
      case "call":
        this.#makeCall(a);
        return;
      case "call-answered":
        this.#answerCall(a, b === 0);
        return;
      case "end-run": {
        const run = [...model.runs.keys()].at(a % 3);
        return model.tell({ type: "run-ended", run: run ?? 1_000 });
      }
      case "link-opened":
        // Mostly when there is none.
        if (machine.standing.type === "apart" || a === 0) model.tell({ type: "link-opened", identity });
        return;
      case "link-ended":
        return model.tell({ type: "link-ended" });
      case "welcome":
        return model.tell(heard(welcome()));
      case "job":
        return model.tell(heard(jobOf(1 + (a % 3))));
      case "slot-ready":
        return model.tell({ type: "slot-ready", slot: a % mostSlots });
      case "commit":
        return model.tell(heard(committed(...[...machine.parcels.keys()].slice(a % 2, 1 + b), 9_999)));
      case "recall":
        return model.tell(heard(recall(Math.max(1, this.#lease - a), 1 + b)));
      case "close-job":
        return model.tell(heard(closeJob(1 + (a % 3))));
      case "slots":
        return model.tell({ type: "slots-set", slots: 1 + (a % mostSlots) });
      case "pause":
        return model.tell({ type: "paused" });
      case "resume":
        return model.tell({ type: "resumed" });
      case "leave":
        return model.tell({ type: "leave-requested" });
      case "goodbye":
        return model.tell(heard({ type: "goodbye", reason: "no-join", detail: "" }));
      case "time":
        model.rig.now += a * 4_000;
        return model.tell(b === 0 ? heard({ type: "heartbeat" }) : { type: "alarm-rang" });
    }
  }

  #answer(a: number, b: number): void {
    const [id, run] = [...this.model.runs].at(a % 2) ?? [];
    if (id === undefined || run === undefined) return;
    const left = run.tasks.length - run.answered;
    // A slot reports a task that has called by itself.
    const count = Math.min(run.caller === null ? left : 1, b);
    const outcome = isOutcome(a) ? a : outcomes.value;
    this.model.tell(answered(id, count, { first: run.answered, busyMs: count * b * 4, bytes: b % 4, outcome }));
    if (count === left) this.model.tell({ type: "run-ended", run: id });
  }

  #makeCall(a: number): void {
    const [id, run] = [...this.model.runs].at(a % 2) ?? [];
    if (id === undefined || run === undefined || run.answered === run.tasks.length) return;
    const request = packAll(["queue", "get"]);
    this.model.tell({ type: "task-called", run: id, position: run.answered, call: this.#call, received: 0, request });
    this.#call += 1;
  }

  /** Of a call that waits, and of one that nobody has made. */
  #answerCall(a: number, isStray: boolean): void {
    const open = this.model.openCalls.at(a % 2) ?? { lease: 1, task: 0, call: 0 };
    const { lease, task, call } = isStray ? { ...open, call: 0 } : open;
    const name = { epoch: epoch(1), lease: leaseId(lease), job: jobId(1), task, call };
    this.model.tell(heard({ type: "answer", ...name, answer: packAll(["value", 1]) }));
  }

  #lend(most: number, ofJob: number): void {
    const tasks = ofJob === onceOnlyJob ? 1 : most;
    this.#lastBatch = batch(this.#lease, tasksFrom(this.#task, tasks), ofJob);
    this.model.tell(heard(this.#lastBatch));
    this.#lease += 1;
    this.#task += tasks;
  }

  #join(): void {
    this.model.tell({ type: "link-opened", identity });
    this.model.tell(heard(welcome()));
    for (const id of [1, 2, onceOnlyJob]) this.model.tell(heard(jobOf(id)));
    for (const slot of [0, 1]) this.model.tell({ type: "slot-ready", slot });
  }

  /** From here on coordinator and slots do what is expected. Gives the tasks that were lent last. */
  comeToAnEnd(): readonly number[] {
    const { model } = this;
    const { machine } = model.rig;
    model.tell({ type: "link-ended" });
    model.tell({ type: "resumed" });
    this.#join();
    model.tell(heard(job(newestJob)));
    const last = tasksFrom(this.#task, 7);
    this.#lend(last.length, newestJob);
    do {
      const parcels = [...machine.parcels.keys()];
      if (parcels.length > 0) model.tell(heard(committed(...parcels)));
      this.#answer(0, 6);
    } while (model.runs.size > 0 || machine.parcels.size > 0);
    return last;
  }
}

test("whatever happens in whatever order, each task is in one place, answered once, and kept until it is on record", () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 150 }), (steps) => {
      const story = new Story();
      for (const next of steps) story.happen(next);
      const last = story.comeToAnEnd();
      const { places, rig } = story.model;
      for (const task of last) expect(places.at(task)).toEqual({ type: "gone", why: "recorded" });
      expect([...places.tasks("waiting"), ...places.tasks("running"), ...places.tasks("kept")]).toEqual([]);
      expect(rig.machine).toMatchObject({ batches: new Set(), runs: new Map(), parcels: new Map(), parcelBytes: 0 });
    }),
    { numRuns: 150 },
  );
});
