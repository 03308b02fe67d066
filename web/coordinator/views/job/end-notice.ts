import { jobNumber } from "../../../core/ids.ts";
import { isUnderWay, type JobView } from "../../../room/store.ts";
import { formatDuration } from "../../../words/format.ts";
import { tallyInWords } from "../outcome.ts";

/** What is told of a job that has ended since `before` was seen, of it or of an earlier one: a short job is over before it is seen to run. null where none has. */
export function endTold(
  before: JobView | null,
  job: JobView | null,
): { readonly title: string; readonly body: string } | null {
  if (before === null || job === null || before.key.room !== job.key.room || job.id < before.id) return null;
  if (before.id === job.id && !isUnderWay(before)) return null;
  if (isUnderWay(job) || job.phase === "cancelled" || job.phase === "interrupted") return null;
  const title = `Job ${jobNumber(job.id)} ${job.phase === "stopped" ? "is stopped" : "has ended"}`;
  return { title, body: `${job.title}: ${tallyInWords(job)}, in ${formatDuration(job.elapsedMs)}` };
}
