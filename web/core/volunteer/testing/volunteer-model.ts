import { expect } from "vitest";
import { bringsValue, outcomes } from "../../job/job.ts";
import { decodeUp, encodeUp } from "../../wire/codec.ts";
import type { DownMessage, UpMessage } from "../../wire/messages.ts";
import type { VolunteerEffect } from "../events.ts";
import { tasksOf } from "./down-messages.ts";
import { TaskPlaces } from "./task-places.ts";
import { VolunteerRig, type Fact } from "./volunteer-rig.ts";

type Answer = Extract<Fact, { type: "run-answered" }>;
type Called = Extract<Fact, { type: "task-called" }>;
type DownAnswer = Extract<DownMessage, { type: "answer" }>;

interface ModelRun {
  readonly slot: number;
  readonly job: number;
  readonly tasks: readonly number[];
  answered: number;
  orphaned: boolean;
  closed: boolean;
  /** The task that has called, until it is answered. */
  caller: number | null;
}

/** A call that is sent and not answered. */
interface ModelCall {
  readonly run: number;
  readonly position: number;
  readonly call: number;
  readonly lease: number;
  readonly task: number;
}

/** The job whose tasks are executed at most once. */
export const onceOnlyJob = 3;

/**
 * A machine, the slots that it believes to command, and a second set of books that knows nothing of how the machine
 * works: from facts and orders alone it says where each task must be.
 */
export class VolunteerModel {
  readonly rig: VolunteerRig;
  readonly places = new TaskPlaces();
  readonly runs = new Map<number, ModelRun>();
  readonly ready = new Set<number>();
  readonly #closed = new Set<number>();
  /** The newest lease that came by this link. */
  #newestLease = 0;
  /** Recalls that must be answered with their batch. */
  readonly #early = new Set<number>();
  readonly #parcelBytes = new Map<number, number>();
  #nextParcel = 1;
  #done = 0;
  #failed = 0;
  #linked = false;
  readonly #openCalls = new Set<ModelCall>();
  /** Parcels of tasks that have called: they count over their own link alone. */
  readonly #parcelsOfCallers = new Set<number>();
  /** Answers that calls are due by the last fact. */
  #due: string[] = [];
  /** What the slots have to say about the orders of the last fact. */
  #replies: Fact[] = [];

  constructor(slots: number, keptBytes: number) {
    this.rig = new VolunteerRig(slots, { keptBytes });
  }

  tell(fact: Fact): void {
    const said: UpMessage[] = [];
    const hears = this.#hears;
    if (fact.type === "message-arrived") this.#receive(fact.message, hears);
    if (fact.type === "run-answered") this.#answer(fact);
    if (fact.type === "task-called") this.#call(fact);
    if (fact.type === "link-opened" || fact.type === "link-ended") {
      this.#orphan();
      this.#linked = fact.type === "link-opened";
    }
    if (fact.type === "slot-ready" && fact.slot < this.rig.machine.slots) this.ready.add(fact.slot);
    const given: string[] = [];
    for (const effect of this.rig.effectsOf(fact)) {
      this.#obey(effect, fact);
      if (effect.type === "send") said.push(effect.message);
      if (effect.type === "answer-call") given.push(callName(effect));
    }
    expect(given.toSorted()).toEqual(this.#due.toSorted());
    this.#due = [];
    if (fact.type === "run-ended") this.#endRun(fact.run);
    this.#checkAnswers(fact, said, hears);
    if (fact.type === "message-arrived" && fact.message.type === "batch" && hears) {
      this.#newestLease = Math.max(this.#newestLease, fact.message.lease);
    }
    this.#check();
    const replies = this.#replies;
    this.#replies = [];
    for (const reply of replies) this.tell(reply);
  }

  /** Calls that wait for their answers, the oldest first. */
  get openCalls(): readonly ModelCall[] {
    return [...this.#openCalls];
  }

  /** Whether the batch has come by the present link. */
  hasReceived(lease: number): boolean {
    return this.#hears && lease <= this.#newestLease;
  }

  get #hears(): boolean {
    const { type } = this.rig.machine.standing;
    return type === "present" || type === "leaving";
  }

  get keptBytes(): number {
    let bytes = 0;
    for (const size of this.#parcelBytes.values()) bytes += size;
    return bytes;
  }

  #receive(message: DownMessage, hears: boolean): void {
    if (message.type === "batch") {
      const { lease, job } = message;
      // A batch that comes twice is computed once.
      if (this.hasReceived(lease)) return;
      const wanted = hears && !this.#closed.has(job);
      for (const task of message.indices) {
        this.places.move(task, "nowhere", wanted ? { type: "waiting", lease, job } : { type: "gone", why: "unheard" });
      }
    }
    if (message.type === "answer" && hears) this.#receiveAnswer(message);
    if (message.type === "committed" && hears) {
      for (const parcel of message.parcels) {
        this.#parcelsOfCallers.delete(parcel);
        this.#parcelBytes.delete(parcel);
        this.places.dismiss("kept", "recorded", (place) => place.type === "kept" && place.parcel === parcel);
      }
    }
    if (message.type === "close-job" && hears) {
      const ofJob = (place: object): boolean => "job" in place && place.job === message.job;
      for (const task of this.places.tasks("kept", ofJob)) {
        const place = this.places.at(task);
        if (place?.type === "kept") this.#forgetParcel(place.parcel);
      }
      this.#closed.add(message.job);
      for (const [id, run] of this.runs) {
        if (run.job === message.job) this.#close(id, run);
      }
      for (const type of ["waiting", "running", "kept"] as const) this.places.dismiss(type, "closed", ofJob);
    }
  }

  #forgetParcel(parcel: number): void {
    this.#parcelBytes.delete(parcel);
    this.#parcelsOfCallers.delete(parcel);
  }

  /** What its slot brings is dropped. */
  #close(id: number, run: ModelRun): void {
    run.closed = true;
    this.#dropCalls(id);
  }

  #dropCalls(run: number): void {
    for (const call of this.#openCalls) if (call.run === run) this.#openCalls.delete(call);
  }

  /** The first unanswered task of a run calls a shared object. */
  #call({ run: id, position, call }: Called): void {
    const run = this.runs.get(id);
    const task = run?.tasks[position];
    if (run === undefined || task === undefined || run.closed) return;
    run.caller = task;
    const place = this.places.at(task);
    const named = { run: id, position, call, lease: place?.type === "running" ? place.lease : 0, task };
    if (run.orphaned) this.#due.push(callName(named));
    else this.#openCalls.add(named);
  }

  #receiveAnswer({ lease, task, call }: DownAnswer): void {
    for (const open of this.#openCalls) {
      if (open.lease !== lease || open.task !== task || open.call !== call) continue;
      this.#openCalls.delete(open);
      this.#due.push(callName(open));
    }
  }

  #answer(fact: Answer): void {
    const run = this.runs.get(fact.run);
    if (run === undefined || fact.outcomes.length === 0) return;
    const tasks = run.tasks.slice(fact.first, fact.first + fact.outcomes.length);
    run.answered += tasks.length;
    for (const outcome of fact.outcomes) {
      if (bringsValue(outcome)) this.#done += 1;
      else if (outcome !== outcomes.notLoaded) this.#failed += 1;
    }
    const hasCalled = run.caller !== null && tasks.includes(run.caller);
    if (hasCalled) {
      run.caller = null;
      this.#dropCalls(fact.run);
    }
    if (run.closed) return;
    if (hasCalled && run.orphaned) {
      for (const task of tasks) this.places.move(task, "running", { type: "gone", why: "fenced" });
      return;
    }
    if (hasCalled) this.#parcelsOfCallers.add(this.#nextParcel);
    for (const task of tasks)
      this.places.move(task, "running", { type: "kept", parcel: this.#nextParcel, job: run.job });
    this.#parcelBytes.set(this.#nextParcel, fact.values.bytes.length);
    this.#nextParcel += 1;
  }

  #obey(effect: VolunteerEffect, fact: Fact): void {
    switch (effect.type) {
      case "start-run": {
        const { slot, job, run } = effect;
        const tasks = tasksOf(effect.inputs);
        const machine = this.rig.machine;
        expect(machine.paused || machine.standing.type === "leaving" || !this.ready.has(slot)).toBe(false);
        const ended = fact.type === "run-ended" ? this.runs.get(fact.run) : undefined;
        const others = [...this.runs.values()].filter((other) => other.slot === slot && other !== ended);
        expect(others.length).toBeLessThan(2);
        const isKept = [...others, { job, closed: false }].some((one) => one.job === onceOnlyJob && !one.closed);
        expect(isKept && others.some((one) => !one.closed)).toBe(false);
        expect(this.keptBytes).toBeLessThanOrEqual(machine.settings.keptBytes);
        for (const task of tasks) {
          const place = this.places.at(task);
          const lease = place?.type === "waiting" ? place.lease : 0;
          this.places.move(task, "waiting", { type: "running", lease, job, run });
        }
        this.runs.set(run, { slot, job, tasks, answered: 0, orphaned: false, closed: false, caller: null });
        return;
      }
      case "resize":
        for (const slot of this.ready) if (slot >= effect.slots) this.ready.delete(slot);
        this.#endRuns((run) => run.slot >= effect.slots);
        return;
      case "close-job":
        this.#endRuns((run) => run.job === effect.job && run.closed);
        return;
      case "close-link":
        this.#orphan();
        this.#linked = false;
        return;
      case "send":
        this.#hear(effect.message, fact);
        return;
      case "welcomed":
        this.#closed.clear();
        this.#early.clear();
        this.#newestLease = 0;
        for (const parcel of this.#parcelsOfCallers) {
          this.#forgetParcel(parcel);
          this.places.dismiss("kept", "fenced", (place) => place.type === "kept" && place.parcel === parcel);
        }
        return;
      case "answer-call":
      case "open-job":
      case "doubt-coordinator":
      case "trust-coordinator":
      case "set-alarm":
      case "forgotten":
        return;
    }
  }

  #endRuns(which: (run: ModelRun) => boolean): void {
    for (const [id, run] of this.runs) if (which(run)) this.#replies.push({ type: "run-ended", run: id });
  }

  #orphan(): void {
    this.places.dismiss("waiting", "orphaned");
    for (const call of this.#openCalls) this.#due.push(callName(call));
    this.#openCalls.clear();
    for (const [id, run] of this.runs) {
      run.orphaned = true;
      if (run.job === onceOnlyJob) this.#close(id, run);
    }
    this.places.dismiss("running", "orphaned", (place) => "job" in place && place.job === onceOnlyJob);
  }

  /** The coordinator's ear. */
  #hear(message: UpMessage, fact: Fact): void {
    expect(this.#linked).toBe(true);
    if (message.type === "returned") {
      const from = fact.type === "run-ended" ? "running" : "waiting";
      for (const task of message.indices) {
        const place = this.places.move(task, from, { type: "gone", why: "returned" });
        expect(place !== undefined && "lease" in place ? place.lease : null).toBe(message.lease);
      }
    }
    if (message.type === "heartbeat") {
      const live = (place: object): boolean =>
        !("run" in place && typeof place.run === "number" && this.runs.get(place.run)?.orphaned === true);
      const places = [...this.places.tasks("waiting"), ...this.places.tasks("running", live)].map((task) =>
        this.places.at(task),
      );
      const leases = places.flatMap((place) => (place !== undefined && "lease" in place ? [place.lease] : []));
      expect(new Set(message.leases.map(({ lease }) => Number(lease)))).toEqual(new Set(leases));
    }
    const { lane, bytes } = encodeUp(message);
    const decoded = decodeUp(lane, bytes);
    expect(decoded).toMatchObject({ type: "value" });
  }

  #endRun(id: number): void {
    const run = this.runs.get(id);
    if (run === undefined) return;
    this.runs.delete(id);
    this.#dropCalls(id);
    // Only runs of ended leases and closed jobs may end without an answer.
    if (run.orphaned) this.places.dismiss("running", "orphaned", (place) => "run" in place && place.run === id);
    expect(this.places.tasks("running", (place) => "run" in place && place.run === id)).toEqual([]);
  }

  /** What must have been said on the spot. */
  #checkAnswers(fact: Fact, said: readonly UpMessage[], hears: boolean): void {
    if (!hears) return;
    if (fact.type === "message-arrived" && fact.message.type === "recall") {
      const { lease, epoch } = fact.message;
      const isEarly = epoch === 1 && lease > this.#newestLease;
      if (isEarly) this.#early.add(lease);
      const answers = said.filter((message) => message.type === "returned" && message.lease === lease);
      expect(answers).toHaveLength(isEarly ? 0 : 1);
    }
    if (fact.type === "message-arrived" && fact.message.type === "batch" && this.#early.delete(fact.message.lease)) {
      const { lease, job } = fact.message;
      const answers = said.filter((message) => message.type === "returned" && message.lease === lease);
      expect(answers).toHaveLength(this.#closed.has(job) ? 0 : 1);
    }
    if (fact.type === "run-answered") {
      const run = this.runs.get(fact.run);
      if (run === undefined || fact.outcomes.length === 0 || run.closed) return;
      const isFenced = this.places.at(run.tasks[fact.first] ?? 0)?.type === "gone";
      if (isFenced) return;
      const parcel = this.#nextParcel - 1;
      expect(said).toContainEqual(
        expect.objectContaining({ type: "results", parcel, offered: run.orphaned ? expect.any(String) : null }),
      );
    }
  }

  #check(): void {
    const { batches, runs, parcels, parcelBytes, done, failed, alarmAt, busy } = this.rig.machine;
    const running = [...runs.values()]
      .filter(({ batch }) => batches.has(batch))
      .flatMap(({ batch, from, answered, count }) => Array.from(batch.indices.subarray(from + answered, from + count)));
    const its = {
      waiting: ascending([...batches].flatMap(({ indices, next, end }) => Array.from(indices.subarray(next, end)))),
      running: ascending(running),
      kept: ascending([...parcels.values()].flatMap(({ block }) => Array.from(block.indices))),
      parcels: [...parcels.keys()],
      runningOfBatches: [...batches].reduce((sum, batch) => sum + batch.running, 0),
      ready: ascending([...busy.keys()]),
      alarm: alarmAt !== null,
      counters: [parcelBytes, done, failed],
    };
    const own = {
      waiting: this.places.tasks("waiting"),
      running: this.places.tasks("running"),
      kept: this.places.tasks("kept"),
      parcels: [...this.#parcelBytes.keys()],
      runningOfBatches: running.length,
      ready: ascending([...this.ready]),
      alarm: this.#hears,
      counters: [this.keptBytes, this.#done, this.#failed],
    };
    // Comparing is done after each of many thousand facts, telling the difference once at most.
    if (JSON.stringify(its) !== JSON.stringify(own)) expect(its).toEqual(own);
  }
}

function ascending(tasks: readonly number[]): readonly number[] {
  return tasks.toSorted((a, b) => a - b);
}

function callName({ run, position, call }: Pick<ModelCall, "run" | "position" | "call">): string {
  return `call ${call} at ${position} of run ${run}`;
}
