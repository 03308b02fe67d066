import type { CommitId, LeaseId, VolunteerId } from "../../../core/ids.ts";
import { fates, type JobTrace, type LeaseEnd, type TraceEvent } from "../../../room/results/job-trace.ts";
import type { Results } from "../../../room/results/results.ts";
import { placeAnswer } from "./place-answer.ts";
import { barStates, TimelineBars, type BarState } from "./timeline-bars.ts";

/** One slot of one volunteer. */
export interface Lane {
  readonly volunteer: number;
  /** From 0. */
  readonly slot: number;
}

/** Something that happened at a moment, to a volunteer or to tasks in its hands. */
export interface Mark {
  readonly kind: "came" | "left" | "died" | "expired" | "recalled" | "copied" | "retried";
  readonly atMs: number;
  readonly lane: number;
  /** The first of its tasks; null where it is about none. */
  readonly task: number | null;
  readonly tasks: number;
}

/** Tasks in a volunteer's hands. Which slot computes one is known once it is answered: till then a lane of the volunteer stands for all. */
export interface Held {
  readonly volunteer: number;
  readonly lane: number;
  readonly chosenMs: number;
  readonly sentMs: number;
  readonly isCopy: boolean;
  /** Executions begun of each task that is neither answered nor given back. */
  readonly attempts: Map<number, number>;
}

/** A time in which a volunteer was in the room; `toMs` is null while it is. */
export interface Presence {
  readonly volunteer: number;
  readonly fromMs: number;
  toMs: number | null;
}

export interface Totals {
  done: number;
  failed: number;
  threw: number;
  late: number;
  lost: number;
  copies: number;
  deaths: number;
  computedMs: number;
}

/** More lanes are not drawn: a room has 400 volunteers, and a lane for each that ever came would grow without an end. */
const mostLanes = 4_096;
const mostMarks = 4_096;
/** Bars of one answer. Tasks of an answer with more are drawn in groups: each lasts a few microseconds. */
const mostOfAnswer = 256;
/** Tasks that are read in one frame at the least, where there are so many. */
const tasksAFrame = 16_384;

const stateOfFate: Readonly<Record<number, BarState>> = {
  [fates.kept]: barStates.computed,
  [fates.failed]: barStates.failed,
  [fates.threw]: barStates.threw,
  [fates.late]: barStates.late,
};

/** What counts attempts in a state. */
const totalOf: Readonly<Record<BarState, "done" | "failed" | "threw" | "late" | "lost" | null>> = {
  [barStates.computed]: "done",
  [barStates.recorded]: "done",
  [barStates.failed]: "failed",
  [barStates.threw]: "threw",
  [barStates.late]: "late",
  [barStates.lost]: "lost",
  [barStates.takenBack]: null,
};

interface Answered {
  readonly lane: number;
  readonly chosenMs: number;
  readonly sentMs: number;
  readonly isCopy: boolean;
  /** When it came. */
  readonly atMs: number;
  /** When its first task began, by the volunteer. */
  readonly startedMs: number;
  readonly indices: ArrayLike<number>;
  readonly runtimesMs: ArrayLike<number>;
  readonly stateOf: (position: number) => BarState;
  readonly attemptOf: (task: number) => number;
}

/** What of the results on record is read. */
export type RecordedResults = Pick<
  Results,
  "arrivals" | "stretchOf" | "runtimeMs" | "volunteer" | "hasFailed" | "attempts"
>;

/**
 * The attempts of a job as bars in lanes: those of earlier starts of the room from the record, which keeps when they were computed and
 * nothing more, and those of this start from its trace. Reads each once, a bounded number a frame.
 */
export class TimelineModel {
  readonly bars: TimelineBars;
  readonly lanes: Lane[] = [];
  readonly marks: Mark[] = [];
  readonly held = new Map<LeaseId, Held>();
  readonly presences: Presence[] = [];
  readonly totals: Totals = {
    done: 0,
    failed: 0,
    threw: 0,
    late: 0,
    lost: 0,
    copies: 0,
    deaths: 0,
    computedMs: 0,
  };
  /** Another number where lanes have changed or bars were merged: then what was drawn of them has to be drawn anew. */
  layout = 0;
  /** The latest moment that is known of. */
  endMs = 0;
  /** Slots that have no lane, since there are too many. */
  lanesLeftOut = 0;
  /** Tasks read. */
  tasksRead = 0;
  readonly #results: RecordedResults;
  readonly #trace: JobTrace | null;
  /** By volunteer, its slots' lanes. */
  readonly #lanesOf = new Map<number, number[]>();
  readonly #orders = new Map<number, number>();
  readonly #present = new Map<number, Presence>();
  readonly #commits = new Map<CommitId, { readonly from: number; readonly end: number }>();
  #changed: { readonly from: number; readonly end: number }[] = [];
  /** By lane: where its last bar ends. */
  readonly #lastEndMs: number[] = [];
  /** By lane: leases in hand that it stands for. */
  readonly #inHand: number[] = [];
  #rows: readonly number[] | null = null;
  #nextResult = 0;
  /** Where the stretch that is being read goes on. */
  #stretchMs = 0;
  #nextEvent = 0;
  /** Events that were dropped before they were read. */
  #eventsMissed = 0;
  #reading: TraceEvent | null = null;

  constructor(results: RecordedResults, trace: JobTrace | null, bars = new TimelineBars()) {
    this.#results = results;
    this.#trace = trace;
    this.bars = bars;
  }

  /** Whether something happened that is not drawn: it was dropped before the timeline was opened, or since. */
  get missesSome(): boolean {
    return this.#eventsMissed > 0 || this.bars.dropped > 0 || this.lanesLeftOut > 0;
  }

  /** By lane, its place from the top: slots of a volunteer are neighbours, and volunteers stand in the order in which they came. */
  get rows(): readonly number[] {
    if (this.#rows === null) {
      const rows: number[] = [];
      for (const [nth, lane] of [...this.#lanesOf.values()].flat().entries()) rows[lane] = nth;
      this.#rows = rows;
    }
    return this.#rows;
  }

  /** Which of the volunteers it is, in the order in which they came; 0 for one that has no lane. */
  readonly orderOf = (volunteer: number): number => this.#orders.get(volunteer) ?? 0;

  /** The volunteers in the order in which they came, each with its lanes. */
  get volunteers(): ReadonlyMap<number, readonly number[]> {
    return this.#lanesOf;
  }

  readonly lanesOf = (volunteer: number): readonly number[] => this.#lanesOf.get(volunteer) ?? [];

  /** When the last bar of the lane ends, 0 before the first. */
  readonly lastEndOf = (lane: number): number => this.#lastEndMs[lane] ?? 0;

  /** The lane at each place from the top. */
  get lanesInOrder(): readonly number[] {
    return [...this.#lanesOf.values()].flat();
  }

  /** Numbers of bars that came or have changed since this was read last. */
  takeChanged(): readonly { readonly from: number; readonly end: number }[] {
    const changed = this.#changed;
    this.#changed = [];
    return changed;
  }

  /** Reads as much as a frame has room for. Returns whether there may be more. */
  readSome(): boolean {
    const upTo = this.tasksRead + tasksAFrame;
    const before = this.bars.first;
    const recordEnd = this.#trace?.resultsBefore ?? this.#results.arrivals.count;
    while (this.#nextResult < recordEnd && this.tasksRead < upTo) this.#readStretch(recordEnd);
    if (this.#nextResult >= recordEnd) this.#readTrace(upTo);
    if (this.held.size > 0) this.endMs = Math.max(this.endMs, this.#trace?.nowMs ?? 0);
    if (this.bars.first !== before) this.layout += 1;
    return this.#nextResult < recordEnd || (this.#trace !== null && this.#nextEvent < this.#trace.count);
  }

  #readStretch(recordEnd: number): void {
    const results = this.#results;
    const stretch = results.stretchOf(this.#nextResult);
    if (this.#nextResult === stretch.first) this.#stretchMs = stretch.startedMs;
    const end = Math.min(stretch.end, recordEnd, this.#nextResult + mostOfAnswer);
    const indices: number[] = [];
    for (let nth = this.#nextResult; nth < end; nth += 1) indices.push(results.arrivals.taskAt(nth));
    const runtimesMs = indices.map((task) => results.runtimeMs(task));
    const startedMs = this.#stretchMs;
    this.#stretchMs += runtimesMs.reduce((sum, runtimeMs) => sum + runtimeMs, 0);
    this.#nextResult = Math.max(end, this.#nextResult + 1);
    const lane = this.#laneOf(results.volunteer(indices[0] ?? 0), stretch.slot ?? 0);
    const span = { chosenMs: startedMs, sentMs: startedMs, startedMs, atMs: this.#stretchMs };
    const stateOf = (position: number): BarState =>
      results.hasFailed(indices[position] ?? 0) ? barStates.failed : barStates.recorded;
    this.tasksRead += indices.length;
    if (lane === null) return;
    this.#addAnswer({
      lane,
      ...span,
      isCopy: false,
      indices,
      runtimesMs,
      stateOf,
      attemptOf: (task) => results.attempts(task),
    });
  }

  #readTrace(upTo: number): void {
    const trace = this.#trace;
    if (trace === null) return;
    this.#eventsMissed += Math.max(0, trace.dropped - this.#nextEvent);
    this.#nextEvent = Math.max(this.#nextEvent, trace.dropped);
    while (this.tasksRead < upTo) {
      this.#reading = trace.at(this.#nextEvent);
      if (this.#reading === null) return;
      this.#nextEvent += 1;
      this.#take(this.#reading);
    }
  }

  #take(event: TraceEvent): void {
    this.endMs = Math.max(this.endMs, event.atMs);
    this.tasksRead += "indices" in event ? event.indices.length : 1;
    switch (event.type) {
      case "came":
        this.#welcome(event);
        return;
      case "went":
        this.#see(event.volunteer, event.departure === "lost" ? "died" : "left", event.atMs);
        return;
      case "sent":
        this.#hold(event);
        return;
      case "answered":
        this.#answer(event);
        return;
      case "recorded": {
        const found = this.#commits.get(event.commit);
        this.#commits.delete(event.commit);
        if (found === undefined) return;
        this.bars.record(found.from, found.end, event.atMs);
        this.#changed.push(found);
        return;
      }
      case "recalled": {
        const { lease, volunteer, atMs, count } = event;
        const lane = this.held.get(lease)?.lane ?? this.#laneOf(volunteer, 0);
        this.#mark({ kind: "recalled", atMs, lane, task: null, tasks: count });
        return;
      }
      case "returned":
        for (const task of event.indices) this.held.get(event.lease)?.attempts.delete(task);
        this.#forgetEmpty(event.lease);
        return;
      case "ended":
        this.#endLease(event.lease, event.how, event.atMs);
        return;
    }
  }

  /** null where there are too many lanes. */
  #laneOf(volunteer: number, slot: number): number | null {
    const lanes = this.#lanesOf.get(volunteer) ?? [];
    const known = lanes[slot];
    if (known !== undefined) return known;
    for (let next = lanes.length; next <= slot; next += 1) {
      if (this.lanes.length === mostLanes) {
        this.lanesLeftOut += 1;
        return null;
      }
      lanes.push(this.lanes.length);
      this.lanes.push({ volunteer, slot: next });
    }
    this.#lanesOf.set(volunteer, lanes);
    if (!this.#orders.has(volunteer)) this.#orders.set(volunteer, this.#orders.size);
    this.#rows = null;
    this.layout += 1;
    return lanes[slot] ?? null;
  }

  #mark({ lane, ...mark }: Omit<Mark, "lane"> & { readonly lane: number | null }): void {
    if (lane === null) return;
    this.marks.push({ ...mark, lane });
    if (this.marks.length > mostMarks) this.marks.splice(0, mostMarks / 4);
  }

  #welcome({ volunteer, slots, isNew, atMs }: Extract<TraceEvent, { type: "came" }>): void {
    for (let slot = 0; slot < slots; slot += 1) this.#laneOf(volunteer, slot);
    if (this.#present.has(volunteer)) return;
    const presence = { volunteer, fromMs: atMs, toMs: null };
    this.#present.set(volunteer, presence);
    this.presences.push(presence);
    if (this.presences.length > mostMarks) this.presences.splice(0, mostMarks / 4);
    if (isNew) this.#mark({ kind: "came", atMs, lane: this.#laneOf(volunteer, 0), task: null, tasks: 0 });
  }

  #see(volunteer: VolunteerId, kind: "left" | "died", atMs: number): void {
    const presence = this.#present.get(volunteer);
    if (presence !== undefined) presence.toMs = atMs;
    this.#present.delete(volunteer);
    const held = [...this.held.values()].find((one) => one.volunteer === volunteer);
    const lane = held?.lane ?? this.#laneOf(volunteer, 0);
    this.#mark({ kind, atMs, lane, task: held === undefined ? null : firstOf(held), tasks: held?.attempts.size ?? 0 });
    if (kind === "died") this.totals.deaths += 1;
  }

  #hold({ volunteer, lease, chosenMs, atMs, isCopy, indices, attempts }: Extract<TraceEvent, { type: "sent" }>): void {
    const lane = this.#freeLaneOf(volunteer);
    if (lane === null) return;
    const open = new Map<number, number>();
    for (const [nth, task] of indices.entries()) open.set(task, attempts[nth] ?? 1);
    const sentMs = Math.max(atMs, chosenMs);
    this.#inHand[lane] = (this.#inHand[lane] ?? 0) + 1;
    this.held.set(lease, { volunteer, lane, chosenMs, sentMs, isCopy, attempts: open });
    const again = indices.find((_, nth) => (attempts[nth] ?? 1) > 1);
    if (isCopy) {
      this.totals.copies += indices.length;
      this.#mark({ kind: "copied", atMs, lane, task: indices[0] ?? null, tasks: indices.length });
    } else if (again !== undefined) {
      const tasks = attempts.filter((attempt) => attempt > 1).length;
      this.#mark({ kind: "retried", atMs, lane, task: again, tasks });
    }
  }

  /** The lane of the volunteer's that stands for the fewest leases. */
  #freeLaneOf(volunteer: number): number | null {
    let best = this.#laneOf(volunteer, 0);
    for (const lane of this.#lanesOf.get(volunteer) ?? []) {
      if (best === null || (this.#inHand[lane] ?? 0) < (this.#inHand[best] ?? 0)) best = lane;
    }
    return best;
  }

  #letGo(lease: LeaseId): void {
    const held = this.held.get(lease);
    if (held === undefined) return;
    this.held.delete(lease);
    this.#inHand[held.lane] = (this.#inHand[held.lane] ?? 0) - 1;
  }

  #answer(event: Extract<TraceEvent, { type: "answered" }>): void {
    const { volunteer, lease, slot, atMs, startedMs, indices, runtimesMs, fates: found, commit } = event;
    const held = this.held.get(lease);
    const lane = this.#laneOf(volunteer, slot);
    if (lane !== null) {
      const from = this.bars.end;
      this.#addAnswer({
        lane,
        chosenMs: held?.chosenMs ?? Math.min(startedMs, atMs),
        sentMs: held?.sentMs ?? Math.min(startedMs, atMs),
        isCopy: held?.isCopy ?? false,
        atMs,
        startedMs,
        indices,
        runtimesMs,
        stateOf: (position) => stateOfFate[found?.[position] ?? fates.kept] ?? barStates.computed,
        attemptOf: (task) => held?.attempts.get(task) ?? 0,
      });
      if (commit !== null) this.#commits.set(commit, { from, end: this.bars.end });
    }
    for (const task of indices) held?.attempts.delete(task);
    this.#forgetEmpty(lease);
  }

  #forgetEmpty(lease: LeaseId): void {
    if (this.held.get(lease)?.attempts.size === 0) this.#letGo(lease);
  }

  #addAnswer(answer: Answered): void {
    const { lane, chosenMs, sentMs, isCopy, atMs, indices, runtimesMs, stateOf, attemptOf } = answer;
    const latest = Math.max(sentMs, atMs);
    const { earliestMs, startMs: begunMs, part } = placeAnswer({ ...answer, lastEndMs: this.#lastEndMs[lane] ?? 0 });
    let at = begunMs;
    const earlyMs = begunMs - earliestMs;
    const from = this.bars.end;
    const group = Math.ceil(indices.length / mostOfAnswer);
    for (let first = 0; first < indices.length;) {
      const state = stateOf(first);
      const startMs = at;
      let next = first;
      for (; next < indices.length && next - first < group && stateOf(next) === state; next += 1) {
        at = Math.min(latest, at + part * Math.max(0, runtimesMs[next] ?? 0));
      }
      const task = indices[first] ?? 0;
      const count = next - first;
      const recordedMs = state === barStates.recorded ? at : Math.max(at, latest);
      const endMs = at;
      const attempt = attemptOf(task);
      this.bars.add({
        lane,
        task,
        count,
        state,
        attempt,
        isCopy,
        chosenMs,
        sentMs,
        startMs,
        endMs,
        recordedMs,
        earlyMs,
      });
      this.#count(state, count, endMs - startMs);
      first = next;
    }
    this.#lastEndMs[lane] = Math.max(this.#lastEndMs[lane] ?? 0, at);
    this.endMs = Math.max(this.endMs, latest);
    this.#changed.push({ from, end: this.bars.end });
  }

  #count(state: BarState, count: number, ms: number): void {
    this.totals.computedMs += ms;
    const total = totalOf[state];
    if (total !== null) this.totals[total] += count;
  }

  #endLease(lease: LeaseId, how: LeaseEnd, atMs: number): void {
    const held = this.held.get(lease);
    if (held === undefined) return;
    this.#letGo(lease);
    const { lane, chosenMs, sentMs, isCopy, attempts } = held;
    const task = firstOf(held);
    const count = attempts.size;
    if (task === null) return;
    const isLost = how === "lost" || how === "expired";
    const state = isLost ? barStates.lost : barStates.takenBack;
    const endMs = Math.max(sentMs, atMs);
    const startMs = Math.min(endMs, Math.max(sentMs, this.#lastEndMs[lane] ?? 0));
    const attempt = attempts.get(task) ?? 0;
    const from = this.bars.end;
    const times = { chosenMs, sentMs, startMs, endMs, recordedMs: endMs, earlyMs: 0 };
    this.bars.add({ lane, task, count, state, attempt, isCopy, ...times });
    this.#changed.push({ from, end: this.bars.end });
    this.#count(state, count, 0);
    if (how === "expired") this.#mark({ kind: "expired", atMs, lane, task, tasks: count });
  }
}

function firstOf({ attempts }: Held): number | null {
  for (const task of attempts.keys()) return task;
  return null;
}
