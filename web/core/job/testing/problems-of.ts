import { JobRefused, type Problem } from "../problem.ts";

/** What a job is refused for; none where it is not refused. */
export function problemsOf(attempt: () => void): readonly Problem[] {
  try {
    attempt();
    return [];
  } catch (error) {
    if (error instanceof JobRefused) return error.problems;
    throw error;
  }
}
