import type { JobId } from "../../core/ids.ts";
import type { LogBook } from "../../words/log-book.ts";
import type { ReadableJob } from "./readable-job.ts";
import type { ResultCursor } from "./result-cursor.ts";
import { sayFailure, sayResult } from "./result-words.ts";

/** A page's log, and how far it has told the results of each job: a room may begin in a page more than once. */
export interface ToldResults {
  readonly log: LogBook;
  /** By job its place in the order of its results. */
  readonly places: Map<JobId, number>;
}

/** Tells a job's results in the log, in the order that the job wants. Words are made of lines that are still there when the log is read. */
export class LoggedResults {
  readonly #id: JobId;
  readonly #job: ReadableJob;
  readonly #told: ToldResults;
  readonly #cursor: ResultCursor;

  constructor(id: JobId, job: ReadableJob, told: ToldResults) {
    this.#id = id;
    this.#job = job;
    this.#told = told;
    this.#cursor = job.results.cursor(job.definition.options.order, told.places.get(id));
  }

  /**
   * Writes what the log has not told of what is on record: of much, the newest, since the log keeps no more. `number`: that
   * of the job, where several are open.
   */
  catchUp(number: number | null): void {
    const job = this.#job;
    const { log, places } = this.#told;
    this.#cursor.skipToNewest(log.capacity);
    for (let next = this.#cursor.next(); next !== null; next = this.#cursor.next()) {
      const task = next;
      if (job.results.hasFailed(task)) log.write("trouble", () => sayFailure(job, task, number));
      else log.write("result", () => sayResult(job, task, number));
    }
    places.set(this.#id, this.#cursor.place);
  }
}
