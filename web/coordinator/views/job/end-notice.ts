import { jobNumber } from "../../../core/ids.ts";
import { isUnderWay, type JobView } from "../../../room/store.ts";
import { formatDuration } from "../../../words/format.ts";
import { tallyInWords } from "../outcome.ts";

/** What is told of a job that has ended since `before` was seen of it; null where it has not. */
export function endTold(
  before: JobView | null,
  job: JobView | null,
): { readonly title: string; readonly body: string } | null {
  if (before === null || job === null || before.key.room !== job.key.room || before.id !== job.id) return null;
  if (!isUnderWay(before) || isUnderWay(job) || job.phase === "cancelled" || job.phase === "interrupted") return null;
  const title = `Job ${jobNumber(job.id)} ${job.phase === "stopped" ? "is stopped" : "has ended"}`;
  return { title, body: `${job.title}: ${tallyInWords(job)}, in ${formatDuration(job.elapsedMs)}` };
}
