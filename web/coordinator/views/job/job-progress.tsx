import { jobNumber } from "../../../core/ids.ts";
import { cutWords } from "../../../core/values/shown-value.ts";
import { workOf } from "../../../core/job/job-definition.ts";
import { formatCount, formatDuration, formatPlural, formatWorkRate } from "../../../words/format.ts";
import { say } from "../../../words/say.ts";
import type { JobView } from "../../../room/store.ts";
import { isFlawless, tallyInWords } from "../outcome.ts";
import { ProgressBar } from "./progress-bar.tsx";

/** Its definition is not needed to tell how far it is. */
type Told = Omit<JobView, "request">;

/** The job's progress bar, and its phase for screen readers. */
export function JobProgress({ job }: { job: JobView }) {
  return (
    <>
      <ProgressBar job={job} />
      <p className="visually-hidden" role="status">
        {announcement(job)}
      </p>
    </>
  );
}

/** `Job 2: running for 3 s, 9 s left`; the number is that of its room. */
export function phaseWords(job: Told): string {
  return `Job ${jobNumber(job.id)}: ${phaseOf(job)}${sourceWords(job)}`;
}

/** `12.3 million pixels/s`; of a job that does not run any more, `on average`. */
export function rateWords({ phase, request }: JobView, tasksPerSecond: number): string {
  const { unit, ofTask } = workOf(request);
  const rate = formatWorkRate(tasksPerSecond * ofTask, unit);
  return phase === "running" ? rate : `${rate} on average`;
}

/** Why the job has fewer tasks than its source had, or has; empty where it has all. */
function sourceWords({ sourceProblem, stuck, awaited }: Told): string {
  if (stuck !== null) return `; input ${formatCount(stuck.task)} cannot be had: ${cutWords(stuck.reason)}`;
  if (awaited !== null) return `; needs ${awaited.file.name} again`;
  if (sourceProblem === null) return "";
  if (sourceProblem.type === "gone") return "; further inputs went with the page that brought them";
  return `; no further inputs: input ${formatCount(sourceProblem.task)} could not be had: ${cutWords(sourceProblem.reason)}`;
}

function phaseOf(job: Told): string {
  const { phase, elapsedMs, remainingMs } = job;
  const elapsed = formatDuration(elapsedMs);
  switch (phase) {
    case "running":
      return remainingMs === null
        ? `running for ${elapsed}`
        : `running for ${elapsed}, ${formatDuration(remainingMs)} left`;
    case "waiting":
      return elapsedMs < 500 ? "waiting for volunteers" : `waiting for volunteers, after ${elapsed}`;
    case "idle":
      return elapsedMs < 500 ? "waiting for inputs" : `waiting for inputs, after ${elapsed}`;
    case "paused":
      return `paused after ${elapsed}`;
    case "done":
      return isFlawless(job) ? `done in ${elapsed}` : `${tallyInWords(job)}, in ${elapsed}`;
    case "stopped":
      return say({ key: "stopped", problem: job.problem });
    case "ended-early":
      return `ended early after ${elapsed}: ${say({ key: "early-end", task: job.endedBy ?? 0, rule: job.endRule })}`;
    case "cancelled":
      return `cancelled after ${elapsed}`;
    case "interrupted":
      return `not finished, after ${elapsed}`;
  }
}

/** Sentence for screen readers. Changes with the job's phase only, since every change is read out. */
function announcement(job: JobView): string {
  const name = `Job ${jobNumber(job.id)}`;
  switch (job.phase) {
    case "running":
      return `${name} is running.`;
    case "waiting":
      return `${name} is waiting for volunteers.`;
    case "idle":
      return `${name} is waiting for inputs.`;
    case "paused":
      return `${name} is paused.`;
    case "done":
      return isFlawless(job)
        ? `${name} is done: ${formatPlural(job.total, "task")}.`
        : `${name} has ended: ${tallyInWords(job)} of ${formatPlural(job.total, "task")}.`;
    case "stopped":
      return `${name} is ${say({ key: "stopped", problem: job.problem })}`;
    case "ended-early":
      return `${name} has ended early: ${formatPlural(job.notNeeded, "task is", "tasks are")} not needed.`;
    case "cancelled":
      return `${name} is cancelled.`;
    case "interrupted":
      return `${name} is not finished.`;
  }
}
