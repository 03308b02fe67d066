import { jobNumber } from "../../core/ids.ts";
import type { JobSummary } from "../../journal/journal.ts";
import type { Question } from "../../ui/asking.tsx";
import { formatBytes, formatPlural } from "../../words/format.ts";
import { settledOf } from "./outcome.ts";
import { isUnderWay, presentIn, type RoomState, type JobView } from "../../room/store.ts";

type Tally = Pick<JobView, "total" | "done" | "failed" | "skipped">;

/** `The 30 tasks that are not done`; of jobs that wait for inputs `Further inputs`. */
function tasksLeft(...jobs: readonly Tally[]): string {
  const left = jobs.reduce((sum, job) => sum + job.total - settledOf(job), 0);
  if (left === 0) return "Further inputs";
  return left === 1 ? "The task that is not done" : `The ${formatPlural(left, "task")} that are not done`;
}

/** The question before a job is cancelled. */
export function cancelQuestion(job: JobView): Question {
  const name = `job ${jobNumber(job.id)}`;
  const settled = job.done + job.failed;
  const kept = settled === 0 ? "" : " What is on record stays.";
  return {
    title: `Cancel ${name}?`,
    loss: `${tasksLeft(job)} will not be computed.${kept}`,
    confirm: `Cancel ${name}`,
    keep: "Go on with it",
  };
}

/** The question before an open job is sealed. `isTyped`: whether inputs are typed that were not added. */
export function sealQuestion(job: JobView, isTyped: boolean): Question {
  const name = `job ${jobNumber(job.id)}`;
  const typed = isTyped ? " What is typed here was not added." : "";
  return {
    title: `Seal ${name}?`,
    loss: `It takes no further inputs then, and ends with its last task.${typed}`,
    confirm: `Seal ${name}`,
    keep: "Keep it open",
  };
}

/** The question before the room is closed; null if no volunteer is in and no job is under way. */
export function closeQuestion({ room, volunteers, jobs }: RoomState): Question | null {
  // This tab's own help comes back with its room.
  const people = presentIn(volunteers).filter(({ kind }) => kind !== "memory").length;
  const losses = people === 0 ? [] : [`${formatPlural(people, "person", "people")} will be sent away.`];
  const open = jobs.filter(isUnderWay);
  if (open.length > 0) {
    losses.push(`${jobsStop(open)} ${tasksLeft(...open)} will be computed only if you open the room again.`);
    losses.push(...open.filter(isAdding).map(inputsLeft));
  }
  if (losses.length === 0) return null;
  return {
    title: `Close room ${room.code ?? ""}?`,
    loss: losses.join(" "),
    confirm: "Close the room",
    keep: "Keep it open",
  };
}

function isAdding({ inputsKept, inputsDue, takesInputs, isSealing }: JobView): boolean {
  return (takesInputs || isSealing) && inputsKept < inputsDue;
}

function inputsLeft({ id, inputsKept, inputsDue }: JobView): string {
  const left = formatPlural(inputsDue - inputsKept, "input");
  return `${left} that you added to job ${jobNumber(id)} may be lost: wait until they are on record.`;
}

/** `Job 2 stops.`, `Jobs 2 and 3 stop.` */
function jobsStop(jobs: readonly JobView[]): string {
  const numbers = jobs.map(({ id }) => String(jobNumber(id)));
  const last = numbers.at(-1) ?? "";
  return numbers.length === 1 ? `Job ${last} stops.` : `Jobs ${numbers.slice(0, -1).join(", ")} and ${last} stop.`;
}

/** The question before a job is deleted; null if it has no results and nothing left to compute. */
export function deleteQuestion(job: JobSummary, isUnfinished: boolean): Question | null {
  const name = `job ${jobNumber(job.job)}`;
  const results = job.done + job.failed;
  if (results === 0 && !isUnfinished) return null;
  const whole = `of room ${job.code} with its ${formatPlural(results, "result")}, ${formatBytes(job.bytes)}`;
  return {
    title: `Delete ${name}?`,
    loss: [
      results === 0 ? "" : `Job ${jobNumber(job.job)} ${whole}, will be gone for good.`,
      isUnfinished ? `${tasksLeft(job)} can then not be computed any more.` : "",
    ]
      .filter((loss) => loss !== "")
      .join(" "),
    confirm: `Delete ${name}`,
    keep: "Keep it",
  };
}
