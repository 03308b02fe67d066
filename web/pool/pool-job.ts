import { Blob } from "../core/blobs/blob.ts";
import type { BlobName } from "../core/blobs/blob-name.ts";
import type { Clock } from "../core/clock.ts";
import type { JobDefinition } from "../core/job/job-definition.ts";
import { defaultJobOptions, outcomes, type SourceProblem } from "../core/job/job.ts";
import { JobRefused } from "../core/job/problem.ts";
import { plainTable } from "../core/job/presentation.ts";
import type { InputStream } from "../core/job/input-stream.ts";
import type { Reasoned } from "../core/or-aborted.ts";
import { inBackground } from "../core/in-background.ts";
import { inSlices } from "../core/time-slices.ts";
import type { JobKey } from "../journal/journal.ts";
import type { LiveJob, Room } from "../room/room.ts";
import type { Result } from "../room/results/result.ts";
import type { Settled } from "../room/results/settlements.ts";
import type { CallMaterial } from "./call-material.ts";
import { NotSerializable, RemoteError, TaskCancelled } from "./errors.ts";
import { GatedSource } from "./gated-source.ts";
import type { ObjectsInPrograms } from "./objects/own-home.ts";
import { withoutObjects } from "./objects/without-objects.ts";
import type { Settlement, TaskOptions } from "./pool-types.ts";
import type { ProgramText } from "./program-text.ts";
import { RereadSource } from "./reread-source.ts";
import { refusalOf } from "./refusal.ts";

/** What one call of a pool runs. */
export interface PoolCall {
  /** What people call the job. */
  readonly title: string;
  readonly program: ProgramText;
  readonly material: CallMaterial;
  /** How many inputs are read ahead of the results that were taken. */
  readonly ahead: number;
  /** Shared objects as its program has them; null where it has none. */
  readonly objects: ObjectsInPrograms | null;
  /** No task of it is ever executed a second time. */
  readonly atMostOnce: boolean;
}

export interface JobSurroundings {
  readonly room: Room;
  readonly clock: Clock;
  /** Whether what an earlier pool has left on record is taken up. */
  readonly isKept: boolean;
  /** Aborted with what calls that have not begun are told. */
  readonly ending: Reasoned;
  /** Why nothing more can be computed; null while it can. */
  failure(): Error | null;
  /** Called once nothing of the job is read any more. `isRepeatable`: whether all that was needed of it has a value. */
  release(job: JobKey, isRepeatable: boolean): void;
}

type Failed = Extract<Settled, { readonly type: "failed" }>;

/** One call of a pool, as a job of its room. */
export class PoolJob {
  readonly #surroundings: JobSurroundings;
  readonly #live: LiveJob;
  readonly #source: GatedSource | null;
  readonly #signal: TaskOptions["signal"];
  readonly #objects: ObjectsInPrograms | null;

  private constructor(
    surroundings: JobSurroundings,
    live: LiveJob,
    source: GatedSource | null,
    { material, objects }: PoolCall,
  ) {
    this.#surroundings = surroundings;
    this.#live = live;
    this.#source = source;
    this.#signal = material.options.signal;
    this.#objects = objects;
  }

  /**
   * Starts it. Rejects with the signal's or the pool's reason where one is aborted; NotSerializable for what cannot travel; RangeError, TypeError
   * for options that are none.
   */
  static async start(surroundings: JobSurroundings, call: PoolCall): Promise<PoolJob> {
    const { title, program, material, ahead, objects } = call;
    const { room, clock, isKept, ending } = surroundings;
    const { inputs, options } = material;
    options.signal?.throwIfAborted();
    const read = objects === null && inputs.source !== null ? withoutObjects(inputs.source) : inputs.source;
    const source = read === null ? null : new GatedSource(read, ahead);
    const blobs: Blob[] = [];
    const nameOf = async (bytes: Uint8Array): Promise<BlobName> => {
      const blob = await inSlices(Blob.making(bytes), clock);
      blobs.push(blob);
      return blob.name;
    };
    const files: [string, BlobName][] = [];
    for (const [name, bytes] of material.files) files.push([name, await nameOf(bytes)]);
    for (const [name, text] of Object.entries(program.files)) {
      files.push([name, await nameOf(new TextEncoder().encode(text))]);
    }
    const shared = material.shared === null ? null : await nameOf(material.shared);
    options.signal?.throwIfAborted();
    const definition: JobDefinition = {
      title,
      unit: "task",
      program: { language: "javascript", source: program.source, files: Object.fromEntries(files) },
      inputs: inputs.recipe,
      shared,
      options: optionsOf(call),
      needs: options.needs ?? [],
      view: plainTable,
    };
    const live =
      isKept && !call.atMostOnce
        ? await takeUpOrStart(room, definition, { blobs, source }, [ending, options.signal])
        : startLive(room, definition, { blobs, source });
    const job = new PoolJob(surroundings, live, source, call);
    job.#followSignal();
    return job;
  }

  /** Resolves once nothing more comes of it, however it has ended. */
  whenOver(): Promise<void> {
    return this.#live.results.whenFinal();
  }

  /** Its tasks are not wanted any more. */
  cancel(): void {
    this.#surroundings.room.cancelJob(this.#live.view.id);
  }

  /** No task of it begins any more. Resolves once those that had begun are settled and on record. */
  async windDown(): Promise<void> {
    const { results, view } = this.#live;
    this.#surroundings.room.pauseJob(view.id);
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (results.counts.leased > 0 && !results.isFinal) return;
        unsubscribe();
        resolve();
      };
      const unsubscribe = results.subscribe(look);
      inBackground(results.whenFinal().then(look), () => undefined);
      look();
    });
  }

  /** The results in an order, as they come. */
  follow(order: "index" | "completed"): AsyncIterator<Result, undefined> {
    return this.#live.results.follow(order);
  }

  /** A result was taken: another input may be read. */
  noteTaken(): void {
    this.#source?.noteTaken();
  }

  /** Nothing is asked any more of the first results in this order, as far as they were taken. */
  letTakenGo(order: "index" | "completed", task: number): void {
    const { arrivals, kept } = this.#live.results;
    let [tasks, first] = order === "index" ? [task + 1, kept.arrival] : [kept.task, arrivals.of(task)];
    if (order === "index") while (first < arrivals.count && arrivals.taskAt(first) < tasks) first += 1;
    else while (isTaken(arrivals.of(tasks), first)) tasks += 1;
    this.#surroundings.room.letResultsGo(this.#live.view.id, tasks, first);
  }

  /** All values in the order of the inputs; undefined for tasks that another's result has made needless. Rejects as `map` does. */
  async readValues(): Promise<unknown[]> {
    await this.whenOver();
    this.throwIfIncomplete();
    if (this.#live.results.counts.failed > 0) throw await this.#firstError();
    return inSlices(this.#collecting(), this.#surroundings.clock);
  }

  *#collecting(): Generator<void, unknown[]> {
    const { results } = this.#live;
    const values: unknown[] = [];
    for (let task = 0; task < results.total; task += 1) {
      values.push(this.#valueIn(results.copyAt(task), task));
      yield;
    }
    return values;
  }

  /** What each task has come to. Rejects where the inputs could not be read to their end. */
  async readSettlements(): Promise<Settlement<unknown>[]> {
    await this.whenOver();
    this.throwIfIncomplete();
    const { results } = this.#live;
    const settled: Settlement<unknown>[] = [];
    for (let task = 0; task < results.total; task += 1) {
      settled.push(await this.#settle(task));
    }
    return settled;
  }

  async #settle(task: number): Promise<Settlement<unknown>> {
    try {
      return { status: "fulfilled", value: await this.valueOf(task) };
    } catch (reason) {
      return { status: "rejected", reason };
    }
  }

  /** The task's value, as the caller's own. Rejects with what the program is told where there is none. */
  async valueOf(task: number): Promise<unknown> {
    const outcome = this.#live.results.copyAt(task);
    if (outcome === null) throw notNeeded(task);
    return outcome.type === "failed"
      ? Promise.reject(await this.#errorOf(task, outcome))
      : this.#valueIn(outcome, task);
  }

  /** undefined for a task that another's result has made needless. @throws RemoteError where the bytes that came are no value. */
  #valueIn(outcome: Settled | null, task: number): unknown {
    if (outcome?.type === "value") return this.#objects === null ? outcome.value : this.#objects.revive(outcome.value);
    if (outcome?.type !== "unreadable") return undefined;
    throw new RemoteError(
      { name: "UnreadableValue", message: outcome.reason, stack: "" },
      { index: task, volunteer: "" },
    );
  }

  async #errorOf(task: number, { error, thrown }: Failed): Promise<RemoteError> {
    const volunteer = this.#live.results.at(task)?.volunteer ?? "";
    return new RemoteError(error, { index: task, input: await this.#inputOf(task), volunteer, cause: thrown });
  }

  async #inputOf(task: number): Promise<unknown> {
    const { inputs } = this.#live;
    try {
      return inputs.read === undefined ? inputs.at(task) : (await inputs.read([task]))[0];
    } catch {
      // It went with the end of its job, or with the room.
      return undefined;
    }
  }

  async #firstError(): Promise<RemoteError> {
    const { results } = this.#live;
    for (let arrival = 0; ; arrival += 1) {
      const task = results.arrivals.taskAt(arrival);
      const outcome = results.hasFailed(task) ? results.copyAt(task) : null;
      if (outcome?.type === "failed") return this.#errorOf(task, outcome);
    }
  }

  /** @throws what the pool's program is told where the job is over and not all tasks are settled or needless. */
  throwIfIncomplete(): void {
    this.#signal?.throwIfAborted();
    const { phase, problem, sourceProblem, endedBy } = this.#live.view;
    if (problem !== null) throw new RemoteError(problem, { index: null, volunteer: "" });
    if (sourceProblem?.type === "failed" && endedBy === null) this.#throwSourceProblem(sourceProblem);
    if (phase === "done" || phase === "ended-early") return;
    throw this.#surroundings.failure() ?? new TaskCancelled("the pool was terminated before all results were there");
  }

  #throwSourceProblem({ task, reason }: Extract<SourceProblem, { readonly type: "failed" }>): never {
    const thrown = this.#source?.thrown ?? null;
    if (thrown !== null) throw thrown.error;
    throw new NotSerializable(`inputs[${task}]: ${reason}`);
  }

  #followSignal(): void {
    const signal = this.#signal;
    if (signal === undefined) return;
    const cancel = (): void => this.cancel();
    signal.addEventListener("abort", cancel);
    if (signal.aborted) cancel();
    void this.#live.results.whenFinal().then(() => signal.removeEventListener("abort", cancel));
  }

  /** Whether the task has failed without an error of its own: its slot, its volunteer or its time has ended it. */
  isLost(task: number): boolean {
    const outcome = this.#live.results.copyAt(task);
    return outcome?.type === "failed" && outcome.failure.history.at(-1)?.outcome !== outcomes.threw;
  }

  /** All its inputs are read, whether or not results are taken. */
  readOn(): void {
    this.#source?.openForGood();
  }

  /** Nothing of it is read any more. */
  release(): void {
    this.readOn();
    const { key, phase, failed, sourceProblem } = this.#live.view;
    const isWhole = phase === "done" || phase === "ended-early";
    this.#surroundings.release(key, isWhole && failed === 0 && sourceProblem === null);
  }
}

/** Whether a task is among the first that arrived. `arrival`: its own, 0 where it has not. */
function isTaken(arrival: number, first: number): boolean {
  return arrival > 0 && arrival <= first;
}

function notNeeded(task: number): TaskCancelled {
  return new TaskCancelled(`task ${task} was not needed: another task’s result has ended the call`);
}

function optionsOf({ material, objects, atMostOnce }: PoolCall): JobDefinition["options"] {
  const { timeLimitMs, attempts, priority, chunksize } = material.options;
  return {
    ...defaultJobOptions,
    timeLimitMs: timeLimitMs ?? defaultJobOptions.timeLimitMs,
    maxAttempts: attempts ?? 1,
    priority: priority ?? 0,
    batchSize: chunksize ?? "auto",
    // A second copy would call objects a second time.
    speculation: objects === null,
    ...(atMostOnce ? { atMostOnce } : {}),
  };
}

interface StartMaterial {
  readonly blobs: readonly Blob[];
  readonly source: GatedSource | null;
}

/** @throws NotSerializable, RangeError where the job cannot run. */
function startLive(
  room: Room,
  definition: JobDefinition,
  { blobs, source }: { readonly blobs: readonly Blob[]; readonly source: InputStream | null },
): LiveJob {
  try {
    const live = room.liveJob(room.startJob(definition, { blobs, source }));
    if (live === null) throw new Error("the room does not show the job that it has started");
    return live;
  } catch (error) {
    throw error instanceof JobRefused ? refusalOf(error) : error;
  }
}

/**
 * A job on record that is the same goes on instead. Rejects as `startLive` throws, and with the reason of the signal that is aborted before
 * it is known whether there is one.
 */
async function takeUpOrStart(
  room: Room,
  definition: JobDefinition,
  { blobs, source }: StartMaterial,
  signals: readonly (Reasoned | undefined)[],
): Promise<LiveJob> {
  const again = source === null ? null : new RereadSource(source);
  let left: LiveJob | null;
  try {
    source?.readFreely(true);
    left = await room.takeUpJob(definition, again, signals);
    source?.readFreely(false);
    again?.keepNoMore();
  } catch (error) {
    again?.close();
    throw error instanceof JobRefused ? refusalOf(error) : error;
  }
  if (left === null) return startLive(room, definition, { blobs, source: again });
  // A pool that was wound down has left it paused.
  room.resumeJob(left.view.id);
  return left;
}
