import { formatCount, formatDuration, formatPlural, formatRuntime } from "../../../words/format.ts";
import type { StoryAttempt, StoryEnd } from "./task-story.ts";

/** Where the time of one attempt went, in the order in which it is drawn. */
export interface AttemptTimes {
  readonly queued: number;
  readonly wire: number;
  readonly computing: number;
  /** Up to the answer, and to the record. */
  readonly record: number;
  /** In a volunteer's hands, as far as nothing more is known. */
  readonly held: number;
}

export const storyParts = [
  { part: "queued", label: "queued to send" },
  { part: "wire", label: "on the wire or in line" },
  { part: "computing", label: "computing" },
  { part: "record", label: "to the record" },
  { part: "held", label: "in hand" },
] as const satisfies readonly { readonly part: keyof AttemptTimes; readonly label: string }[];

/** `nowMs`: the present moment on the axis of the trace, for what is in hand. */
export function timesOf({ chosenMs, sentMs, computed, overMs, recordedMs }: StoryAttempt, nowMs: number): AttemptTimes {
  const queued = sentMs - chosenMs;
  const upTo = Math.max(sentMs, overMs ?? nowMs);
  if (computed === null) return { queued, wire: 0, computing: 0, record: 0, held: upTo - sentMs };
  const { startMs, endMs } = computed;
  return {
    queued,
    wire: startMs - sentMs,
    computing: endMs - startMs,
    record: Math.max(upTo, recordedMs ?? upTo) - endMs,
    held: 0,
  };
}

const endWords: Readonly<Record<StoryEnd, string>> = {
  "in-hand": "in its hands",
  answered: "answered, not yet on record",
  recorded: "done",
  failed: "failed: no further attempt is made",
  threw: "ended in an error, which does not decide alone: to be tried again",
  late: "too late: another answer counted, or the job was over",
  returned: "given back before it began, for others",
  expired: "given to others: the volunteer did not answer in time",
  "taken-back": "taken back: nobody needs it any more",
  goodbye: "given to others: the volunteer left",
  lost: "given to others: the volunteer was lost",
  dismissed: "given to others: the volunteer broke the protocol, and was sent away",
  replaced: "given to others: the volunteer came back by another link",
};

/** `laptop-1, slot 2: done`; `laptop-1, second copy: too late: …` */
export function attemptHead(
  { volunteer, slot, isCopy, end }: StoryAttempt,
  nameOf: (volunteer: number) => string,
): string {
  const where = slot === null ? nameOf(volunteer) : `${nameOf(volunteer)}, slot ${slot + 1}`;
  return `${where}${isCopy ? ", second copy" : ""}: ${endWords[end]}`;
}

/** What was decided of it and when, in sentences. */
export function attemptWords(attempt: StoryAttempt, times: AttemptTimes): string {
  const { isCopy, companions, chosenMs, recalledMs, computed } = attempt;
  const others = companions === 0 ? "" : `, with ${formatPlural(companions, "other task")}`;
  const what = isCopy
    ? "it got a second copy, since the task ran long elsewhere"
    : attempt.attempt > 1
      ? `the volunteer was chosen for attempt ${formatCount(attempt.attempt)}`
      : "the volunteer was chosen";
  const first = `At ${momentWords(chosenMs)} ${what}${others}.`;
  const recalled =
    recalledMs === null ? "" : ` At ${momentWords(recalledMs)} it was asked to give back what it had not begun.`;
  const told = storyParts.flatMap(({ part, label }) =>
    times[part] > 0 ? [`${label} for ${formatRuntime(times[part])}`] : [],
  );
  const began = computed === null ? "" : ` It began at ${momentWords(computed.startMs)}.`;
  return `${first}${recalled}${began}${told.length === 0 ? "" : ` ${sentence(told.join(", "))}.`}`;
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** `3.412 s`; whole seconds from ten minutes on. */
function momentWords(ms: number): string {
  return ms < 600_000 ? `${(ms / 1_000).toFixed(3)} s` : formatDuration(ms);
}
