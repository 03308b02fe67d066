import type { Saying } from "./sayings.ts";

/** One line of a log. */
export interface LogLine<Said extends Saying = Saying> {
  /** Counts up; a key for lists. */
  readonly id: number;
  readonly kind: "task" | "result" | "people" | "job" | "trouble" | "console";
  readonly saying: Said;
  /** How often it was said, this time included. */
  readonly times: number;
}
