import { maxTitleLength } from "../../../core/wire/limits.ts";
import type { JobKey } from "../../../journal/journal.ts";
import type { WholeJob } from "../../../room/jobs/job-material.ts";
import type { Room } from "../../../room/room.ts";
import { formatPlural } from "../../../words/format.ts";

/** Tasks that a job can be made of: a list of more inputs would be read and sent in one piece. */
export const mostTasksAgain = 10_000;

/**
 * A job of some tasks of the job shown, which `key` names, with its program, shared value and options, and their inputs as a
 * list: what has come of the tasks before stays as it is. null where the job is gone. Rejects where an input cannot be had.
 */
export async function jobOfTasks(
  room: Pick<Room, "inputs" | "findJob">,
  key: JobKey,
  tasks: readonly number[],
): Promise<WholeJob | null> {
  // At once: another job may be shown when the rest has been read.
  const { inputs } = room;
  const job = await room.findJob(key);
  if (job === null || inputs === null) return null;
  const values = await inputs.readInputs(tasks.slice(0, mostTasksAgain));
  const { definition, blobs } = job;
  return {
    definition: { ...definition, title: titleAgain(definition.title, tasks), inputs: { type: "list", values } },
    blobs,
  };
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
