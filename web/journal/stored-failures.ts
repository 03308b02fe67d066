import { isTaskError } from "../core/job/job.ts";
import { isVolunteerId } from "../core/ids.ts";
import type { FailedAttempt, TaskFailure } from "../core/scheduler/task-failure.ts";
import { inOwnMemory } from "../core/values/own-memory.ts";

/** Marks in the column of outcomes that the volunteer died with the task in hand. No outcome has this number. */
const lost = 255;

/**
 * Failures as they are stored: in columns, since an object for each attempt takes ten times as long to write, and each error
 * once, since tasks of one job mostly fail alike.
 */
export interface StoredFailures {
  readonly tasks: Uint32Array;
  /** How many attempts each task has; the columns below hold them one after the other. */
  readonly attempts: Uint32Array;
  readonly volunteers: Uint32Array;
  readonly outcomes: Uint8Array;
  readonly runtimesMs: Float32Array;
  /** Places in `errors`. */
  readonly errorOf: Uint32Array;
  readonly errors: readonly Uint8Array[];
}

export function storeFailures(failures: readonly TaskFailure[]): StoredFailures {
  let all = 0;
  for (const { history } of failures) all += history.length;
  const tasks = new Uint32Array(failures.length);
  const attempts = new Uint32Array(failures.length);
  const [volunteers, errorOf] = [new Uint32Array(all), new Uint32Array(all)];
  const [outcomes, runtimesMs] = [new Uint8Array(all), new Float32Array(all)];
  const places = new Map<Uint8Array, number>();
  let at = 0;
  for (const [row, { task, history }] of failures.entries()) {
    tasks[row] = task;
    attempts[row] = history.length;
    for (const { volunteer, outcome, runtimeMs, error } of history) {
      let place = places.get(error);
      if (place === undefined) {
        place = places.size;
        places.set(error, place);
      }
      volunteers[at] = volunteer;
      outcomes[at] = outcome === "lost" ? lost : outcome;
      runtimesMs[at] = runtimeMs;
      errorOf[at] = place;
      at += 1;
    }
  }
  const errors = Array.from(places.keys(), inOwnMemory);
  return { tasks, attempts, volunteers, outcomes, runtimesMs, errorOf, errors };
}

/** @throws Error if the columns do not belong together. */
export function reviveFailures(stored: StoredFailures): TaskFailure[] {
  let from = 0;
  return Array.from(stored.tasks, (task, at) => {
    const to = from + (stored.attempts[at] ?? 0);
    const history: FailedAttempt[] = [];
    for (; from < to; from += 1) history.push(attemptAt(stored, from));
    return { task, history };
  });
}

function attemptAt({ volunteers, outcomes, runtimesMs, errorOf, errors }: StoredFailures, at: number): FailedAttempt {
  const volunteer = volunteers[at] ?? 0;
  const outcome = outcomes[at] ?? 0;
  const error = errors[errorOf[at] ?? 0];
  if (!isVolunteerId(volunteer) || error === undefined || !(outcome === lost || isTaskError(outcome))) {
    throw new Error("a failure in the journal cannot be read");
  }
  return { volunteer, outcome: isTaskError(outcome) ? outcome : "lost", runtimeMs: runtimesMs[at] ?? 0, error };
}
