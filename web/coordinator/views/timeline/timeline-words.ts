import { formatCount, formatDuration, formatPlural, formatRuntime } from "../../../words/format.ts";
import { barStates, type Bar, type BarState } from "./timeline-bars.ts";
import type { Lane, Mark, TimelineModel } from "./timeline-model.ts";
import type { Pointed } from "./timeline-pointing.ts";

export const markWords: Readonly<Record<Mark["kind"], string>> = {
  came: "came in",
  left: "left",
  died: "was lost",
  expired: "did not answer in time",
  recalled: "asked to give tasks back",
  copied: "second copy",
  retried: "tried again",
};

export const stateWords: Readonly<Record<BarState, string>> = {
  [barStates.computed]: "waits to be on record",
  [barStates.recorded]: "done",
  [barStates.failed]: "failed",
  [barStates.threw]: "ended in an error, to be tried again",
  [barStates.late]: "came too late: another answer counted",
  [barStates.lost]: "lost with its volunteer",
  [barStates.takenBack]: "taken back",
};

type NameOf = (volunteer: number) => string;

function laneWords({ volunteer, slot }: Lane | { readonly volunteer: number; readonly slot: null }, nameOf: NameOf) {
  return slot === null ? nameOf(volunteer) : `${nameOf(volunteer)}, slot ${slot + 1}`;
}

/** `task 5`; `task 5 and 3 others` */
function tasksWords(task: number, count: number): string {
  return count === 1
    ? `Task ${formatCount(task)}`
    : `Task ${formatCount(task)} and ${formatPlural(count - 1, "other")}`;
}

/** An attempt in a sentence: `Task 5, laptop-1, slot 1, done. 2 ms queued, 1 ms on its way or in line, computed for 12 ms from 3.4 s on…` */
export function pointedWords(pointed: Pointed, model: TimelineModel, nameOf: NameOf): string {
  if (pointed.type === "held") {
    const { volunteer, attempts, isCopy, sentMs } = pointed.held;
    const what = tasksWords(pointed.task, attempts.size);
    const copy = isCopy ? ", as a second copy" : "";
    const sinceMs = Math.max(0, model.endMs - sentMs);
    return `${what}, in the hands of ${nameOf(volunteer)}${copy} for ${formatRuntime(sinceMs)}.`;
  }
  const { bar } = pointed;
  const lane = model.lanes[bar.lane];
  const where = lane === undefined ? "" : `, ${laneWords(lane, nameOf)}`;
  const again = bar.attempt > 1 ? `, attempt ${formatCount(bar.attempt)}` : "";
  const copy = bar.isCopy ? ", second copy" : "";
  return `${tasksWords(bar.task, bar.count)}${where}${again}${copy}: ${stateWords[bar.state]}. ${timesWords(bar)}`;
}

function timesWords({ chosenMs, sentMs, startMs, endMs, recordedMs, earlyMs, state, count }: Bar): string {
  if (state === barStates.lost || state === barStates.takenBack) {
    return `In hand from ${momentWords(sentMs)} to ${momentWords(endMs)}.`;
  }
  const computed = `computed ${count === 1 ? "" : "all of them "}for ${formatRuntime(endMs - startMs)}`;
  const parts = [
    ...(sentMs > chosenMs ? [`queued to send for ${formatRuntime(sentMs - chosenMs)}`] : []),
    ...(startMs > sentMs ? [`on the wire or in line for ${formatRuntime(startMs - sentMs)}`] : []),
    `${computed} from ${momentWords(startMs)} on`,
    ...(recordedMs > endMs ? [`on its way and to the record for ${formatRuntime(recordedMs - endMs)}`] : []),
  ].join(", ");
  const early = earlyMs > 0 ? ` It may have begun up to ${formatRuntime(earlyMs)} earlier.` : "";
  return `${parts.charAt(0).toUpperCase()}${parts.slice(1)}.${early}`;
}

/** `3.412 s` after the job's start; whole seconds from ten minutes on. */
function momentWords(ms: number): string {
  return ms < 600_000 ? `${(ms / 1_000).toFixed(3)} s` : formatDuration(ms);
}

/** The timeline in words, for those who do not see it. */
export function summaryWords(model: TimelineModel): string {
  const { done, failed, threw, late, lost, copies, deaths, computedMs } = model.totals;
  const volunteers = new Set(model.lanes.map(({ volunteer }) => volunteer)).size;
  const busy = model.endMs === 0 ? 0 : computedMs / model.endMs;
  const parts = [
    `${formatPlural(done, "attempt")} done`,
    ...some(failed, "task failed", "tasks failed"),
    ...some(threw, "error tried again", "errors tried again"),
    ...some(lost, "attempt lost", "attempts lost"),
    ...some(deaths, "volunteer lost", "volunteers lost"),
    ...some(copies, "second copy", "second copies"),
    ...some(late, "answer too late", "answers too late"),
  ];
  const where = `${formatPlural(volunteers, "volunteer")}, ${formatPlural(model.lanes.length, "slot")}`;
  return `${where}: ${parts.join(", ")}; ${busy.toFixed(1)} slots computing on average.`;
}

function some(count: number, one: string, many: string): readonly string[] {
  return count === 0 ? [] : [`${formatCount(count)} ${count === 1 ? one : many}`];
}

/** What is not in the picture; null where all is. */
export function missingWords(model: TimelineModel): string | null {
  const parts = [
    ...(model.bars.isMerged ? ["Older attempts are drawn in groups."] : []),
    ...(model.missesSome ? ["The oldest attempts are not drawn: there are too many."] : []),
  ];
  return parts.length === 0 ? null : parts.join(" ");
}
