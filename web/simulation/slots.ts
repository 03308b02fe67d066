import { outcomes, type Outcome } from "../core/job/job.ts";
import type { Packed } from "../core/values/format.ts";
import type { Timeline } from "./timeline.ts";
import { packBytes, readInput, unpack, valueFor, type Work } from "./work.ts";

/** Columns of the positions from `first` on. */
type Answered = (run: number, first: number, outcomes: Uint8Array, runtimesMs: Float32Array, values: Packed) => void;

interface Ended {
  readonly outcome: Outcome;
  readonly runtimeMs: number;
  readonly value: Uint8Array;
}

interface QueuedRun {
  readonly run: number;
  readonly job: number;
  readonly inputs: Packed;
  next: number;
  /** Positions before `next` that are reported with the next one. */
  readonly held: Ended[];
}

export interface SlotsListener {
  readonly answered: Answered;
  readonly runEnded: (run: number) => void;
  readonly slotReady: (slot: number) => void;
  /** A poison task: the whole tab is gone. */
  readonly died: () => void;
  /** Whether the job's program loads here. */
  readonly loads: (job: number) => boolean;
}

/** The slots of one tab: each computes its runs in turn, one task at a time. */
export class SimulatedSlots {
  readonly #timeline: Timeline;
  readonly #work: Work;
  readonly #listener: SlotsListener;
  readonly #timeLimitMs: number;
  readonly #queues = new Map<number, QueuedRun[]>();
  /** Raised to make what is planned for a slot void. */
  readonly #turn = new Map<number, number>();
  readonly #attempted = new Set<string>();
  /** How many times slower than usual; 1 by default. */
  slowness = 1;
  isDead = false;

  constructor(timeline: Timeline, work: Work, timeLimitMs: number, listener: SlotsListener) {
    this.#timeline = timeline;
    this.#work = work;
    this.#timeLimitMs = timeLimitMs;
    this.#listener = listener;
  }

  resize(slots: number): void {
    for (const slot of this.#queues.keys()) {
      if (slot < slots) continue;
      const runs = this.#queues.get(slot) ?? [];
      this.#void(slot);
      this.#queues.delete(slot);
      for (const { run } of runs) this.#timeline.after(1, () => this.#listener.runEnded(run));
    }
    for (let slot = 0; slot < slots; slot += 1) {
      if (this.#queues.has(slot)) continue;
      this.#queues.set(slot, []);
      this.#timeline.after(5, () => this.#listener.slotReady(slot));
    }
  }

  start(slot: number, run: number, job: number, inputs: Packed): void {
    const queue = this.#queues.get(slot);
    if (queue === undefined) {
      this.#timeline.after(1, () => this.#listener.runEnded(run));
      return;
    }
    queue.push({ run, job, inputs, next: 0, held: [] });
    if (queue.length === 1) this.#compute(slot);
  }

  closeJob(job: number): void {
    for (const [slot, queue] of this.#queues) {
      const aborted = queue.filter((one) => one.job === job);
      if (aborted.length === 0) continue;
      const wasRunning = queue[0]?.job === job;
      this.#queues.set(
        slot,
        queue.filter((one) => one.job !== job),
      );
      for (const { run } of aborted) this.#timeline.after(1, () => this.#listener.runEnded(run));
      if (!wasRunning) continue;
      this.#void(slot);
      this.#compute(slot);
    }
  }

  /** The Worker dies under its task (out of memory, say). */
  crash(slot: number): void {
    if (this.#queues.get(slot)?.[0] === undefined) return;
    this.#void(slot);
    this.#finish(slot, outcomes.crashed, 1);
  }

  #void(slot: number): void {
    this.#turn.set(slot, (this.#turn.get(slot) ?? 0) + 1);
  }

  #compute(slot: number): void {
    const current = this.#queues.get(slot)?.[0];
    if (current === undefined) return;
    const turn = (this.#turn.get(slot) ?? 0) + 1;
    this.#turn.set(slot, turn);
    const { job, task } = readInput(unpack(current.inputs, current.next));
    if (!this.#listener.loads(job)) {
      this.#timeline.after(1, () => {
        if (!this.isDead && this.#turn.get(slot) === turn) this.#finish(slot, outcomes.notLoaded, 0);
      });
      return;
    }
    const nature = this.#work.nature(job, task);
    const wanted = nature === "endless" ? Number.POSITIVE_INFINITY : this.#work.runtimeMs(job, task) * this.slowness;
    const runtimeMs = Math.min(wanted, this.#timeLimitMs);
    const outcome = wanted > this.#timeLimitMs ? outcomes.timedOut : this.#outcomeOf(nature, job, task);
    this.#timeline.after(runtimeMs, () => {
      if (this.isDead || this.#turn.get(slot) !== turn) return;
      if (nature === "poison") {
        this.#listener.died();
        return;
      }
      this.#finish(slot, outcome, runtimeMs);
    });
  }

  #outcomeOf(nature: ReturnType<Work["nature"]>, job: number, task: number): Outcome {
    if (nature === "throws") return outcomes.threw;
    const key = `${job} ${task}`;
    const isFirst = !this.#attempted.has(key);
    this.#attempted.add(key);
    return nature === "throws-once" && isFirst ? outcomes.threw : outcomes.value;
  }

  #finish(slot: number, outcome: Outcome, runtimeMs: number): void {
    const queue = this.#queues.get(slot);
    const current = queue?.[0];
    if (queue === undefined || current === undefined) return;
    const input = unpack(current.inputs, current.next);
    const value = outcome === outcomes.value ? valueFor(input) : Uint8Array.of(0xc0);
    current.next += 1;
    current.held.push({ outcome, runtimeMs, value });
    // What does not load is reported for one task, and the others of the run are not computed.
    const isWhole = current.next === current.inputs.ends.length || outcome === outcomes.notLoaded;
    if (isWhole) queue.shift();
    const { job, task } = readInput(input);
    if (isWhole || !this.#work.isHeldBack(job, task)) this.#report(current);
    if (isWhole) this.#listener.runEnded(current.run);
    if (!this.isDead) this.#compute(slot);
  }

  #report({ run, next, held }: QueuedRun): void {
    const ended = held.splice(0);
    this.#listener.answered(
      run,
      next - ended.length,
      Uint8Array.from(ended, ({ outcome }) => outcome),
      Float32Array.from(ended, ({ runtimeMs }) => runtimeMs),
      packBytes(ended.map(({ value }) => value)),
    );
  }
}
