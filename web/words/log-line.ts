import type { Saying } from "./sayings.ts";

/** One line of a log. */
export interface LogLine {
  /** Counts up; a key for lists. */
  readonly id: number;
  readonly kind: "task" | "result" | "people" | "job" | "trouble" | "console";
  readonly saying: Saying;
}
