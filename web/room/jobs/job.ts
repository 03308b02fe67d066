import type { Blob } from "../../core/blobs/blob.ts";
import type { Clock } from "../../core/clock.ts";
import type { Pace } from "../../core/pace.ts";
import { isLeaseId, jobNumber, type JobId, type VolunteerId } from "../../core/ids.ts";
import type { InputSource } from "../../core/job/input-source.ts";
import type { JobDefinition } from "../../core/job/job-definition.ts";
import type { Feature } from "../../core/job/features.ts";
import type { Describer } from "../../core/job/describer.ts";
import { outcomes, type EndRule, type ResultBlock, type SourceProblem, type ThrownError } from "../../core/job/job.ts";
import { mayEndJob } from "../../core/job/may-end.ts";
import { isOver, type EndPhase, type JobPhase, type Scheduler } from "../../core/scheduler/state.ts";
import type { Tasks } from "../../core/scheduler/tasks.ts";
import { Ticker } from "../../core/ticker.ts";
import type { AcceptedResults, JournalEntry } from "../../journal/journal.ts";
import type { JournalWriter } from "../record/journal-writer.ts";
import { stuckAsProblem } from "../record/stuck-on-record.ts";
import type { TaskTable } from "../../table/table-query.ts";
import type { LogBook } from "../../words/log-book.ts";
import type { Saying } from "../../words/sayings.ts";
import type { People } from "../people/people.ts";
import { Changes } from "../results/changes.ts";
import { JobTrace } from "../results/job-trace.ts";
import type { ReadableJob } from "../results/readable-job.ts";
import type { PrecisionReader } from "../results/precision-reader.ts";
import { LoggedResults, type ToldResults } from "../results/logged-results.ts";
import { Results, type Counts } from "../results/results.ts";
import type { Settlements } from "../results/settlements.ts";
import { refuseWrongValues, type FindWrong } from "../results/value-check.ts";
import { tableOf } from "../results/job-table.ts";
import type { Announce } from "../room-event.ts";
import { meanRate, type JobView, type StuckInput } from "../store.ts";
import type { JobKey } from "../../journal/journal.ts";
import type { RoomId } from "../../journal/room-id.ts";
import type { Feed } from "./feed.ts";
import type { AwaitedFile } from "./resumed-source.ts";
import { JobClock, type EarlierProgress } from "./job-clock.ts";
import { SourceWatch } from "./source-watch.ts";
import type { TaskProgressBook } from "./task-progress.ts";

/** Milliseconds between two looks at the clock of a job that runs, unless the pace has its own. */
const presetTickMs = 1_000;

/** What the jobs of one start of a room have in common. */
export interface JobSurroundings {
  readonly room: RoomId;
  readonly clock: Clock;
  readonly pace: Pace;
  readonly scheduler: Scheduler;
  readonly people: People;
  readonly writer: Pick<JournalWriter, "append">;
  readonly log: LogBook;
  readonly told: ToldResults;
  readonly announce: Announce;
  readonly progress: TaskProgressBook;
  /** Called once the end of a job is on record. */
  readonly noteEndRecorded: () => void;
}

/** What of a job is there before it is begun. */
export interface JobPlan {
  readonly id: JobId;
  readonly definition: JobDefinition;
  readonly describer: Describer;
  readonly inputs: InputSource;
  readonly settlements: Settlements;
  /** Of what is in them; null where the job asks for none. */
  readonly precision: PrecisionReader | null;
  /** null where any value may be a result. */
  readonly findWrong: FindWrong | null;
  /** All blobs that the definition names. */
  readonly blobs: readonly Blob[];
}

/** What goes on record with a job's end. */
type EndFields = Pick<Extract<JournalEntry, { type: "job-changed" }>, "problem" | "endedBy" | "endRule">;

interface EarlyEnd {
  readonly task: number;
  readonly rule: EndRule | null;
  readonly notNeeded: number;
}

/** A job that is under way or was, in this start of the room: all that the scheduler does not need to know of it. */
export class Job implements ReadableJob {
  readonly id: JobId;
  /** Names it on record. */
  readonly key: JobKey;
  readonly definition: JobDefinition;
  readonly describer: Describer;
  readonly inputs: InputSource;
  readonly sourceWatch: SourceWatch;
  /** Where further inputs come from; null for a job that does not grow. */
  feed: Feed | null = null;
  readonly #surroundings: JobSurroundings;
  readonly #settlements: Settlements;
  readonly #clock: JobClock;
  readonly #ticker: Ticker;
  readonly #changes: Changes;
  readonly #loggedResults: LoggedResults;
  /** null for a job that no precision of its mean ends. */
  readonly #precision: PrecisionReader | null;
  readonly #findWrong: FindWrong | null;
  readonly #mayEnd: boolean;
  /** By task what is wrong with values of the block that was checked last. */
  readonly #refusals = new Map<number, string>();
  readonly results: Results;
  /** What happens to its attempts. */
  readonly trace: JobTrace;
  #blobs: readonly Blob[];
  /** The scheduler's columns, which stay readable when the scheduler has dropped the job; null before it has the job. */
  #columns: Tasks | null = null;
  #table: TaskTable | null = null;
  #phase: JobPhase = "running";
  /** Set while the person wants it to stand still; it may also stand still because the journal is full. */
  #isPausedByPerson = false;
  /** Set while it runs and no volunteer is there that could compute it. */
  #isWaiting = false;
  #lacks: readonly Feature[] = [];
  /** Set once the scheduler has it: its clock then follows its phase. */
  #hasBegun = false;
  /** Set once the room has ended: no result will be taken in any more. */
  #isLeft = false;
  /** Why its program could not be loaded; null unless the job was stopped for that. */
  #problem: ThrownError | null = null;
  /** The task whose result has ended it; null unless one has. */
  #endedBy: number | null = null;
  /** The rule that this result satisfies; null where the task itself said so. */
  #endRule: EndRule | null = null;
  /** Why its source brought no more; null unless it ended before its time. */
  #sourceProblem: SourceProblem | null = null;
  /** The input that it stands still for; null while it does not. */
  #stuck: StuckInput | null = null;
  /** Its file that went with an earlier page; null where none did, and once it is there again. */
  #awaited: AwaitedFile | null = null;
  /** Inputs that the record keeps; where it is broken, those of which this page has the only copy. */
  #inputsKept: number;
  #isSealKept = false;
  /** Set once it is over on record, too: from then on the record has all of it. */
  isEndRecorded = false;

  /** Its clock goes from `begin` on. `earlier`: how far it had come in an earlier start of the room. */
  constructor(surroundings: JobSurroundings, plan: JobPlan, earlier?: EarlierProgress) {
    this.id = plan.id;
    this.key = { room: surroundings.room, job: plan.id };
    this.definition = plan.definition;
    this.describer = plan.describer;
    this.inputs = plan.inputs;
    this.#inputsKept = plan.inputs.total;
    this.#blobs = plan.blobs;
    this.#settlements = plan.settlements;
    this.#surroundings = surroundings;
    const { clock, pace, announce } = surroundings;
    this.sourceWatch = new SourceWatch(clock, (silentMs) => {
      this.#log("trouble", { key: "source-silent", job: this.#number, silentMs });
      announce({ type: "changed" });
    });
    this.#clock = new JobClock(clock.now(), earlier);
    this.trace = new JobTrace(clock, earlier?.elapsedMs, plan.settlements.arrivals.count);
    this.#ticker = new Ticker(clock, pace.tickMs ?? presetTickMs, () => announce({ type: "changed" }));
    this.#changes = new Changes(pace);
    this.results = new Results({
      settlements: plan.settlements,
      tasks: () => this.#tasks,
      names: surroundings.people,
      running: {
        holderOf: (task) => this.#holderOf(task),
        partOf: (task) => surroundings.progress.partOf(this.id, task, this.#holderOf(task)),
      },
      changes: this.#changes,
      isFinal: () => this.#isFinal,
      clock,
    });
    this.#loggedResults = new LoggedResults(plan.id, this, surroundings.told);
    this.#precision = plan.precision;
    this.#findWrong = plan.findWrong;
    this.#mayEnd = mayEndJob(plan.definition.program);
  }

  /** Nobody asks any more for what its tasks before the one came to, all on record, nor for its first results. */
  letGo(tasks: number, arrivals: number): void {
    this.#settlements.letGo(tasks, arrivals);
    this.inputs.letGo?.(tasks);
  }

  /** The blobs that its definition names; empty once the job is over, and its end on record. */
  get blobs(): readonly Blob[] {
    return this.#blobs;
  }

  /**
   * What a volunteer has sent, with errors in place of values that cannot be results, and without marks that end a job whose program
   * makes none. `counts`: whether it may count for the task.
   */
  checkBlock(sent: ResultBlock, counts: (task: number) => boolean): ResultBlock {
    if (isOver(this)) return sent;
    const block = this.#mayEnd ? sent : withoutEnds(sent);
    if (this.#findWrong === null) return block;
    this.#refusals.clear();
    return refuseWrongValues(block, counts, this.#findWrong, (task, wrong) => this.#refusals.set(task, wrong));
  }

  /** What is wrong with the task's value in the block that was checked last; null where nothing is. */
  refusalOf(task: number): string | null {
    return this.#refusals.get(task) ?? null;
  }

  get phase(): JobPhase {
    return this.#phase;
  }

  get isPausedByPerson(): boolean {
    return this.#isPausedByPerson;
  }

  get elapsedMs(): number {
    return this.elapsedAt(this.#surroundings.clock.now());
  }

  /** Milliseconds that it had been running at that moment of this start of the room, or before it. */
  elapsedAt(then: number): number {
    return this.#clock.elapsedAt(then);
  }

  /** Whether the scheduler has, or had, the job: a job that is started while a fact is being handled waits for its turn. */
  get isReadable(): boolean {
    return this.#findColumns() !== null;
  }

  get table(): TaskTable {
    this.#table ??= tableOf(this);
    return this.#table;
  }

  /** @throws Error unless the job is readable. */
  get #tasks(): Tasks {
    const columns = this.#findColumns();
    if (columns === null) throw new Error(`the scheduler has no job ${this.id}`);
    return columns;
  }

  #findColumns(): Tasks | null {
    this.#columns ??= this.#surroundings.scheduler.jobs.get(this.id)?.tasks ?? null;
    return this.#columns;
  }

  /** Whether nothing more gets on record: results of a job that is over may still be on their way there. */
  get #isFinal(): boolean {
    return this.#isLeft || (this.isReadable && isOver(this) && !this.#tasks.hasAccepted);
  }

  #holderOf(task: number): VolunteerId | null {
    const lease = this.#tasks.holder(task);
    return isLeaseId(lease) ? (this.#surroundings.scheduler.leases.get(lease)?.session.id ?? null) : null;
  }

  get view(): JobView {
    const { counts } = this.results;
    const isSealed = this.isSealed || isOver(this);
    const phase = this.#isIdle ? "idle" : this.#isWaiting ? "waiting" : this.#phase;
    const now = this.#surroundings.clock.now();
    const elapsedMs = this.#clock.elapsedAt(now);
    const settled = counts.done + counts.failed;
    return {
      id: this.id,
      key: this.key,
      title: this.definition.title,
      request: this.definition,
      phase,
      lacks: this.#lacks,
      problem: this.#problem,
      endedBy: this.#endedBy,
      endRule: this.#endRule,
      ...counts,
      isSealed,
      takesInputs: this.takesInputs,
      isSealing: this.#isSealing,
      inputsKept: this.#inputsKept,
      inputsDue: Math.max(this.inputs.total, this.feed?.due ?? 0),
      sourceProblem: this.#sourceProblem,
      stuck: this.#stuck,
      awaited: this.#awaited,
      elapsedMs,
      priority: this.definition.options.priority,
      // A job that stands still goes on at a rate that is not known, and one that grows may get any number of tasks.
      remainingMs:
        phase === "running" && isSealed ? this.#clock.remainingMs(now, settled, counts.total - counts.skipped) : null,
      tasksPerSecond: phase === "running" ? this.#clock.settledPerSecond(now, settled) : meanRate(counts, elapsedMs),
    };
  }

  /** Whether no further task will come, as the scheduler knows it; so it is with a job that it has dropped. */
  get isSealed(): boolean {
    return this.#surroundings.scheduler.jobs.get(this.id)?.isSealed ?? true;
  }

  /** Whether people may add inputs. */
  get takesInputs(): boolean {
    return this.definition.inputs.type === "open" && !isOver(this) && this.feed?.isSealed === false;
  }

  /** Whether a person has sealed it, and this is not on record yet. */
  get #isSealing(): boolean {
    if (this.definition.inputs.type !== "open" || isOver(this)) return false;
    return this.feed?.isSealed === true && !this.#isSealKept;
  }

  /** Whether it has nothing to do before people add inputs, or seal it. */
  get #isIdle(): boolean {
    if (this.#phase !== "running" || !this.takesInputs) return false;
    const columns = this.#findColumns();
    return columns === null || columns.pending + columns.leased === 0;
  }

  /** There are so many further tasks. */
  grow(count: number, skipped: Iterable<number>): void {
    this.#settlements.grow(count, skipped);
  }

  /** So many further inputs are on record, or known never to get there. */
  noteInputsKept(count: number, bytes: number): void {
    this.#inputsKept += count;
    this.feed?.noteKept(bytes);
    this.#surroundings.announce({ type: "changed" });
  }

  noteSealKept(): void {
    this.#isSealKept = true;
    this.#surroundings.announce({ type: "changed" });
  }

  get awaited(): AwaitedFile | null {
    return this.#awaited;
  }

  awaitFile(awaited: AwaitedFile | null): void {
    this.#awaited = awaited;
    this.#surroundings.announce({ type: "changed" });
  }

  noteSourceProblem(problem: SourceProblem): void {
    this.#sourceProblem = problem;
  }

  /** The scheduler has the job, and has given its first orders: a job that waits from the start has taken no time. */
  begin(): void {
    this.#hasBegun = true;
    if (this.#isTimed) this.#startClock();
    this.#surroundings.announce({ type: "changed" });
  }

  #startClock(): void {
    this.#clock.resume(this.#surroundings.clock.now());
    this.#ticker.start();
  }

  get #isTimed(): boolean {
    return this.#phase === "running" && !this.#isWaiting && !this.#isIdle;
  }

  /** Stops the clock, or has it go on. */
  #keepTime(): void {
    if (!this.#hasBegun || this.#isTimed === this.#clock.isRunning) return;
    if (this.#isTimed) {
      this.#startClock();
    } else {
      this.#clock.pause(this.#surroundings.clock.now());
      this.#ticker.stop();
    }
    this.#surroundings.announce({ type: "changed" });
  }

  /** Its clock stands while it waits: otherwise its time would say nothing of the job. */
  noteWaiting({ isWaiting, lacks }: { readonly isWaiting: boolean; readonly lacks: readonly Feature[] }): void {
    this.#isWaiting = isWaiting;
    this.#lacks = lacks;
    const wasRunning = this.#clock.isRunning;
    this.#keepTime();
    // A job that waits has no result that would bring its time on record, and may wait until the next reload.
    if (isWaiting && wasRunning && !this.#clock.isRunning) this.#recordPhase();
  }

  /** The scheduler hands out nothing of it any more, until `goOn`. */
  standStill(): void {
    if (this.#phase !== "running") return;
    this.#phase = "paused";
    this.#keepTime();
  }

  /**
   * To be called when the scheduler has been told: it may have found that the job waits, or that its inputs still cannot be
   * had.
   */
  goOn(): void {
    if (this.#phase !== "paused" || this.#isPausedByPerson) return;
    this.#phase = "running";
    this.#keepTime();
  }

  /** On record before it takes effect; `standStill` or `goOn` carries it out. */
  notePersonsWish(phase: "paused" | "running"): void {
    this.#isPausedByPerson = phase === "paused";
    this.#stuck = null;
    this.#log("job", { key: phase === "running" ? "job-resumed" : "job-paused", job: this.#number });
    this.#recordPhase(phase);
  }

  /** Paused in an earlier start of the room; `stuck` says why, where no person did it. */
  stayPaused(stuck: StuckInput | null): void {
    this.#isPausedByPerson = true;
    this.#phase = "paused";
    this.#stuck = stuck;
  }

  cancel(): void {
    this.#log("job", { key: "job-cancelled", job: this.#number });
    this.#endAs("cancelled");
  }

  /** Pauses a job that cannot go on by itself, and says why. */
  getStuck(task: number, reason: string): void {
    if (isOver(this) || this.#isPausedByPerson) return;
    this.#isPausedByPerson = true;
    this.#stuck = { task, reason };
    this.#log("trouble", { key: "job-stuck", job: this.#number, task, reason });
    this.#recordPhase("paused");
    this.standStill();
  }

  /** Every task is done, failed or skipped. */
  end({ done, failed, skipped }: Pick<Counts, "done" | "failed" | "skipped">): void {
    this.#endAs("done");
    this.#log("job", { key: "job-ended", job: this.#number, done, failed, skipped });
  }

  /** The task's result has ended it, by a rule or by itself; so many tasks have none, and need none. */
  endEarly({ task, rule, notNeeded }: EarlyEnd): void {
    this.#endedBy = task;
    this.#endRule = rule;
    this.#endAs("ended-early", { endedBy: task, ...(rule === null ? {} : { endRule: rule }) });
    this.#log("job", { key: "job-ended-early", job: this.#number, task, rule, notNeeded });
  }

  /** Its program loads nowhere. */
  stop(problem: ThrownError): void {
    this.#problem = problem;
    this.#endAs("stopped", { problem });
    this.#log("trouble", { key: "job-stopped", job: this.#number, problem });
  }

  #endAs(phase: EndPhase, fields: EndFields = {}): void {
    this.#stopFeeding();
    this.#awaited = null;
    this.#stuck = null;
    this.#recordPhase(phase, fields);
    this.#phase = phase;
    this.#keepTime();
  }

  #recordPhase(phase: JobPhase = this.#phase, fields: EndFields = {}): void {
    const { writer, announce, noteEndRecorded } = this.#surroundings;
    const { elapsedMs } = this;
    const why = phase === "paused" && this.#stuck !== null ? { problem: stuckAsProblem(this.#stuck) } : {};
    writer.append({ type: "job-changed", job: this.id, phase, elapsedMs, ...why, ...fields }, () => {
      announce({ type: "record-changed" });
      if (!isOver({ phase })) return;
      this.isEndRecorded = true;
      // The record has them; this page would keep hundreds of megabytes.
      this.#blobs = [];
      noteEndRecorded();
    });
  }

  #stopFeeding(): void {
    this.feed?.close();
    this.sourceWatch.stopWatching();
  }

  get #number(): number {
    return jobNumber(this.id);
  }

  #log(kind: "job" | "trouble", saying: Saying): void {
    this.#surroundings.log.write(kind, saying);
  }

  /** Takes in what has got on record, and tells it in the log. */
  settle(results: AcceptedResults, isNamed: boolean): void {
    // A person who has started a job waits to see its first result, and a page may rest for a second after a frame.
    if (this.#settlements.arrivals.count === 0) this.#surroundings.pace.hurry();
    this.#settlements.addAccepted(results);
    this.logResults(isNamed);
  }

  /** The first task on record with which the mean is known as precisely as the job asks; null before it, and without a look once it is over. */
  findSatisfying(): number | null {
    if (this.#precision === null || isOver(this)) return null;
    this.#precision.readAll();
    return this.#precision.reachedBy;
  }

  /** The log has all results on record that it can keep, by the job's number where it is named. */
  logResults(isNamed: boolean): void {
    this.#loggedResults.catchUp(isNamed ? this.#number : null);
  }

  /** The scheduler has dealt with a fact: whoever reads the job's results is told. */
  noteChange(isNamed: boolean): void {
    // What waited behind a task that gets no result any more is told, too.
    if (this.isReadable && isOver(this)) this.logResults(isNamed);
    this.#keepTime();
    this.#changes.noteChange();
  }

  /** People see something else of its tasks, beside results: how far one is, or an input that had to be read. */
  noteSight(): void {
    this.#changes.noteSight();
  }

  /** The room ends: nothing looks at the clock any more, and who follows the results is told that no more will come. */
  leaveJob(): void {
    this.#ticker.stop();
    this.#stopFeeding();
    this.#isLeft = true;
    this.#changes.close();
  }
}

/** Its values are ordinary results. */
function withoutEnds(block: ResultBlock): ResultBlock {
  if (!block.outcomes.includes(outcomes.endsJob)) return block;
  return {
    ...block,
    outcomes: block.outcomes.map((outcome) => (outcome === outcomes.endsJob ? outcomes.value : outcome)),
  };
}
