import type { JobKey } from "../../../journal/journal.ts";
import type { WholeJob } from "../../../room/jobs/job-material.ts";
import type { Room } from "../../../room/room.ts";
import { formatPlural } from "../../../words/format.ts";

/** Tasks that a job can be made of: a list of more inputs would be read and sent in one piece. */
export const mostTasksAgain = 10_000;

/**
 * A job of some tasks of the job shown, with its program, shared value and options, and their inputs as a list: what has come of
 * the tasks before stays as it is. null where the job is gone. Rejects where an input cannot be had.
 */
export async function jobOfTasks(room: Room, key: JobKey, tasks: readonly number[]): Promise<WholeJob | null> {
  const job = await room.findJob(key);
  if (job === null) return null;
  const values: unknown[] = [];
  for (const task of tasks.slice(0, mostTasksAgain)) values.push(await room.readInput(task));
  const { definition, blobs } = job;
  const title = `${definition.title} (${tasksInWords(tasks)} again)`;
  return { definition: { ...definition, title, inputs: { type: "list", values } }, blobs };
}

/** `task 5`; `12 tasks` */
export function tasksInWords(tasks: readonly number[]): string {
  const [task, another] = tasks;
  return task !== undefined && another === undefined ? `task ${task}` : formatPlural(tasks.length, "task");
}
