import type { Clock } from "../core/clock.ts";
import type { QueryProgress, TaskQuery, TaskRows, TaskTable } from "./table-query.ts";
import { runInSlices } from "../core/time-slices.ts";

/** Largest share of the page's time that keeping rows up to date may take. */
const refreshShare = 0.2;

/** Longest rest in milliseconds: a run in which the machine slept looks as if it had taken as long. */
const longestRestMs = 60_000;

export interface QueryView {
  readonly table: TaskTable | null;
  /** Rows of the newest query, or of the one before while the newest is under way; null before a table has any. */
  readonly rows: TaskRows | null;
  /** How far the newest query is; null once its rows have been shown, also while they are brought up to date. */
  readonly progress: QueryProgress | null;
  /** Number of rows when the query was first answered; null until then. Screen readers are told it once. */
  readonly found: number | null;
}

export const noView: QueryView = { table: null, rows: null, progress: null, found: null };

/** Answers one query at a time, the newest, and keeps its rows up to date while the table changes. */
export class QueryRunner {
  readonly #clock: Clock;
  readonly #changed: () => void;
  #view = noView;
  #table: TaskTable | null = null;
  #query: TaskQuery | null = null;
  /** The query whose rows are shown. */
  #answered: TaskQuery | null = null;
  /** Calls off the run under way; null while there is none. */
  #stopRun: (() => void) | null = null;
  /** Calls off the run that waits for the end of the rest; null while none waits. */
  #stopWait: (() => void) | null = null;
  #restUntilMs = 0;
  #edition = 0;
  /** Whether the table has changed since the run under way began. */
  #isOutdated = false;

  /** `changed` is called whenever `view` is another one. */
  constructor(clock: Clock, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  get view(): QueryView {
    return this.#view;
  }

  /** Answers a query instead of the one before; rows that cost nothing are there at once. */
  ask(table: TaskTable, query: TaskQuery): void {
    if (table === this.#table && query === this.#query) return;
    this.stop();
    const rows = table === this.#table ? this.#view.rows : null;
    this.#table = table;
    this.#query = query;
    const live = table.live(query);
    this.#show({ table, rows: live ?? rows, progress: null, found: live?.length ?? null });
    if (live === null) this.#run(table, query);
  }

  /** Brings the rows up to date soon, if `edition` says that tasks have changed. */
  refresh(edition: number): void {
    if (edition === this.#edition) return;
    this.#edition = edition;
    this.#isOutdated = true;
    this.#catchUp();
  }

  #catchUp(): void {
    const [table, query] = [this.#table, this.#query];
    if (table === null || query === null || table.live(query) !== null) return;
    if (this.#stopRun !== null) return;
    this.#stopWait ??= this.#clock.after(Math.max(0, this.#restUntilMs - this.#clock.now()), () => {
      this.#stopWait = null;
      this.#run(table, query);
    });
  }

  /** Calls off what is under way; the rows shown stay. */
  stop(): void {
    this.#stopRun?.();
    this.#stopRun = null;
    this.#stopWait?.();
    this.#stopWait = null;
    this.#query = null;
  }

  #run(table: TaskTable, query: TaskQuery): void {
    this.#isOutdated = false;
    const isFirst = this.#answered !== query;
    let isDone = false;
    const stopRun = runInSlices(table.select(query), this.#clock, {
      progressed: (progress) => {
        if (isFirst) this.#report(progress);
      },
      finished: (rows, busyMs) => {
        isDone = true;
        this.#stopRun = null;
        this.#answered = query;
        this.#restUntilMs = this.#clock.now() + Math.min(longestRestMs, busyMs * (1 / refreshShare - 1));
        this.#show({ table, rows, progress: null, found: isFirst ? rows.length : this.#view.found });
        if (this.#isOutdated) this.#catchUp();
      },
      failed: (error) => {
        isDone = true;
        this.#stopRun = null;
        throw error;
      },
    });
    if (!isDone) this.#stopRun = stopRun;
  }

  /** Shows progress once for each per cent. */
  #report(progress: QueryProgress): void {
    const before = this.#view.progress;
    const isSame = before?.doing === progress.doing && percent(before) === percent(progress);
    if (!isSame) this.#show({ ...this.#view, progress });
  }

  #show(view: QueryView): void {
    this.#view = view;
    this.#changed();
  }
}

function percent({ share }: QueryProgress): number {
  return Math.floor(100 * share);
}
