import type { CommitId, LeaseId } from "../../../core/ids.ts";
import { fates, type JobTrace, type LeaseEnd, type TraceEvent } from "../../../room/results/job-trace.ts";
import { placeAnswer } from "../timeline/place-answer.ts";

/** What became of an attempt. `in-hand`: it is not answered; `answered`: its result is not on record yet. */
export type StoryEnd = "in-hand" | "answered" | "recorded" | "failed" | "threw" | "late" | "returned" | LeaseEnd;

/** One attempt at a task. Times are milliseconds on the axis of the job's trace, each no earlier than the one before it. */
export interface StoryAttempt {
  readonly volunteer: number;
  /** Executions begun of the task, this one included; 0 where that is not known. */
  readonly attempt: number;
  readonly isCopy: boolean;
  /** Tasks that travelled with it. */
  readonly companions: number;
  readonly chosenMs: number;
  readonly sentMs: number;
  /** From 0; null before it is answered. */
  readonly slot: number | null;
  /** When it was computed; null where that is not known. */
  readonly computed: { readonly startMs: number; readonly endMs: number } | null;
  /** When the volunteer was asked to give back what it had not begun of the batch; null where it was not. */
  readonly recalledMs: number | null;
  /** When it was answered, given back or given up; null while it is in hand. */
  readonly overMs: number | null;
  readonly recordedMs: number | null;
  readonly end: StoryEnd;
}

type Noted = { -readonly [Key in keyof StoryAttempt]: StoryAttempt[Key] };

/** Events that are read in one frame at the most. */
const eventsAFrame = 8_192;

const endOfFate: Readonly<Record<number, StoryEnd>> = {
  [fates.kept]: "answered",
  [fates.failed]: "failed",
  [fates.threw]: "threw",
  [fates.late]: "late",
};

/** What the trace of a job tells of one of its tasks. Reads each event once. */
export class TaskStory {
  readonly #trace: JobTrace;
  readonly #task: number;
  readonly #attempts: Noted[] = [];
  readonly #open = new Map<LeaseId, Noted>();
  readonly #commits = new Map<CommitId, Noted>();
  #next = 0;
  #told: readonly StoryAttempt[] = [];

  constructor(trace: JobTrace, task: number) {
    this.#trace = trace;
    this.#task = task;
  }

  /** In the order in which they were sent; the same array until something has changed. */
  get attempts(): readonly StoryAttempt[] {
    return this.#told;
  }

  /** Reads as much as a frame has room for. Returns whether there is more. */
  readSome(): boolean {
    const trace = this.#trace;
    this.#next = Math.max(this.#next, trace.dropped);
    let isChanged = false;
    for (let read = 0; read < eventsAFrame; read += 1) {
      const event = trace.at(this.#next);
      if (event === null) break;
      this.#next += 1;
      isChanged = this.#take(event) || isChanged;
    }
    if (isChanged) this.#told = this.#attempts.map((attempt) => ({ ...attempt }));
    return this.#next < trace.count;
  }

  /** Returns whether it is about the task. */
  #take(event: TraceEvent): boolean {
    switch (event.type) {
      case "sent":
        return this.#send(event);
      case "answered":
        return this.#answer(event);
      case "recorded": {
        const attempt = this.#commits.get(event.commit);
        if (attempt === undefined) return false;
        this.#commits.delete(event.commit);
        attempt.recordedMs = Math.max(attempt.overMs ?? 0, event.atMs);
        if (attempt.end === "answered") attempt.end = "recorded";
        return true;
      }
      case "recalled": {
        const attempt = this.#open.get(event.lease);
        if (attempt === undefined) return false;
        attempt.recalledMs = Math.max(attempt.sentMs, event.atMs);
        return true;
      }
      case "returned":
        return event.indices.includes(this.#task) && this.#end(event.lease, "returned", event.atMs);
      case "ended":
        return this.#end(event.lease, event.how, event.atMs);
      case "came":
      case "went":
        return false;
    }
  }

  #send({
    volunteer,
    lease,
    chosenMs,
    atMs,
    isCopy,
    indices,
    attempts,
  }: Extract<TraceEvent, { type: "sent" }>): boolean {
    const at = indices.indexOf(this.#task);
    if (at === -1) return false;
    const times = { chosenMs: Math.min(chosenMs, atMs), sentMs: atMs };
    const companions = indices.length - 1;
    this.#open.set(lease, this.#begin({ volunteer, attempt: attempts[at] ?? 1, isCopy, companions, ...times }));
    return true;
  }

  #answer(event: Extract<TraceEvent, { type: "answered" }>): boolean {
    const { volunteer, lease, slot, atMs, startedMs, indices, runtimesMs, fates: found, commit } = event;
    const at = indices.indexOf(this.#task);
    if (at === -1) return false;
    const attempt = this.#open.get(lease) ?? this.#offered(volunteer, Math.min(startedMs, atMs));
    this.#open.delete(lease);
    const { sentMs } = attempt;
    const { startMs, part } = placeAnswer({ sentMs, atMs, startedMs, lastEndMs: sentMs, runtimesMs });
    const before = runtimesMs.subarray(0, at).reduce((sum, ms) => sum + Math.max(0, ms), 0);
    const overMs = Math.max(sentMs, atMs);
    const began = Math.min(overMs, startMs + part * before);
    attempt.slot = slot;
    attempt.computed = { startMs: began, endMs: Math.min(overMs, began + part * Math.max(0, runtimesMs[at] ?? 0)) };
    attempt.overMs = overMs;
    const fate = found?.[at] ?? fates.kept;
    attempt.end = endOfFate[fate] ?? "answered";
    if (commit !== null && fate <= fates.failed) this.#commits.set(commit, attempt);
    return true;
  }

  #begin(known: Pick<Noted, "volunteer" | "attempt" | "isCopy" | "companions" | "chosenMs" | "sentMs">): Noted {
    const attempt: Noted = {
      ...known,
      slot: null,
      computed: null,
      recalledMs: null,
      overMs: null,
      recordedMs: null,
      end: "in-hand",
    };
    this.#attempts.push(attempt);
    return attempt;
  }

  /** What a volunteer has computed in a batch whose sending is not in the trace: before its link broke, or too long ago. */
  #offered(volunteer: number, sentMs: number): Noted {
    return this.#begin({ volunteer, attempt: 0, isCopy: false, companions: 0, chosenMs: sentMs, sentMs });
  }

  #end(lease: LeaseId, how: StoryEnd, atMs: number): boolean {
    const attempt = this.#open.get(lease);
    if (attempt === undefined) return false;
    this.#open.delete(lease);
    attempt.overMs = Math.max(attempt.sentMs, atMs);
    attempt.end = how;
    return true;
  }
}
