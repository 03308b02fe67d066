import { formatCount, formatPlural } from "../../../words/format.ts";

/** A result that is not drawn, and why. */
export interface Refusal {
  readonly task: number;
  readonly volunteer: string;
  readonly reason: string;
}

/** Which results are not drawn; empty where all are. `refused`: how many. */
export function refusalInWords({
  refused,
  firstRefusal,
}: {
  readonly refused: number;
  readonly firstRefusal: Refusal | null;
}): string {
  if (firstRefusal === null) return "";
  const { task, volunteer, reason } = firstRefusal;
  const others = refused === 1 ? "" : ` So it is with ${formatPlural(refused - 1, "other result")}.`;
  return `The result of task ${formatCount(task)}, from ${volunteer}, is not drawn: ${reason}.${others}`;
}
