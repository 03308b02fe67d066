import type { LeaseId, VolunteerId } from "../../../core/ids.ts";
import { fates, type JobTrace, type TraceEvent } from "../../../room/results/job-trace.ts";
import { placeAnswer } from "../timeline/place-answer.ts";
import { RateBins } from "./rate-bins.ts";

/** Where the time of all slots went, in milliseconds of slots. Together they are the time for which slots were in the room while the job ran. */
export interface SlotTime {
  /** In tasks whose results counted, failures among them. */
  readonly computing: number;
  /** In a slot that had been sent tasks and had not begun yet: on the wire, or while it loaded a program. */
  readonly wire: number;
  /** Between two tasks of a slot that had both in hand. */
  readonly overhead: number;
  /** Without anything to do. */
  readonly waiting: number;
  /** In attempts that did not count: of volunteers that were lost, errors tried again, second copies. */
  readonly lost: number;
}

export interface JobFigures {
  /** From the first sending to the last answer, or until now. */
  readonly wallMs: number;
  readonly slotTime: SlotTime;
  /** Tasks whose results counted. */
  readonly tasks: number;
  /** Most slots that were in the room at a time. */
  readonly mostSlots: number;
}

/** What one volunteer has done of the job. */
export interface VolunteerWork {
  /** Tasks whose results counted. */
  readonly tasks: number;
  readonly computedMs: number;
  /** Attempts that were lost with it or did not come in time. */
  readonly lost: number;
}

type Kind = keyof SlotTime;

interface Slot {
  /** Up to where its time is accounted for. */
  upToMs: number;
}

interface Held {
  readonly volunteer: VolunteerId;
  readonly sentMs: number;
  left: number;
}

/** Events that are read in one frame at the most. */
const eventsAFrame = 8_192;

/** Accounts for the time of each slot while a job ran, from the job's trace. Reads each event once. */
export class JobLedger {
  readonly rates = new RateBins();
  readonly #trace: JobTrace;
  readonly #time: Record<Kind, number> = { computing: 0, wire: 0, overhead: 0, waiting: 0, lost: 0 };
  readonly #slots = new Map<VolunteerId, Slot[]>();
  readonly #held = new Map<LeaseId, Held>();
  readonly #work = new Map<VolunteerId, { tasks: number; computedMs: number; lost: number }>();
  readonly #ratesOf = new Map<VolunteerId, RateBins>();
  #tasks = 0;
  #tasksHeld = 0;
  #mostSlots = 0;
  /** The first sending; null before it. */
  #beganMs: number | null = null;
  #lastAnswerMs = 0;
  #next = 0;
  #missed = 0;

  constructor(trace: JobTrace) {
    this.#trace = trace;
  }

  /** Whether the oldest events were dropped before they were read. */
  get missesSome(): boolean {
    return this.#missed > 0;
  }

  get work(): ReadonlyMap<VolunteerId, VolunteerWork> {
    return this.#work;
  }

  /** The first sending, which rates are counted from, on the axis of the trace; 0 before it. */
  get beganMs(): number {
    return this.#beganMs ?? 0;
  }

  /** By volunteer that has brought a result, its tasks over the time since the first sending. */
  get ratesOf(): ReadonlyMap<VolunteerId, RateBins> {
    return this.#ratesOf;
  }

  /** Whether tasks are in volunteers' hands. */
  get isUnderWay(): boolean {
    return this.#tasksHeld > 0;
  }

  /** Reads as much as a frame has room for. Returns whether there is more. */
  readSome(): boolean {
    const trace = this.#trace;
    if (trace.dropped > this.#next) this.#missed += trace.dropped - this.#next;
    this.#next = Math.max(this.#next, trace.dropped);
    for (let read = 0; read < eventsAFrame; read += 1) {
      const event = trace.at(this.#next);
      if (event === null) break;
      this.#next += 1;
      this.#take(event);
    }
    if (this.#tasksHeld > 0) this.#hold(trace.nowMs);
    return this.#next < trace.count;
  }

  /** null before the first sending. */
  figures(): JobFigures | null {
    const began = this.#beganMs;
    if (began === null) return null;
    const end = this.#tasksHeld > 0 ? this.#trace.nowMs : Math.max(began, this.#lastAnswerMs);
    const slotTime = { ...this.#time };
    const sendings = this.#sendings();
    for (const [volunteer, slots] of this.#slots) {
      const since = sendings.get(volunteer);
      for (const { upToMs } of slots) {
        const gap = Math.max(0, end - Math.max(upToMs, began));
        // What is in hand is being computed, as far as is known.
        const busy = since === undefined ? 0 : Math.min(gap, Math.max(0, end - Math.max(since, upToMs)));
        slotTime.computing += busy;
        slotTime.waiting += gap - busy;
      }
    }
    return { wallMs: end - began, slotTime, tasks: this.#tasks, mostSlots: this.#mostSlots };
  }

  #take(event: TraceEvent): void {
    const { atMs } = event;
    if (event.type !== "came" && event.type !== "went" && event.type !== "recorded") this.#hold(atMs);
    switch (event.type) {
      case "came":
        this.#setSlots(event.volunteer, event.slots, atMs);
        return;
      case "went":
        this.#leave(event);
        return;
      case "sent":
        this.#beganMs ??= atMs;
        this.#held.set(event.lease, { volunteer: event.volunteer, sentMs: atMs, left: event.indices.length });
        this.#tasksHeld += event.indices.length;
        return;
      case "answered":
        this.#answer(event);
        return;
      case "returned":
        this.#release(event.lease, event.indices.length);
        return;
      case "ended": {
        const left = this.#held.get(event.lease)?.left ?? 0;
        if (event.how === "lost" || event.how === "expired") this.#workOf(event.volunteer).lost += left;
        this.#release(event.lease, left);
        return;
      }
      case "recalled":
      case "recorded":
        return;
    }
  }

  #hold(atMs: number): void {
    if (this.#beganMs !== null) this.rates.hold(atMs - this.#beganMs, this.#tasksHeld);
  }

  #release(lease: LeaseId, count: number): void {
    const held = this.#held.get(lease);
    if (held === undefined) return;
    const gone = Math.min(held.left, count);
    held.left -= gone;
    this.#tasksHeld -= gone;
    if (held.left === 0) this.#held.delete(lease);
  }

  /** By volunteer that has something in hand: when the oldest of it was sent. */
  #sendings(): ReadonlyMap<VolunteerId, number> {
    const oldest = new Map<VolunteerId, number>();
    for (const { volunteer, sentMs } of this.#held.values()) {
      oldest.set(volunteer, Math.min(oldest.get(volunteer) ?? sentMs, sentMs));
    }
    return oldest;
  }

  #setSlots(volunteer: VolunteerId, count: number, atMs: number): void {
    const slots = this.#slots.get(volunteer) ?? [];
    this.#slots.set(volunteer, slots);
    for (const { upToMs } of slots.splice(count)) this.#spend("waiting", upToMs, atMs);
    while (slots.length < count) slots.push({ upToMs: atMs });
    let all = 0;
    for (const each of this.#slots.values()) all += each.length;
    this.#mostSlots = Math.max(this.#mostSlots, all);
  }

  #leave({ volunteer, departure, atMs }: Extract<TraceEvent, { type: "went" }>): void {
    const since = departure === "lost" ? this.#sendings().get(volunteer) : undefined;
    for (const { upToMs } of this.#slots.get(volunteer) ?? []) {
      const lostFrom = since === undefined ? atMs : Math.min(atMs, Math.max(since, upToMs));
      this.#spend("waiting", upToMs, lostFrom);
      this.#spend("lost", lostFrom, atMs);
    }
    this.#slots.delete(volunteer);
  }

  #answer(event: Extract<TraceEvent, { type: "answered" }>): void {
    const { volunteer, lease, slot: nth, atMs, startedMs, indices, runtimesMs, fates: found } = event;
    const sentMs = this.#held.get(lease)?.sentMs ?? Math.min(startedMs, atMs);
    this.#release(lease, indices.length);
    this.#beganMs ??= Math.min(startedMs, atMs);
    this.#lastAnswerMs = Math.max(this.#lastAnswerMs, atMs);
    const kept = found === null ? indices.length : found.filter((fate) => fate <= fates.failed).length;
    this.#tasks += kept;
    this.rates.settle(atMs - this.#beganMs, kept);
    const work = this.#workOf(volunteer);
    work.tasks += kept;
    const rates = this.#ratesOf.get(volunteer) ?? new RateBins();
    this.#ratesOf.set(volunteer, rates);
    rates.settle(atMs - this.#beganMs, kept);
    const slot = this.#slots.get(volunteer)?.[nth];
    // Of a slot that its volunteer has taken away meanwhile, or of a volunteer that is gone.
    if (slot === undefined) return;
    const lastEndMs = Math.max(slot.upToMs, this.#beganMs);
    const { startMs, part } = placeAnswer({ sentMs, atMs, startedMs, lastEndMs, runtimesMs });
    const wasIdle = sentMs >= lastEndMs;
    this.#spend("waiting", slot.upToMs, Math.min(sentMs, startMs));
    this.#spend(wasIdle ? "wire" : "overhead", Math.max(lastEndMs, sentMs), startMs);
    let at = startMs;
    for (const [position, runtimeMs] of runtimesMs.entries()) {
      const ms = part * Math.max(0, runtimeMs);
      const counts = found === null || (found[position] ?? fates.kept) <= fates.failed;
      this.#time[counts ? "computing" : "lost"] += ms;
      if (counts) work.computedMs += ms;
      at += ms;
    }
    slot.upToMs = Math.max(slot.upToMs, at);
  }

  #spend(kind: Kind, fromMs: number, toMs: number): void {
    const from = Math.max(fromMs, this.#beganMs ?? toMs);
    this.#time[kind] += Math.max(0, toMs - from);
  }

  #workOf(volunteer: VolunteerId): { tasks: number; computedMs: number; lost: number } {
    const known = this.#work.get(volunteer);
    if (known !== undefined) return known;
    const made = { tasks: 0, computedMs: 0, lost: 0 };
    this.#work.set(volunteer, made);
    return made;
  }
}
