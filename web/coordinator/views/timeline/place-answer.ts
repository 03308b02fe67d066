/** What is known of the times of one answer. All moments are of the coordinator's clock, on the axis of the job's trace. */
interface AnswerTimes {
  readonly sentMs: number;
  /** When the answer came. */
  readonly atMs: number;
  /** When its first task began, as its volunteer says. */
  readonly startedMs: number;
  /** When the slot ended what it computed before. */
  readonly lastEndMs: number;
  readonly runtimesMs: ArrayLike<number>;
}

interface AnswerPlace {
  /** The earliest moment at which its first task can have begun. */
  readonly earliestMs: number;
  readonly startMs: number;
  /** What all runtimes are multiplied with, so that they fit between the moments that are known; 1 where they do. */
  readonly part: number;
}

/**
 * Computing is placed by the coordinator's clock alone: no earlier than the sending and than the slot's last end, no later than the answer.
 * What a volunteer says of its times moves it between these bounds.
 */
export function placeAnswer({ sentMs, atMs, startedMs, lastEndMs, runtimesMs }: AnswerTimes): AnswerPlace {
  const latest = Math.max(sentMs, atMs);
  const earliestMs = Math.min(latest, Math.max(sentMs, lastEndMs));
  let totalMs = 0;
  for (let nth = 0; nth < runtimesMs.length; nth += 1) totalMs += Math.max(0, runtimesMs[nth] ?? 0);
  const part = totalMs > latest - earliestMs ? (latest - earliestMs) / totalMs : 1;
  return { earliestMs, part, startMs: Math.max(earliestMs, Math.min(startedMs, latest - totalMs * part)) };
}
