import { formatCount, formatDuration } from "../../ui/format.ts";
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

export function phaseWords({ phase, elapsedMs, remainingMs }: JobView): string {
  const elapsed = formatDuration(elapsedMs);
  switch (phase) {
    case "running":
      return remainingMs === null
        ? `Running for ${elapsed}`
        : `Running for ${elapsed}, ${formatDuration(remainingMs)} left`;
    case "paused":
      return `Paused after ${elapsed}`;
    case "done":
      return `Done in ${elapsed}`;
    case "cancelled":
      return `Cancelled after ${elapsed}`;
    case "interrupted":
      return `Not finished, after ${elapsed}`;
  }
}

/** Said aloud when the job's phase changes, and no more often. */
function announcement({ phase, total, done, failed }: JobView): string {
  switch (phase) {
    case "running":
      return "The job is running.";
    case "paused":
      return "The job is paused.";
    case "done":
      return `The job is done: ${formatCount(done)} of ${formatCount(total)} tasks done, ${formatCount(failed)} failed.`;
    case "cancelled":
      return "The job is cancelled.";
    case "interrupted":
      return "The job shown is not finished.";
  }
}
