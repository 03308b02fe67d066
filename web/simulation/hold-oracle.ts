import type { JobId } from "../core/ids.ts";
import { outcomes } from "../core/job/job.ts";
import type { SchedulerEffect } from "../core/scheduler/effects.ts";
import type { SchedulerEvent } from "../core/scheduler/events.ts";
import { isOnceOnly, isOver, type Lease, type Scheduler, type Session } from "../core/scheduler/state.ts";
import type { LeaseName } from "../core/wire/messages.ts";
import type { Findings } from "./findings.ts";
import type { RoomPage } from "./room-page.ts";
import type { TaskPlace } from "./sample-task.ts";
import type { SimulatedPage } from "./simulated-page.ts";
import { slowLooks, slowSchedulerSettings, timeLimitMs } from "./time-scale.ts";
import type { Timeline } from "./timeline.ts";

type ResultsArrived = Extract<SchedulerEvent, { type: "results-arrived" }>;

/** What is known of a lease beside what the scheduler notes of it. */
interface Line {
  readonly job: JobId;
  readonly tasks: readonly number[];
  readonly answered: Set<number>;
  /** When a task ahead of the first unanswered one was last answered, by the room's clock. */
  movedAt: number;
  /** The longest that it was allowed to stand still at any time. */
  mostMs: number;
  /** What it was allowed when it was granted or last named. */
  allowedMs: number;
  /** When it was granted or its volunteer last named it, and when it moved, in milliseconds in which its room went on. */
  namedAwakeMs: number;
  movedAwakeMs: number;
}

/** Milliseconds between two standstills that look like one where they are closer: a planned look was late, and the next one is. */
const stumbleMs = slowLooks.everyMs + slowLooks.longestMs;

interface HoldWorld {
  readonly timeline: Timeline;
  readonly findings: Findings;
}

/** [I18], [I19] and [S13]: tasks that are held in silence, and machines that stand still. */
export class HoldOracle {
  readonly #world: HoldWorld;
  /** Whether the fact that is being handled is that the alarm rang. */
  #isAlarm = false;
  readonly #lines = new WeakMap<Scheduler, Map<number, Line>>();
  /** Jobs of which the volunteer has answered a task over this link: their programs have loaded there. */
  readonly #answered = new WeakMap<Session, Set<JobId>>();

  constructor(world: HoldWorld) {
    this.#world = world;
  }

  /**
   * [S13] Only its own computing makes a task late, and nothing else is its runtime. What a machine that stumbled from one standstill
   * into the next looks like is a tab whose timers are held back.
   */
  timed(page: SimulatedPage, { plan, task }: TaskPlace, ownMs: number, runtimeMs: number, isLate: boolean): void {
    if (page.hasStumbled(stumbleMs, runtimeMs + ownMs)) return;
    const { findings } = this.#world;
    const name = `task ${task} of plan ${plan}`;
    findings.must(!isLate, `[S13] ${name} is late after ${runtimeMs} ms, of which it computed ${ownMs}`);
    findings.must(runtimeMs <= ownMs + slowLooks.longestMs, `[S13] ${name} took ${ownMs} ms, and says ${runtimeMs}`);
  }

  factArrives(room: RoomPage, event: SchedulerEvent): void {
    const { scheduler, page } = room;
    this.#isAlarm = event.type === "alarm-rang";
    if (scheduler === null || !("volunteer" in event)) return;
    const session = scheduler.sessions.get(event.volunteer);
    if (session === undefined) return;
    if (event.type === "piece-sent") this.#move(room, session, null, event.now);
    if (event.type === "results-arrived") {
      const lease = scheduler.leases.get(event.lease);
      const isLive = event.epoch === scheduler.epoch && lease?.session === session;
      if (isLive) this.#answer(room, lease, event);
      // A slot that was at a task of a former link is free.
      else if (event.offered) this.#move(room, session, null, event.now);
    }
    if (event.type === "tasks-returned") this.#relieve(room, event.lease, event.indices, event.now);
    if (event.type !== "heartbeat-arrived") return;
    for (const { lease, epoch } of event.leases) {
      const line = epoch === scheduler.epoch ? this.#of(scheduler).get(lease) : undefined;
      if (line === undefined) continue;
      line.namedAwakeMs = this.#awakeMs(page);
    }
  }

  orderGiven({ scheduler, page }: RoomPage, effect: SchedulerEffect): void {
    if (scheduler === null) return;
    if (effect.type === "send-batch") {
      const longestMs = this.#longestMs(scheduler.sessions.get(effect.volunteer), effect.job, effect.indices.length);
      const allowedMs = slowSchedulerSettings.leaseFloorMs + longestMs;
      this.#of(scheduler).set(effect.lease, {
        job: effect.job,
        tasks: [...effect.indices],
        answered: new Set(),
        movedAt: scheduler.now,
        mostMs: allowedMs,
        allowedMs,
        namedAwakeMs: this.#awakeMs(page),
        movedAwakeMs: this.#awakeMs(page),
      });
    }
    // The order of the recall is all that tells which lease has expired; of a task that is leased at most once, its loss.
    if (effect.type === "send-recall" && this.#isAlarm) this.#checkExpiry(scheduler, page, effect.lease);
    if (effect.type === "explain" && effect.explanation.type === "lost-for-good") {
      const { because, job, first } = effect.explanation;
      const lines = because === "expired" ? [...this.#of(scheduler)] : [];
      const found = lines.findLast(([, line]) => line.job === job && line.tasks.includes(first));
      if (found !== undefined) this.#checkExpiry(scheduler, page, found[0]);
    }
  }

  /** [I19] No lease ends before its time has passed where its room goes on: what the room slept through is nobody's silence. */
  #checkExpiry(scheduler: Scheduler, page: SimulatedPage, lease: number): void {
    const line = this.#of(scheduler).get(lease);
    if (line === undefined || [...scheduler.leases.keys()].some((id) => id === lease)) return;
    if (page.hasStumbled(stumbleMs, slowSchedulerSettings.leaseFloorMs)) return;
    // A planned look may be late.
    const latest = this.#awakeMs(page) + slowLooks.longestMs;
    const [namedMs, movedMs] = [latest - line.namedAwakeMs, latest - line.movedAwakeMs];
    this.#world.findings.must(
      namedMs >= slowSchedulerSettings.leaseFloorMs || movedMs >= line.allowedMs,
      `[I19] lease ${lease} ends ${namedMs} ms after it was last named, of which its room slept through all others`,
    );
  }

  /** Two short standstills together may be longer than one that the room's clock leaves out. */
  #awakeMs(page: SimulatedPage): number {
    return this.#world.timeline.now - page.noticedMs(slowLooks.longestMs);
  }

  factHandled({ scheduler }: RoomPage, event: SchedulerEvent): void {
    if (scheduler === null) return;
    if (event.type === "heartbeat-arrived") {
      const session = scheduler.sessions.get(event.volunteer);
      if (session !== undefined) this.#allow(scheduler, session, event.leases);
    }
    for (const { id, deadline } of scheduler.leases.values()) {
      const line = this.#of(scheduler).get(id);
      const latest = line === undefined ? Number.POSITIVE_INFINITY : line.movedAt + line.mostMs + 1;
      this.#world.findings.must(deadline <= latest, `[I18] lease ${id} is held in silence for too long`);
    }
  }

  /** What each lease of the volunteer may stand still for, as its leases are when it names some of them. */
  #allow(scheduler: Scheduler, session: Session, named: readonly LeaseName[]): void {
    const held = [...session.leases];
    const ofFormerLink = [...session.equipment].flatMap(([job, state]) =>
      state === "computing" && !isOver(job) ? [this.#longestMs(session, job.id, 2)] : [],
    );
    const allowedBehind = (ahead: readonly Lease[]): number => {
      const longest = ahead.map(({ job, indices }) => this.#longestMs(session, job.id, indices.length));
      const turns = ofFormerLink.length > 0 || new Set(ahead.map(({ job }) => job)).size > 1 ? 2 : 1;
      return slowSchedulerSettings.leaseFloorMs + turns * Math.max(0, ...ofFormerLink, ...longest);
    };
    const besideKept = allowedBehind(held.filter(({ job }) => !isOnceOnly(job)));
    const ofKept = allowedBehind(held);
    for (const { id, job } of held) {
      const line = this.#of(scheduler).get(id);
      if (line === undefined) continue;
      const allowedMs = isOnceOnly(job) ? ofKept : besideKept;
      line.mostMs = Math.max(line.mostMs, allowedMs);
      if (named.some(({ lease, epoch }) => lease === id && epoch === scheduler.epoch)) line.allowedMs = allowedMs;
    }
  }

  /** Milliseconds that a slot may be at one task of a batch of so many. Until the first answer its program may take as long to load, each time. */
  #longestMs(session: Session | undefined, job: JobId, tasks: number): number {
    const hasAnswered = session !== undefined && this.#answered.get(session)?.has(job) === true;
    return timeLimitMs * (tasks > 1 ? 2 : 1) * (hasAnswered ? 1 : 2);
  }

  #answer(room: RoomPage, { id, session, job }: Lease, event: ResultsArrived): void {
    const { block, busyMs, now } = event;
    const [first] = block.outcomes;
    const isWithoutInputs = busyMs === 0 && block.outcomes.every((outcome) => outcome === outcomes.crashed);
    if (first !== undefined && first !== outcomes.notLoaded && !isWithoutInputs) {
      this.#answered.set(session, (this.#answered.get(session) ?? new Set()).add(job.id));
    }
    this.#relieve(room, id, block.indices, now);
    this.#move(room, session, id, now);
  }

  #relieve(room: RoomPage, lease: number, tasks: Uint32Array, now: number): void {
    const line = this.#lineOf(room, lease);
    if (line === undefined) return;
    const first = line.tasks.find((task) => !line.answered.has(task));
    for (const task of tasks) line.answered.add(task);
    if (first !== undefined && line.answered.has(first)) this.#noteMove(room, line, now);
  }

  /** All leases of the volunteer move that were granted after this one, or all. */
  #move(room: RoomPage, { leases }: Session, after: number | null, now: number): void {
    for (const { id } of leases) {
      const line = this.#lineOf(room, id);
      if (line !== undefined && (after === null || id > after)) this.#noteMove(room, line, now);
    }
  }

  #noteMove({ page }: RoomPage, line: Line, now: number): void {
    line.movedAt = now;
    line.movedAwakeMs = this.#awakeMs(page);
  }

  #lineOf({ scheduler }: RoomPage, lease: number): Line | undefined {
    return scheduler === null ? undefined : this.#of(scheduler).get(lease);
  }

  #of(scheduler: Scheduler): Map<number, Line> {
    const lines = this.#lines.get(scheduler) ?? new Map<number, Line>();
    this.#lines.set(scheduler, lines);
    return lines;
  }
}
