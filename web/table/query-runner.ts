import type { QueryProgress, TaskQuery, TaskRows, TaskTable } from "./table-query.ts";
import { runInSlices } from "./time-slices.ts";

/** Keeping an order up to date may take this share of the page's time. */
const refreshShare = 0.2;

export interface QueryView {
  readonly table: TaskTable | null;
  /** Those of the query asked last, or, while that is under way, of the one before; null before there is a table. */
  readonly rows: TaskRows | null;
  /** Of a query that nobody has seen the rows of yet; null once they are there. */
  readonly progress: QueryProgress | null;
  /** How many rows the query had when it was first answered; null until then. For saying it once. */
  readonly found: number | null;
}

export const noView: QueryView = { table: null, rows: null, progress: null, found: null };

/** Answers one query at a time, the newest, and keeps its rows up to date while the table changes. */
export class QueryRunner {
  readonly #changed: () => void;
  #view = noView;
  #table: TaskTable | null = null;
  #query: TaskQuery | null = null;
  /** The query whose rows are shown. */
  #answered: TaskQuery | null = null;
  /** Calls off what is under way; null while nothing is. */
  #callOff: (() => void) | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #restUntilMs = 0;
  #version = 0;
  /** Whether the table has changed since the run under way began. */
  #isOutdated = false;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get view(): QueryView {
    return this.#view;
  }

  /** Calls off the query before. Rows that cost nothing are there at once. */
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

  /** The table has changed where the version is another: its rows are brought up to date, not at once but soon. */
  refresh(version: number): void {
    if (version === this.#version) return;
    this.#version = version;
    this.#isOutdated = true;
    this.#catchUp();
  }

  #catchUp(): void {
    const [table, query] = [this.#table, this.#query];
    if (table === null || query === null || table.live(query) !== null) return;
    if (this.#callOff !== null) return;
    this.#timer ??= setTimeout(
      () => {
        this.#timer = null;
        this.#run(table, query);
      },
      Math.max(0, this.#restUntilMs - performance.now()),
    );
  }

  /** Nothing is under way any more; what is shown stays. */
  stop(): void {
    this.#callOff?.();
    this.#callOff = null;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#query = null;
  }

  #run(table: TaskTable, query: TaskQuery): void {
    this.#isOutdated = false;
    const isFirst = this.#answered !== query;
    let isDone = false;
    const callOff = runInSlices(table.select(query), {
      progressed: (progress) => {
        if (isFirst) this.#report(progress);
      },
      finished: (rows, busyMs) => {
        isDone = true;
        this.#callOff = null;
        this.#answered = query;
        this.#restUntilMs = performance.now() + busyMs * (1 / refreshShare - 1);
        this.#show({ table, rows, progress: null, found: isFirst ? rows.length : this.#view.found });
        if (this.#isOutdated) this.#catchUp();
      },
      failed: (error) => {
        isDone = true;
        this.#callOff = null;
        throw error;
      },
    });
    if (!isDone) this.#callOff = callOff;
  }

  /** Once for each per cent. */
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
