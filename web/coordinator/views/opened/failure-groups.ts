import type { ResultCursor } from "../../../room/results/result-cursor.ts";
import type { Result } from "../../../room/results/result.ts";
import type { FrameReader } from "../picture/follow-in-frames.ts";
import { mostTasksAgain } from "./tasks-again.ts";

/** Results that are looked at for one frame, and failures that are read among them: some milliseconds of work. */
const resultsAFrame = 10_000;
const failuresAFrame = 500;

/** Groups that are told apart; what further messages say is in the table. */
const mostGroups = 50;

/** What is read of a job's results. */
export interface FailureSource {
  cursor(order: "completed"): Pick<ResultCursor, "next">;
  hasFailed(task: number): boolean;
  at(task: number): Pick<Result, "outcome"> | null;
}

/** Failed tasks whose last attempts have thrown the same. */
export interface FailureGroup {
  /** `TypeError: n is not a function`; null for those of all further groups. */
  readonly title: string | null;
  readonly count: number;
  /** The first ones that came, as many as can be run again. */
  readonly tasks: readonly number[];
}

interface Growing {
  count: number;
  readonly tasks: number[];
}

/** The failed tasks of a job, grouped by what was thrown, read as they get on record. */
export class FailureGroups implements FrameReader {
  readonly #results: FailureSource;
  readonly #cursor: Pick<ResultCursor, "next">;
  readonly #groups = new Map<string | null, Growing>();
  #read = 0;

  constructor(results: FailureSource) {
    this.#results = results;
    this.#cursor = results.cursor("completed");
  }

  /** Of failures: others change nothing here. */
  get resultsRead(): number {
    return this.#read;
  }

  readSome(): boolean {
    const end = this.#read + failuresAFrame;
    for (let left = resultsAFrame; left > 0 && this.#read < end; left -= 1) {
      const task = this.#cursor.next();
      if (task === null) return false;
      if (this.#results.hasFailed(task)) this.#add(task);
    }
    return true;
  }

  /** The largest first; all further ones last. */
  groups(): readonly FailureGroup[] {
    const groups = Array.from(this.#groups, ([title, { count, tasks }]) => ({ title, count, tasks }));
    return groups.toSorted((one, other) =>
      one.title === null || other.title === null
        ? Number(one.title === null) - Number(other.title === null)
        : other.count - one.count,
    );
  }

  #add(task: number): void {
    const outcome = this.#results.at(task)?.outcome;
    const title = outcome?.type === "failed" ? `${outcome.error.name}: ${outcome.error.message}` : "";
    const key = this.#groups.has(title) || this.#groups.size < mostGroups ? title : null;
    const group = this.#groups.get(key) ?? { count: 0, tasks: [] };
    group.count += 1;
    if (group.tasks.length < mostTasksAgain) group.tasks.push(task);
    this.#groups.set(key, group);
    this.#read += 1;
  }
}
