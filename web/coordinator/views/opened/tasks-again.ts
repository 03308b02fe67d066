import { maxTitleLength } from "../../../core/wire/limits.ts";
import type { WholeJob } from "../../../room/jobs/job-material.ts";
import type { Room } from "../../../room/room.ts";
import type { JobView } from "../../../room/store.ts";
import { formatPlural } from "../../../words/format.ts";

/** Tasks that a job can be made of: a list of more inputs would be read and sent in one piece. */
export const mostTasksAgain = 10_000;

/**
 * A job of some tasks of a job that is open or shown, with its program, shared value and options but `precision`, and their inputs as a list: what
 * has come of the tasks before stays as it is, and no other input is read. null where the job is gone. Rejects where an input cannot
 * be had.
 */
export async function jobOfTasks(
  room: Pick<Room, "inputsOf" | "findBlobs">,
  job: Pick<JobView, "key" | "request">,
  tasks: readonly number[],
): Promise<WholeJob | null> {
  // Of the job that these are tasks of: another one may be shown by now.
  const inputs = room.inputsOf(job.key);
  if (inputs === null) return null;
  // In the order of the job, whichever of them failed first.
  const inOrder = tasks.slice(0, mostTasksAgain).toSorted((a, b) => a - b);
  const values = await inputs.readInputs(inOrder);
  const blobs = await room.findBlobs(job);
  // The mean of a chosen few is no estimate of anything: it must not end them.
  const { precision: _, ...options } = job.request.options;
  const title = titleAgain(job.request.title, tasks);
  return { definition: { ...job.request, title, options, inputs: { type: "list", values } }, blobs };
}

/** `Halves (2 tasks again)`, also of a job that has such a title itself, and within the limit of titles. */
function titleAgain(title: string, tasks: readonly number[]): string {
  const what = ` (${tasksInWords(tasks)} again)`;
  const base = title.replace(/ \((?:task \d+|[\d,]+ tasks) again\)$/u, "");
  return base.slice(0, maxTitleLength - what.length) + what;
}

/** `task 5`; `12 tasks` */
export function tasksInWords(tasks: readonly number[]): string {
  const [task, another] = tasks;
  return task !== undefined && another === undefined ? `task ${task}` : formatPlural(tasks.length, "task");
}
