import type { Abortable } from "../core/abortable.ts";
import { Blob } from "../core/blobs/blob.ts";
import type { BlobName } from "../core/blobs/blob-name.ts";
import type { Clock } from "../core/clock.ts";
import type { JobDefinition } from "../core/job/job-definition.ts";
import { defaultJobOptions, type SourceProblem } from "../core/job/job.ts";
import { JobRefused } from "../core/job/problem.ts";
import { plainTable } from "../core/job/presentation.ts";
import { messageOf } from "../core/message-of.ts";
import { inSlices } from "../core/time-slices.ts";
import { packAll } from "../core/values/packed.ts";
import type { JobKey } from "../journal/journal.ts";
import type { LiveJob, Room } from "../room/room.ts";
import type { Result } from "../room/results/result.ts";
import { reasonOf } from "../words/reason-of.ts";
import { say } from "../words/say.ts";
import { NotSerializable, RemoteError, TaskCancelled } from "./errors.ts";
import { GatedSource } from "./gated-source.ts";
import { readInputs } from "./inputs.ts";
import type { Settlement, TaskOptions } from "./pool-types.ts";
import type { ProgramText } from "./program-text.ts";

/** What one call of a pool hands over. */
export interface PoolCall {
  /** What people call the job. */
  readonly title: string;
  readonly program: ProgramText;
  readonly inputs: unknown;
  /** What tasks get as `task.shared`; undefined for none. */
  readonly shared: unknown;
  readonly options: Omit<TaskOptions, "shared">;
  /** How many inputs are read ahead of the results that were taken. */
  readonly ahead: number;
}

export interface JobSurroundings {
  readonly room: Room;
  readonly clock: Clock;
  /** Called once nothing of the job is read any more: its record may go. */
  release(job: JobKey): void;
}

/** One call of a pool, as a job of its room. */
export class PoolJob {
  readonly #surroundings: JobSurroundings;
  readonly #live: LiveJob;
  readonly #source: GatedSource | null;
  readonly #signal: TaskOptions["signal"];

  private constructor(
    surroundings: JobSurroundings,
    live: LiveJob,
    source: GatedSource | null,
    signal: TaskOptions["signal"],
  ) {
    this.#surroundings = surroundings;
    this.#live = live;
    this.#source = source;
    this.#signal = signal;
  }

  /**
   * Starts it. Rejects with the signal's reason where that is aborted; NotSerializable for what cannot travel; RangeError, TypeError
   * for options that are none.
   */
  static async start(surroundings: JobSurroundings, call: PoolCall): Promise<PoolJob> {
    const { room, clock } = surroundings;
    const { signal, files = {} } = call.options;
    throwIfAborted(signal);
    const { recipe, source } = readInputs(call.inputs);
    const gated = source === null ? null : new GatedSource(source, call.ahead);
    const blobs: Blob[] = [];
    const nameOf = async (bytes: Uint8Array): Promise<BlobName> => {
      const blob = await inSlices(Blob.making(bytes), clock);
      blobs.push(blob);
      return blob.name;
    };
    const named: [string, BlobName][] = [];
    for (const [name, content] of Object.entries({ ...files, ...call.program.files })) {
      named.push([name, await nameOf(bytesOf(name, content))]);
    }
    const shared = call.shared === undefined ? null : await nameOf(packShared(call.shared));
    throwIfAborted(signal);
    const definition: JobDefinition = {
      title: call.title,
      unit: "task",
      program: { language: "javascript", source: call.program.source, files: Object.fromEntries(named) },
      inputs: recipe,
      shared,
      options: optionsOf(call.options),
      needs: call.options.needs ?? [],
      view: plainTable,
    };
    const live = startLive(room, definition, { blobs, source: gated });
    const job = new PoolJob(surroundings, live, gated, signal);
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

  /** The results in an order, as they come. */
  follow(order: "index" | "completed"): AsyncIterator<Result, undefined> {
    return this.#live.results.follow(order);
  }

  /** A result was taken: another input may be read. */
  noteTaken(): void {
    this.#source?.noteTaken();
  }

  /** All values in the order of the inputs; undefined for tasks that another's result has made needless. Rejects as `map` does. */
  async readValues(): Promise<unknown[]> {
    await this.whenOver();
    const { results } = this.#live;
    this.throwIfIncomplete();
    if (results.counts.failed > 0) throw await this.#firstError();
    return inSlices(this.#collecting(), this.#surroundings.clock);
  }

  *#collecting(): Generator<void, unknown[]> {
    const { results } = this.#live;
    const values: unknown[] = [];
    for (let task = 0; task < results.total; task += 1) {
      const outcome = results.at(task)?.outcome;
      values.push(outcome?.type === "value" ? outcome.value : undefined);
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
      const result = results.at(task);
      settled.push(result === null ? { status: "rejected", reason: notNeeded(task) } : await this.#settle(result));
    }
    return settled;
  }

  async #settle(result: Result): Promise<Settlement<unknown>> {
    const { outcome } = result;
    if (outcome.type === "value") return { status: "fulfilled", value: outcome.value };
    return { status: "rejected", reason: await this.errorOf(result) };
  }

  /** What the program is told of a task that has failed. */
  async errorOf({ task, outcome, volunteer }: Result): Promise<RemoteError> {
    const where = { index: task, input: await this.#inputOf(task), volunteer };
    if (outcome.type === "failed") return new RemoteError(outcome.error, { ...where, cause: outcome.thrown });
    const message = outcome.type === "unreadable" ? outcome.reason : "it has a value";
    return new RemoteError({ name: "UnreadableValue", message, stack: "" }, where);
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
      const result = results.hasFailed(task) ? results.at(task) : null;
      if (result !== null) return this.errorOf(result);
    }
  }

  /** @throws what the pool's program is told where the job is over and not all tasks are settled or needless. */
  throwIfIncomplete(): void {
    throwIfAborted(this.#signal);
    const { phase, problem, sourceProblem, endedBy } = this.#live.view;
    if (problem !== null) throw new RemoteError(problem, { index: null, volunteer: "" });
    if (sourceProblem?.type === "failed" && endedBy === null) this.#throwSourceProblem(sourceProblem);
    if (phase !== "done" && phase !== "ended-early")
      throw new TaskCancelled("the pool was terminated before all results were there");
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
    void this.#live.results.whenFinal().then(() => signal.removeEventListener("abort", cancel));
  }

  /** All its inputs are read, whether or not results are taken. */
  readOn(): void {
    this.#source?.openForGood();
  }

  /** Nothing of it is read any more. */
  release(): void {
    this.readOn();
    this.#surroundings.release(this.#live.view.key);
  }
}

function notNeeded(task: number): TaskCancelled {
  return new TaskCancelled(`task ${task} was not needed: another task’s result has ended the call`);
}

function throwIfAborted(signal: (Abortable & { readonly reason?: unknown }) | undefined): void {
  if (signal?.aborted === true) throw signal.reason;
}

function bytesOf(name: string, content: unknown): Uint8Array {
  if (typeof content === "string") return new TextEncoder().encode(content);
  if (content instanceof Uint8Array) return content;
  throw new TypeError(`files: ${name} must be bytes or a text`);
}

/** @throws NotSerializable */
function packShared(shared: unknown): Uint8Array {
  try {
    return packAll([shared]).bytes;
  } catch (error) {
    throw new NotSerializable(`shared: ${messageOf(error)}`, { cause: error });
  }
}

function optionsOf({ timeLimitMs, attempts, priority, chunksize }: PoolCall["options"]): JobDefinition["options"] {
  return {
    ...defaultJobOptions,
    timeLimitMs: timeLimitMs ?? defaultJobOptions.timeLimitMs,
    maxAttempts: attempts ?? 1,
    priority: priority ?? 0,
    batchSize: chunksize ?? "auto",
  };
}

/** @throws NotSerializable, RangeError where the job cannot run. */
function startLive(
  room: Room,
  definition: JobDefinition,
  material: { readonly blobs: readonly Blob[]; readonly source: GatedSource | null },
): LiveJob {
  try {
    const live = room.liveJob(room.startJob(definition, material));
    if (live === null) throw new Error("the room does not show the job that it has started");
    return live;
  } catch (error) {
    if (!(error instanceof JobRefused)) throw error;
    const problems = error.problems.map((one) => ({ ...one, field: fieldHere(one.field) }));
    const words = say(reasonOf(new JobRefused(problems)));
    const isOfValues = error.problems.every(
      ({ wrong }) => wrong.key === "cannot-travel" || wrong.key === "more-of-the-kind",
    );
    throw isOfValues ? new NotSerializable(words, { cause: error }) : new RangeError(words, { cause: error });
  }
}

/** Fields of a definition as a pool's program calls them. */
const names: readonly (readonly [RegExp, string])[] = [
  [/^inputs\.values/, "inputs"],
  [/^options\.maxAttempts$/, "attempts"],
  [/^options\.batchSize$/, "chunksize"],
  [/^options\./, ""],
  [/^program\.files/, "files"],
];

function fieldHere(field: string): string {
  const found = names.find(([pattern]) => pattern.test(field));
  return found === undefined ? field : field.replace(...found);
}
