import type { CallAnswer, Compute, ComputeEvent, ComputeStart, OpenedJob, RunId, SlotRun } from "../compute/compute.ts";
import type { JobId } from "../core/ids.ts";
import { Standstills } from "../core/standstills.ts";
import type { Looks } from "../core/steady-clock.ts";
import type { Feature } from "../core/job/features.ts";
import { bringsValue, outcomes, type Outcome } from "../core/job/job.ts";
import type { Packed } from "../core/values/format.ts";
import { packAll, Packer, valueAt } from "../core/values/packed.ts";
import { placeOfInput, planOfProgram, valueOf, type Nature, type SampleTasks, type TaskPlace } from "./sample-task.ts";
import type { SimulatedPage } from "./simulated-page.ts";
import { SimulatedCalls } from "./simulated-calls.ts";
import type { Timeline } from "./timeline.ts";

/** What making the sandbox and trying its ways out take. */
const openingMs = 100;

/** A slot takes one run that computes and one that waits. */
const mostRuns = 2;

interface Ended {
  readonly outcome: Outcome;
  readonly runtimeMs: number;
  readonly place: TaskPlace;
}

interface QueuedRun {
  readonly run: RunId;
  readonly job: JobId;
  readonly inputs: Packed;
  readonly indices: Uint32Array;
  next: number;
  /** Positions that have begun. */
  begun: number;
  /** Positions before `next` that are reported with the next one. */
  readonly held: Ended[];
}

export interface ComputeWorld {
  /** No other one has it. */
  readonly name: string;
  readonly page: SimulatedPage;
  readonly timeline: Timeline;
  readonly tasks: SampleTasks;
  readonly timeLimitMs: number;
  /** How the sandbox's frame looks at its clock. */
  readonly looks: Looks;
  /** How many times slower than usual the device is at this moment. */
  readonly slowness: () => number;
  readonly features: readonly Feature[];
  /** Whether the task throws here, and at once, whatever it is. */
  readonly isSpoilt: (place: TaskPlace) => boolean;
  /** Whether the program of a planned job loads here. */
  readonly loads: (plan: number) => boolean;
  /** A poison task has run: the whole tab is gone. */
  readonly died: () => void;
  /** The program and the shared value of a planned job have come. */
  readonly opened: (plan: number, shared: Uint8Array | null) => void;
  /** A task has begun with an input that is not small. */
  readonly hasLarge: (place: TaskPlace, input: unknown) => void;
  /** A task of the run begins, or has ended. */
  readonly computes: (run: RunId, place: TaskPlace, isBeginning: boolean) => void;
  /** An answer has come; `name`: of the call of its task that waits for it, null for none. */
  readonly answered: (name: string | null, answer: Packed) => void;
  /** A run is started that was started before. */
  readonly startedTwice: (run: RunId) => void;
  /** A task has ended that computed for `ownMs`: it is said to have taken `runtimeMs`, and more than its time where it is late. */
  readonly timed: (place: TaskPlace, ownMs: number, runtimeMs: number, isLate: boolean) => void;
}

/** The slots of one tab: each computes its runs in turn, one task at a time. */
export class SimulatedCompute implements Compute {
  readonly #world: ComputeWorld;
  readonly #queues = new Map<number, QueuedRun[]>();
  readonly #plans = new Map<JobId, number>();
  /** Raised to make what is planned for a slot void. */
  readonly #turns = new Map<number, number>();
  /** Of the tasks that run. */
  readonly #calls = new Map<number, SimulatedCalls>();
  readonly #attempted = new Set<number>();
  readonly #standstills: Standstills;
  #newestRun = 0;
  #wanted = 0;
  #isOpen = false;
  #isClosed = false;
  #listener: (event: ComputeEvent) => void = () => {};

  constructor(world: ComputeWorld) {
    this.#world = world;
    this.#standstills = new Standstills(world.page.rawNow, () => world.looks.longestMs);
  }

  listen(listener: (event: ComputeEvent) => void): void {
    this.#listener = listener;
  }

  async open(slots: number): Promise<ComputeStart> {
    this.#wanted = slots;
    return this.#world.page.answer(openingMs, () => {
      this.#isOpen = true;
      this.#lookLater();
      this.#fillSlots();
      return { type: "ready", features: this.#world.features };
    });
  }

  /** Slots that have a Worker or are about to. */
  get slots(): number {
    return this.#queues.size;
  }

  resize(slots: number): void {
    this.#wanted = slots;
    if (this.#isOpen) this.#fillSlots();
  }

  #fillSlots(): void {
    const slots = this.#wanted;
    for (const [slot, runs] of this.#queues) {
      if (slot < slots) continue;
      this.#voidTurn(slot);
      this.#queues.delete(slot);
      for (const { run } of runs) this.#tellLater(1, { type: "run-ended", slot, run });
    }
    for (let slot = 0; slot < slots; slot += 1) {
      if (this.#queues.has(slot)) continue;
      this.#queues.set(slot, []);
      this.#tellLater(5, { type: "slot-ready", slot });
    }
  }

  openJob(job: JobId, { program, shared }: OpenedJob): void {
    const plan = planOfProgram(program.source);
    this.#plans.set(job, plan);
    this.#world.opened(plan, shared);
  }

  closeJob(job: JobId): void {
    for (const [slot, queue] of this.#queues) {
      const aborted = queue.filter((one) => one.job === job);
      if (aborted.length === 0) continue;
      const wasRunning = queue[0]?.job === job;
      this.#queues.set(
        slot,
        queue.filter((one) => one.job !== job),
      );
      for (const { run } of aborted) this.#tellLater(1, { type: "run-ended", slot, run });
      if (!wasRunning) continue;
      this.#voidTurn(slot);
      this.#computeNext(slot);
    }
  }

  start(slot: number, { run, job, inputs, indices }: SlotRun): void {
    const queue = this.#queues.get(slot);
    if (queue === undefined || !this.#plans.has(job))
      throw new RangeError(`there is no slot ${slot}, or no job ${job}`);
    if (queue.length >= mostRuns) throw new RangeError(`slot ${slot} takes no third run`);
    if (run <= this.#newestRun) this.#world.startedTwice(run);
    this.#newestRun = Math.max(this.#newestRun, run);
    queue.push({ run, job, inputs, indices, next: 0, begun: 0, held: [] });
    if (queue.length === 1) this.#computeNext(slot);
  }

  answerCall(answer: CallAnswer): void {
    for (const [slot, calls] of this.#calls) {
      if (!calls.isAt(answer) || !calls.takeAnswer(answer, (name, given) => this.#world.answered(name, given)))
        continue;
      this.#callLater(slot, calls);
    }
  }

  /** What waits to be reported goes ahead. */
  #callLater(slot: number, calls: SimulatedCalls): void {
    this.#world.timeline.after(1, () =>
      this.#world.page.hear(() => {
        const [current] = this.#queues.get(slot) ?? [];
        if (current === undefined || this.#calls.get(slot) !== calls || this.#isClosed) return;
        if (current.held.length > 0) this.#report(slot, current);
        for (const call of calls.nextCalls()) this.#tell(call);
      }),
    );
  }

  close(): void {
    this.#isClosed = true;
    this.#calls.clear();
    this.#queues.clear();
  }

  /** The Worker dies under its task, for want of memory say. */
  crash(slot: number): void {
    const [current] = this.#queues.get(slot) ?? [];
    if (current === undefined) return;
    this.#voidTurn(slot);
    this.#world.page.hear(() => this.#finish(slot, outcomes.crashed, 1));
  }

  #tellLater(ms: number, event: ComputeEvent): void {
    this.#world.timeline.after(ms, () => this.#world.page.hear(() => this.#tell(event)));
  }

  #tell(event: ComputeEvent): void {
    if (!this.#isClosed) this.#listener(event);
  }

  /** As the frame does, which goes on while only its page is frozen. */
  #lookLater(): void {
    const { page, timeline, looks } = this.#world;
    const look = (): void => {
      if (this.#isClosed || page.isDead) return;
      if (page.goesOnAt !== null) {
        timeline.at(page.goesOnAt, look);
        return;
      }
      this.#standstills.lookAsPlanned(page.rawNow);
      this.#lookLater();
    };
    timeline.after(looks.everyMs, look);
  }

  /** Calls back once the machine has gone on for so long. */
  #computeFor(ms: number, done: () => void): void {
    const { page, timeline } = this.#world;
    const endsAt = timeline.now + ms - page.stalledMs;
    const look = (): void => {
      const restMs = endsAt + page.stalledMs - timeline.now;
      if (page.goesOnAt !== null) timeline.at(page.goesOnAt, look);
      else if (restMs > 0) timeline.after(restMs, look);
      else done();
    };
    timeline.after(ms, look);
  }

  #voidTurn(slot: number): number {
    const turn = (this.#turns.get(slot) ?? 0) + 1;
    this.#turns.set(slot, turn);
    this.#calls.delete(slot);
    return turn;
  }

  #computeNext(slot: number): void {
    const [current] = this.#queues.get(slot) ?? [];
    if (current === undefined) return;
    const { page, tasks, timeLimitMs, slowness, isSpoilt } = this.#world;
    const turn = this.#voidTurn(slot);
    const finishAfter = (ms: number, act: (elapsedMs: number) => void): void => {
      const startedAt = page.rawNow;
      this.#computeFor(ms, () => {
        // The Worker's own clock goes on while its page is frozen.
        const elapsedMs = page.rawNow - startedAt;
        const runtimeMs = elapsedMs - this.#standstills.within(elapsedMs, page.rawNow);
        page.hear(() => {
          if (!this.#isClosed && this.#turns.get(slot) === turn) act(runtimeMs);
        });
      });
    };
    const place = this.#nextPlace(current);
    if (!this.#world.loads(this.#plans.get(current.job) ?? 0)) {
      finishAfter(1, () => this.#finish(slot, outcomes.notLoaded, 0));
      return;
    }
    // A run that is started while the end of the one before is told is planned twice, and computed once.
    if (current.begun === current.next) this.#world.computes(current.run, place, true);
    current.begun = current.next + 1;
    const isLost = isSpoilt(place);
    const nature = isLost ? "throws" : tasks.nature(place);
    const usualMs = isLost ? 1 : tasks.runtimeMs(place) * slowness();
    const wantedMs = nature === "endless" ? Number.POSITIVE_INFINITY : usualMs;
    const ownMs = Math.min(wantedMs, timeLimitMs);
    const hasHung = wantedMs > timeLimitMs;
    this.#beginCalls(slot, current, place);
    finishAfter(ownMs, (runtimeMs) => {
      if (nature === "poison") {
        this.#world.died();
        return;
      }
      const isLate = hasHung || runtimeMs > timeLimitMs;
      if (!hasHung) this.#world.timed(place, ownMs, runtimeMs, isLate);
      this.#finish(slot, isLate ? outcomes.timedOut : this.#outcomeOf(nature, place), runtimeMs);
    });
  }

  #beginCalls(slot: number, { run, next }: QueuedRun, place: TaskPlace): void {
    const calls = this.#world.tasks.callsOf(place);
    if (calls === 0) return;
    const { task } = place;
    const made = new SimulatedCalls({ slot, run, position: next, task, calls }, `${this.#world.name} ${run} ${next}`);
    this.#calls.set(slot, made);
    this.#callLater(slot, made);
  }

  /** A small input tells which task it belongs to; a large one may be that of several. */
  #nextPlace({ job, inputs, indices, next }: QueuedRun): TaskPlace {
    const input = valueAt(inputs, next);
    if (typeof input === "number") return placeOfInput(input);
    const place = { plan: this.#plans.get(job) ?? 0, task: indices[next] ?? 0 };
    this.#world.hasLarge(place, input);
    return place;
  }

  #outcomeOf(nature: Nature, place: TaskPlace): Outcome {
    const { plan, task } = place;
    if (nature === "throws") return outcomes.threw;
    const key = plan * 2 ** 32 + task;
    const isFirst = !this.#attempted.has(key);
    this.#attempted.add(key);
    if (nature === "throws-once" && isFirst) return outcomes.threw;
    return this.#world.tasks.endsJob(place) ? outcomes.endsJob : outcomes.value;
  }

  #finish(slot: number, outcome: Outcome, runtimeMs: number): void {
    const queue = this.#queues.get(slot);
    const [current] = queue ?? [];
    if (queue === undefined || current === undefined) return;
    const place = this.#nextPlace(current);
    this.#world.computes(current.run, place, false);
    current.next += 1;
    current.held.push({ outcome, runtimeMs, place });
    // What does not load is reported for one task, and the others of the run are not computed.
    const isWhole = current.next === current.inputs.ends.length || outcome === outcomes.notLoaded;
    if (isWhole) queue.shift();
    if (isWhole || !this.#world.tasks.isHeldBack(place)) this.#report(slot, current);
    if (isWhole) this.#tell({ type: "run-ended", slot, run: current.run });
    this.#computeNext(slot);
  }

  #report(slot: number, { run, next, held }: QueuedRun): void {
    const ended = held.splice(0);
    const runtimesMs = Float32Array.from(ended, ({ runtimeMs }) => runtimeMs);
    const results = {
      run,
      first: next - ended.length,
      outcomes: Uint8Array.from(ended, ({ outcome }) => outcome),
      runtimesMs,
      values: packed(ended),
      busyMs: runtimesMs.reduce((sum, ms) => sum + ms, 0),
    };
    this.#tell({ type: "results", slot, results });
  }
}

function packed(ended: readonly Ended[]): Packed {
  if (ended.every(({ outcome }) => bringsValue(outcome))) return packAll(ended.map(({ place }) => valueOf(place)));
  const packer = new Packer();
  for (const { outcome, place } of ended) {
    if (bringsValue(outcome)) packer.append(valueOf(place));
    else packer.appendError({ name: "Error", message: "as planned", stack: "" });
  }
  return packer.take();
}
