import { jobNumber } from "../../core/ids.ts";
import { formatCount, formatDuration } from "../../ui/format.ts";
import { stoppedInWords } from "../stopped-words.ts";
import type { JobView } from "../store.ts";
import { ProgressBar } from "./progress-bar.tsx";

/** How far the job is, and how long it still takes. */
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
export function phaseWords(job: JobView): string {
  return `Job ${jobNumber(job.id)}: ${phaseOf(job)}`;
}

function phaseOf({ phase, problem, elapsedMs, remainingMs }: JobView): string {
  const elapsed = formatDuration(elapsedMs);
  switch (phase) {
    case "running":
      return remainingMs === null
        ? `running for ${elapsed}`
        : `running for ${elapsed}, ${formatDuration(remainingMs)} left`;
    case "paused":
      return `paused after ${elapsed}`;
    case "done":
      return `done in ${elapsed}`;
    case "stopped":
      return stoppedInWords(problem);
    case "cancelled":
      return `cancelled after ${elapsed}`;
    case "interrupted":
      return `not finished, after ${elapsed}`;
  }
}

/** Said aloud when the job's phase changes, and no more often. */
function announcement({ phase, problem, total, done, failed }: JobView): string {
  switch (phase) {
    case "running":
      return "The job is running.";
    case "paused":
      return "The job is paused.";
    case "done":
      return `The job is done: ${formatCount(done)} of ${formatCount(total)} tasks done, ${formatCount(failed)} failed.`;
    case "stopped":
      return `The job is ${stoppedInWords(problem)}`;
    case "cancelled":
      return "The job is cancelled.";
    case "interrupted":
      return "The job shown is not finished.";
  }
}
