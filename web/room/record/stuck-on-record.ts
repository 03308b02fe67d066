import type { ThrownError } from "../../core/job/job.ts";
import type { JobSummary } from "../../journal/journal.ts";
import type { StuckInput } from "../store.ts";

/** By it a reason is told from why a program could not be loaded: the record has one place for both. */
const name = "InputLost";

/** Why a paused job stands still, as it is on record with its phase. */
export function stuckAsProblem({ task, reason }: StuckInput): ThrownError {
  return { name, message: `${task} ${reason}`, stack: "" };
}

/** null for a job that a person has paused, or that is not paused. */
export function stuckIn({ phase, problem }: Pick<JobSummary, "phase" | "problem">): StuckInput | null {
  if (phase !== "paused" || problem?.name !== name) return null;
  const [, task, reason] = /^(\d+) (.*)$/s.exec(problem.message) ?? [];
  return task === undefined || reason === undefined ? null : { task: Number(task), reason };
}
