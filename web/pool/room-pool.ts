import { renderUnicodeCompact } from "uqr";
import { inBackground } from "../core/in-background.ts";
import { messageOf } from "../core/message-of.ts";
import { orAborted } from "../core/or-aborted.ts";
import { maxTimeLimitMs, maxTitleLength } from "../core/wire/limits.ts";
import type { Packed } from "../core/values/format.ts";
import type { JobKey } from "../journal/journal.ts";
import type { Room } from "../room/room.ts";
import { presentIn, type RoomState } from "../room/store.ts";
import { say } from "../words/say.ts";
import { ApplyBundles } from "./apply-bundles.ts";
import { AsyncResult } from "./async-result.ts";
import { checkCallOptions, checkIteration, readCall, type CallMaterial } from "./call-material.ts";
import { ConsoleFeed } from "./console-feed.ts";
import { Ending } from "./ending.ts";
import { PoolClosed, TaskCancelled } from "./errors.ts";
import { kindOf } from "./kind-of.ts";
import { JobSweeper } from "./job-sweeper.ts";
import { hasObjects, objectsInPrograms } from "./objects/own-home.ts";
import type { PoolEnvironment } from "./pool-environment.ts";
import { PoolJob } from "./pool-job.ts";
import type {
  InputTarget,
  IterationOptions,
  Pool,
  PoolConsoleLine,
  ResultIterator,
  Settlement,
  TaskOptions,
  TaskTarget,
  Volunteer,
} from "./pool-types.ts";
import type { Inputs } from "./inputs.ts";
import type { ProcessView } from "./process-types.ts";
import { programText, readTarget, type CallBy, type Callee } from "./program-text.ts";
import { JobIterator } from "./result-iterator.ts";

export interface Initializer {
  readonly callee: Callee;
  readonly initialArguments: readonly unknown[];
}

interface StartedCall {
  readonly target: unknown;
  readonly callBy: CallBy;
  readonly material: CallMaterial;
  /** How many inputs are read ahead of the results that are taken. */
  readonly ahead?: number;
}

interface RoomPoolOptions {
  readonly initializer: Initializer | null;
  readonly print: (line: PoolConsoleLine) => void;
  readonly signal: AbortSignal | undefined;
  /** Whether calls are on record beyond this pool. */
  readonly isKept: boolean;
}

/** What people call the job of a call: its first characters, without half of a surrogate pair. */
function titleOf({ name }: Callee): string {
  return name === "" ? "tasks" : name.slice(0, maxTitleLength).replace(/[\uD800-\uDBFF]$/, "");
}

/** Calls what the pool's program has handed over: what it throws is reported as an uncaught error, and stops nothing here. */
function guarded(call: () => void): void {
  try {
    call();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

/** Inputs that are read ahead of the results that an iterator's reader has taken. */
const readAhead = 16_384;

/** A pool over a room that is open. */
export class RoomPool implements Pool {
  readonly #room: Room;
  readonly #environment: PoolEnvironment;
  readonly #options: RoomPoolOptions;
  readonly #sweeper: JobSweeper;
  readonly #consoles: ConsoleFeed;
  readonly #bundles = new ApplyBundles((target, calls, options) =>
    this.#start({ target, callBy: "arguments", material: this.#readPacked(calls, options) }),
  );
  readonly #calls = new Set<Promise<unknown>>();
  readonly #jobs = new Set<PoolJob>();
  readonly #forgetSignal: () => void;
  readonly #unfollow: () => void;
  /** Aborted with what calls that have not begun are told. */
  readonly #ending = new Ending();
  /** Why nothing more can be computed. */
  #failure: Error | null = null;
  #isClosed = false;
  #isTerminated = false;
  /** Whether calls were open as the pool was ended: then its journal keeps all of them. */
  #isInterrupted = false;
  #gone: Promise<void> | null = null;

  constructor(room: Room, environment: PoolEnvironment, options: RoomPoolOptions) {
    const { signal } = options;
    this.#room = room;
    this.#environment = environment;
    this.#options = options;
    this.#sweeper = new JobSweeper(room);
    this.#consoles = new ConsoleFeed(room, (line) => this.#print(line));
    const terminate = (): void => inBackground(this.terminate(), () => undefined);
    signal?.addEventListener("abort", terminate);
    this.#forgetSignal = () => signal?.removeEventListener("abort", terminate);
    this.#unfollow = room.store.subscribe((state, before) => {
      this.#followHelp(state);
      this.#followJournal(state, before);
      this.#followServer(state, before);
    });
  }

  get #state(): RoomState {
    return this.#room.store.getState();
  }

  get joinLink(): string | null {
    return this.#state.room.joinLinks[0] ?? null;
  }

  get code(): string | null {
    return this.joinLink === null ? null : this.#state.room.code;
  }

  get volunteers(): readonly Volunteer[] {
    return presentIn(this.#state.volunteers).map(({ name, device, slots, paused, tasksLeased }) => ({
      name,
      device,
      slots,
      isPaused: paused,
      tasks: tasksLeased,
    }));
  }

  qr(): string {
    const { joinLink } = this;
    if (joinLink === null) throw new Error("the pool has no link: it was opened without a server");
    return renderUnicodeCompact(joinLink);
  }

  subscribe(changed: () => void): () => void {
    return this.#room.store.subscribe(() => guarded(changed));
  }

  /** Whether nothing can be computed any more: its own slots are gone for good, and no tab can join; or its room is with another page. */
  get #hasNobody(): boolean {
    return this.#failure !== null && (!this.#environment.isOpenToTabs || this.#state.room.phase === "elsewhere");
  }

  /** Tells that the pool's own slots are gone for good, where they are. */
  #followHelp({ helping, helpProblem }: RoomState): void {
    if (helping !== "failed" || this.#failure !== null) return;
    const why = helpProblem === null ? "" : `: ${say(helpProblem)}`;
    const failure = new Error(`this page or process computes no more${why}`);
    this.#failure = failure;
    // The tabs that have joined go on.
    if (this.#environment.isOpenToTabs) {
      this.#warn(failure.message);
      return;
    }
    for (const job of this.#jobs) job.cancel();
  }

  /** Tells what becomes of its journal, which calls do not show. */
  #followJournal({ room, journal }: RoomState, before: RoomState): void {
    if (!this.#options.isKept) return;
    if (room.phase === "elsewhere")
      this.#failure ??= new Error("another page has opened the journal, and goes on with it");
    if (journal.state === before.journal.state) return;
    if (journal.state === "full") this.#warn("there is no space for the journal: calls wait until there is");
    if (journal.state === "broken") {
      const why = journal.problem === null ? "" : `: ${say(journal.problem)}`;
      this.#warn(`the journal takes nothing more, and what comes from now on ends with this pool${why}`);
    }
  }

  /** Tells that its server is away, and that it is back: calls show neither. */
  #followServer({ room: { phase, signaling, problem } }: RoomState, before: RoomState): void {
    if (!this.#environment.isOpenToTabs || phase !== "open" || signaling === before.room.signaling) return;
    if (signaling === "reachable") {
      this.#tell("info", "the server is back: tabs can join again");
      return;
    }
    const why = problem === null ? "" : `: ${say(problem)}`;
    this.#warn(`the server is away: tabs that have joined go on, and others can join once it is back${why}`);
  }

  #warn(text: string): void {
    this.#tell("warn", text);
  }

  #tell(level: PoolConsoleLine["level"], text: string): void {
    this.#print({ level, text, volunteer: "", index: null, dropped: 0 });
  }

  #print(line: PoolConsoleLine): void {
    guarded(() => this.#options.print(line));
  }

  apply<Args extends readonly unknown[], Value>(
    target: TaskTarget<Args, Value>,
    args?: Args,
    options?: TaskOptions,
  ): Promise<Awaited<Value>>;
  async apply(target: unknown, args: readonly unknown[] = [], options: TaskOptions = {}): Promise<unknown> {
    if (!Array.isArray(args)) throw new TypeError(`args must be a list of arguments, got ${kindOf(args)}`);
    // A call that gives something up is gathered with no other one.
    if (Object(options).transfer !== undefined) {
      const [value] = await this.#values(target, "arguments", [args], options);
      return value;
    }
    this.#checkCall(options);
    return this.#counted(() => this.#bundles.addCall(target, args, options));
  }

  applyAsync<Args extends readonly unknown[], Value>(
    target: TaskTarget<Args, Value>,
    args?: Args,
    options?: TaskOptions,
  ): AsyncResult<Awaited<Value>> {
    return this.#later(this.apply(target, args, options));
  }

  map<Input, Value>(
    target: InputTarget<Input, Value>,
    inputs: Inputs<Input>,
    options?: TaskOptions,
  ): Promise<Awaited<Value>[]>;
  map(target: unknown, inputs: unknown, options: TaskOptions = {}): Promise<unknown[]> {
    return this.#values(target, "input", inputs, options);
  }

  mapAsync<Input, Value>(
    target: InputTarget<Input, Value>,
    inputs: Inputs<Input>,
    options?: TaskOptions,
  ): AsyncResult<Awaited<Value>[]> {
    return this.#later(this.map(target, inputs, options));
  }

  starmap<Args extends readonly unknown[], Value>(
    target: TaskTarget<Args, Value>,
    inputs: Inputs<Args>,
    options?: TaskOptions,
  ): Promise<Awaited<Value>[]>;
  starmap(target: unknown, inputs: unknown, options: TaskOptions = {}): Promise<unknown[]> {
    return this.#values(target, "arguments", inputs, options);
  }

  starmapAsync<Args extends readonly unknown[], Value>(
    target: TaskTarget<Args, Value>,
    inputs: Inputs<Args>,
    options?: TaskOptions,
  ): AsyncResult<Awaited<Value>[]> {
    return this.#later(this.starmap(target, inputs, options));
  }

  mapSettled<Input, Value>(
    target: InputTarget<Input, Value>,
    inputs: Inputs<Input>,
    options?: TaskOptions,
  ): Promise<Settlement<Awaited<Value>>[]>;
  async mapSettled(target: unknown, inputs: unknown, options: TaskOptions = {}): Promise<unknown[]> {
    return this.#whole(target, "input", inputs, options, (job) => job.readSettlements());
  }

  imap<Input, Value>(
    target: InputTarget<Input, Value>,
    inputs: Inputs<Input>,
    options?: IterationOptions,
  ): ResultIterator<Awaited<Value>>;
  imap(target: unknown, inputs: unknown, options: IterationOptions = {}): ResultIterator<unknown> {
    return this.#iterator(target, inputs, options, () => options.order ?? "index", checkIteration);
  }

  imapUnordered<Input, Value>(
    target: InputTarget<Input, Value>,
    inputs: Inputs<Input>,
    options?: TaskOptions,
  ): ResultIterator<Awaited<Value>>;
  imapUnordered(target: unknown, inputs: unknown, options: TaskOptions = {}): ResultIterator<unknown> {
    return this.#iterator(target, inputs, options, () => "completed", checkCallOptions);
  }

  /** Starts a process on one of its slots. Rejects as calls do. */
  async startProcess(target: unknown, args: readonly unknown[], process: ProcessView): Promise<PoolJob> {
    this.#checkOpen();
    const material = this.#readCall([{ args, process }], { timeLimitMs: maxTimeLimitMs });
    const job = await this.#start({ target, callBy: "process", material });
    inBackground(
      this.#counted(() => job.whenOver()),
      () => undefined,
    );
    return job;
  }

  close(): void {
    this.#isClosed = true;
    // `join` now waits for all of them, also for those whose results are not read.
    for (const job of this.#jobs) job.readOn();
    this.#endWhenIdle();
  }

  async terminate(): Promise<void> {
    this.#isClosed = true;
    this.#isTerminated = true;
    this.#ending.abort(new TaskCancelled("the pool was terminated before the call had begun"));
    this.#isInterrupted ||= this.#options.isKept && this.#calls.size > 0;
    // Its calls end as those of a page that goes.
    if (this.#isInterrupted) this.#room.close();
    else for (const job of this.#jobs) job.cancel();
    this.#gone ??= this.#leave();
    await this.#gone;
  }

  /**
   * Takes no further calls, and begins no further task: those that run are ended, and then the pool is terminated. Until then calls give the
   * values that come. Resolves as `terminate`.
   */
  async windDown(): Promise<void> {
    this.#isClosed = true;
    this.#isInterrupted ||= this.#options.isKept && this.#calls.size > 0;
    this.#ending.abort(new TaskCancelled("the pool was ended before the call had begun"));
    await Promise.all(Array.from(this.#jobs, (job) => job.windDown()));
    await this.terminate();
  }

  async join(): Promise<void> {
    if (!this.#isClosed) throw new Error("the pool is open: call close() or terminate() before join()");
    while (this.#calls.size > 0) await Promise.allSettled(this.#calls);
    await (this.#gone ??= this.#leave());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.terminate();
  }

  #later<Value>(promise: Promise<Value>): AsyncResult<Value> {
    return new AsyncResult(this.#environment.room.clock, promise);
  }

  #values(target: unknown, callBy: CallBy, inputs: unknown, options: TaskOptions): Promise<unknown[]> {
    return this.#whole(target, callBy, inputs, options, (job) => job.readValues());
  }

  async #whole<Value>(
    target: unknown,
    callBy: CallBy,
    inputs: unknown,
    options: TaskOptions,
    read: (job: PoolJob) => Promise<Value>,
  ): Promise<Value> {
    this.#checkCall(options);
    const material = this.#readCall(inputs, options);
    return this.#counted(async () => {
      const job = await this.#start({ target, callBy, material });
      try {
        return await read(job);
      } finally {
        job.release();
      }
    });
  }

  #iterator(
    target: unknown,
    inputs: unknown,
    options: IterationOptions,
    order: () => "index" | "completed",
    check: (options: IterationOptions) => void,
  ): JobIterator {
    const job = this.#startIterated(target, inputs, options, check);
    inBackground(
      this.#counted(async () => (await job).whenOver()),
      () => undefined,
    );
    return new JobIterator(this.#environment.room.clock, job, order);
  }

  async #startIterated(
    target: unknown,
    inputs: unknown,
    options: IterationOptions,
    check: (options: IterationOptions) => void,
  ): Promise<PoolJob> {
    this.#checkOpen();
    check(options);
    return this.#start({ target, callBy: "input", material: this.#readCall(inputs, options), ahead: readAhead });
  }

  /** Work that the pool is not idle during. */
  async #counted<Value>(work: () => Promise<Value>): Promise<Value> {
    const call = work();
    this.#calls.add(call);
    try {
      return await call;
    } finally {
      this.#calls.delete(call);
      this.#endWhenIdle();
    }
  }

  #readCall(inputs: unknown, options: TaskOptions): CallMaterial {
    return readCall(inputs, options, this.#options.initializer?.initialArguments);
  }

  #readPacked(values: Packed, options: TaskOptions): CallMaterial {
    return { ...this.#readCall([], options), inputs: { recipe: { type: "packed", values }, source: null } };
  }

  async #start({ target, callBy, material, ahead = Number.POSITIVE_INFINITY }: StartedCall): Promise<PoolJob> {
    const { signal } = material.options;
    const objects = hasObjects() ? await objectsInPrograms() : null;
    const what = callBy === "process" ? "the target" : "the function";
    const reading = readTarget(target, what, (address) => this.#environment.readModule(address));
    const callee = await orAborted(reading, [this.#ending, signal]);
    let begun: PoolJob | null = null;
    const starting = PoolJob.start(
      {
        room: this.#room,
        clock: this.#environment.room.clock,
        ending: this.#ending,
        failure: () => this.#failure,
        isKept: this.#options.isKept,
        release: (key: JobKey, isRepeatable: boolean) => {
          if (begun !== null) this.#jobs.delete(begun);
          // The next pool goes over the calls of this one from the first on.
          if (!this.#options.isKept || !isRepeatable || callBy === "process") this.#sweeper.sweepJob(key);
        },
      },
      {
        title: titleOf(callee),
        program: programText(callee, {
          callBy,
          initializer: this.#options.initializer?.callee ?? null,
          objects: objects?.prelude ?? null,
        }),
        material,
        ahead,
        objects,
        atMostOnce: callBy === "process",
      },
    );
    const job = await this.#orCancelled(starting, signal);
    begun = job;
    this.#jobs.add(job);
    if (this.#isTerminated || this.#hasNobody) job.cancel();
    else if (this.#isClosed) job.readOn();
    return job;
  }

  /** The job, which is not wanted any more where the call or the pool is aborted before it has begun. */
  async #orCancelled(starting: Promise<PoolJob>, signal: AbortSignal | undefined): Promise<PoolJob> {
    try {
      return await orAborted(starting, [this.#ending, signal]);
    } catch (error) {
      const giveUp = async (): Promise<void> => {
        const late = await starting;
        late.cancel();
        late.release();
      };
      inBackground(giveUp(), () => undefined);
      throw error;
    }
  }

  #checkCall(options: TaskOptions): void {
    this.#checkOpen();
    checkCallOptions(options);
  }

  #checkOpen(): void {
    if (this.#isTerminated) throw new PoolClosed("the pool was terminated: open another one");
    if (this.#isClosed) throw new PoolClosed("the pool was closed, and takes no further tasks: open another one");
    if (this.#failure !== null && this.#hasNobody) throw this.#failure;
  }

  /** Once it is closed and all calls have ended, its slots and links go. */
  #endWhenIdle(): void {
    if (!this.#isClosed || this.#calls.size > 0 || this.#gone !== null) return;
    this.#gone = this.#leave();
    inBackground(this.#gone, () => undefined);
  }

  async #leave(): Promise<void> {
    // Calls that were cancelled hear of it while the room is there.
    while (this.#calls.size > 0) await Promise.allSettled(this.#calls);
    this.#forgetSignal();
    this.#unfollow();
    this.#sweeper.stop();
    this.#room.helpHere(false);
    this.#room.closeRoom();
    this.#consoles.stop();
    if (this.#options.isKept && !this.#isInterrupted) await this.#clearRecord();
    this.#room.close();
    await this.#environment.close();
  }

  /** Where that fails, the pool ends all the same: its calls have their values. */
  async #clearRecord(): Promise<void> {
    try {
      await this.#room.clearRecord();
    } catch (error) {
      // Of one that was broken before, its program knows.
      if (this.#state.journal.state === "broken") return;
      this.#warn(`calls that are over stay in the journal, where the next pool finds them: ${messageOf(error)}`);
    }
  }
}
