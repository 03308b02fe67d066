import { JobRefused } from "../core/job/problem.ts";
import { thrownSeen } from "../core/seen.ts";
import type { Reason } from "./sayings.ts";

/** Why something threw, for people: what a job is refused for, or the message of the exception. Never throws itself. */
export function reasonOf(thrown: unknown): Reason {
  if (thrown instanceof JobRefused) return { key: "problems", problems: thrown.problems };
  return thrownSeen(thrown);
}
