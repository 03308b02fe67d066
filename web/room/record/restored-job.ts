import type { Clock } from "../../core/clock.ts";
import type { InputRecord } from "../../core/job/appended-inputs.ts";
import type { Pace } from "../../core/pace.ts";
import { describerOf } from "../../core/job/describer.ts";
import type { JobRecords } from "../../core/scheduler/events.ts";
import type { TaskFailure } from "../../core/scheduler/task-failure.ts";
import { checkDefinition } from "../../core/job/job-definition.ts";
import { outcomes, type Precision } from "../../core/job/job.ts";
import { Tasks } from "../../core/scheduler/tasks.ts";
import type { JobHistory } from "../../journal/journal.ts";
import { Changes } from "../results/changes.ts";
import { precisionReaderOf, type PrecisionReader } from "../results/precision-reader.ts";
import type { ReadableJob } from "../results/readable-job.ts";
import { inputsOnRecord } from "./inputs-on-record.ts";
import { nothingRuns } from "../results/running-tasks.ts";
import { Results, type VolunteerNames } from "../results/results.ts";
import { Settlements } from "../results/settlements.ts";

export interface RestoredJob {
  readonly settlements: Settlements;
  /** What the scheduler is told of it. */
  readonly records: JobRecords;
}

/** For a job that goes on. */
export interface ResumedJob extends RestoredJob {
  /** Has read all results on record; null where the job asks for no precision. */
  readonly precision: PrecisionReader | null;
}

export function* resuming(history: JobHistory): Generator<void, ResumedJob> {
  const restored = yield* restoring(history);
  const precision = precisionReaderOf(precisionOf(history), restored.settlements);
  if (precision !== null) yield* precision.reading();
  return { ...restored, precision };
}

/** None of a definition that cannot run: the job is set aside for it, and the log says why. */
function precisionOf({ definition }: JobHistory): Precision | undefined {
  try {
    return checkDefinition(definition).options.precision;
  } catch {
    return undefined;
  }
}

/** Reads a job's history into its settlements and the scheduler's columns, a step a parcel. The first record of a task counts. */
export function* restoring({ summary, results, skipped }: JobHistory): Generator<void, RestoredJob> {
  const { total } = summary;
  const settlements = new Settlements(total);
  const most = Math.min(total, summary.done + summary.failed);
  const records = {
    indices: new Uint32Array(most),
    volunteers: new Uint32Array(most),
    runtimesMs: new Float32Array(most),
    attempts: new Uint8Array(most),
    failed: new Uint8Array(most),
  };
  const seen = new Uint8Array(total);
  let count = 0;
  let endedBy: number | null = null;
  const add = (task: number, volunteer: number, runtimeMs: number, attempts: number, isFailed: boolean): boolean => {
    if (task >= total || seen[task] === 1) return false;
    seen[task] = 1;
    records.indices[count] = task;
    records.volunteers[count] = volunteer;
    records.runtimesMs[count] = runtimeMs;
    records.attempts[count] = attempts;
    records.failed[count] = Number(isFailed);
    count += 1;
    return true;
  };
  for (const accepts of results) {
    const { volunteer, block, positions, failures, attempts } = accepts;
    const accepted: number[] = [];
    let nth = 0;
    for (const at of positions ?? block.indices.keys()) {
      const task = block.indices[at] ?? 0;
      const isNew = add(task, volunteer, block.runtimesMs[at] ?? 0, attempts[nth] ?? 0, false);
      if (isNew) accepted.push(at);
      if (isNew && block.outcomes[at] === outcomes.endsJob) endedBy ??= task;
      nth += 1;
    }
    const failed: TaskFailure[] = [];
    for (const failure of failures) {
      const runtimeMs = failure.history.at(-1)?.runtimeMs ?? 0;
      if (add(failure.task, volunteer, runtimeMs, attempts[nth] ?? 0, true)) failed.push(failure);
      nth += 1;
    }
    const isWhole = accepted.length === block.indices.length;
    const kept = { positions: isWhole ? null : Uint32Array.from(accepted), failures: failed };
    settlements.addAccepted({ ...accepts, ...kept });
    yield;
  }
  const noResult = skipped.filter((task) => task < total && seen[task] !== 1);
  settlements.skip(noResult);
  return {
    settlements,
    records: {
      indices: records.indices.subarray(0, count),
      volunteers: records.volunteers.subarray(0, count),
      runtimesMs: records.runtimesMs.subarray(0, count),
      attempts: records.attempts.subarray(0, count),
      failed: records.failed.subarray(0, count),
      endedBy,
      skipped: noResult,
    },
  };
}

/** Tasks restored in one step. */
const tasksAStep = 8_192;

/** The columns of a job that is not computed any more. */
export function* restoringTasks(total: number, records: JobRecords): Generator<void, Tasks> {
  const tasks = new Tasks(total);
  const { indices, volunteers, runtimesMs, attempts, failed, skipped } = records;
  for (const task of skipped) tasks.skip(task);
  for (const [at, task] of indices.entries()) {
    tasks.restore(task, {
      volunteer: volunteers[at] ?? 0,
      runtimeMs: runtimesMs[at] ?? 0,
      attempts: attempts[at] ?? 0,
      isFailed: failed[at] === 1,
    });
    if (at % tasksAStep === tasksAStep - 1) yield;
  }
  return tasks;
}

/** Names of volunteers as a job's history has them. */
function namesIn({ volunteers }: JobHistory): VolunteerNames {
  const names = new Map<number, string>(volunteers.map(({ id, name }) => [id, name]));
  return { nameOf: (id) => names.get(id) ?? `volunteer ${id}` };
}

interface HistorySurroundings extends Omit<InputRecord, "noteArrival"> {
  readonly clock: Clock;
  readonly pace: Pace;
}

/** All that a history has to show, to be read as a running job's results are. */
export function* readingHistory(
  history: JobHistory,
  { clock, pace, keptBytes, readInputs }: HistorySurroundings,
): Generator<void, ReadableJob> {
  const { definition } = history;
  const describer = describerOf(definition.view);
  const changes = new Changes(pace);
  const inputs = inputsOnRecord(history, { keptBytes, readInputs, noteArrival: () => changes.noteSight() });
  const { settlements, records } = yield* restoring(history);
  const tasks = yield* restoringTasks(history.summary.total, records);
  if (history.summary.phase === "ended-early") tasks.endEarly();
  const results = new Results({
    settlements,
    tasks: () => tasks,
    names: namesIn(history),
    running: nothingRuns,
    changes,
    isFinal: () => true,
    clock,
  });
  return { definition, describer, inputs, results };
}
