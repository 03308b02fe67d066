/** One line of a page's log. */
export interface LogLine {
  /** Counts up; a key for lists. */
  readonly id: number;
  readonly kind: "task" | "result" | "people" | "job" | "trouble";
  readonly text: string;
}
