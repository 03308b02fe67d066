import { isLeaseId, type VolunteerId } from "../core/ids.ts";
import { callerKey, type CallerEnd, type CallerKey } from "../core/objects/call.ts";
import type { SchedulerEffect } from "../core/scheduler/effects.ts";
import type { SchedulerEvent } from "../core/scheduler/events.ts";
import { holds } from "../core/scheduler/holders.ts";
import type { Lease, Scheduler } from "../core/scheduler/state.ts";
import { taskStates } from "../core/scheduler/tasks.ts";
import { outcomes } from "../core/job/job.ts";
import type { Packed } from "../core/values/format.ts";
import { packAll, valueAt } from "../core/values/packed.ts";
import type { DownMessage, UpMessage } from "../core/wire/messages.ts";
import type { CallDesk, DeskCall } from "../room/call-desk.ts";
import { mixed } from "./dice.ts";
import type { Findings } from "./findings.ts";
import type { RoomPage } from "./room-page.ts";
import type { SimulatedPage } from "./simulated-page.ts";
import type { Timeline } from "./timeline.ts";
import type { VolunteerTab } from "./volunteer-tab.ts";

/** Longest time that an object has a call wait, in milliseconds. */
const longestWaitMs = 20_000;

interface CallOracleWorld {
  readonly timeline: Timeline;
  readonly findings: Findings;
  readonly findRoom: (page: SimulatedPage) => RoomPage | null;
  readonly findTab: (number: number) => VolunteerTab | null;
}

/** Outcomes with which a caller is done. */
const ends: ReadonlySet<number> = new Set([outcomes.value, outcomes.endsJob, outcomes.threw]);

/** A caller as its desk knows it. */
interface KnownCaller {
  calls: number;
  /** How many of them are answered. */
  answers: number;
  end: CallerEnd | null;
}

/** [P10] Has the shared objects of all rooms, and checks what becomes of each call and of each caller. */
export class CallOracle {
  readonly #world: CallOracleWorld;
  /** Of all rooms: no epoch begins twice. */
  readonly #callers = new Map<CallerKey, KnownCaller>();
  /** Those of them whose end is not told. */
  readonly #open = new Map<CallerKey, SimulatedPage>();
  /** Answers with a value that rooms have sent, by caller and number. */
  readonly #sent = new Set<string>();
  /** The fact whose orders are carried out. */
  #fact: SchedulerEvent | null = null;

  constructor(world: CallOracleWorld) {
    this.#world = world;
  }

  deskOf(page: SimulatedPage): CallDesk {
    return {
      onCall: (key, call, answer) => this.#takeCall(page, key, call, answer),
      onCallerEnded: (key, how) => this.#endCaller(key, how),
    };
  }

  #must(isTrue: boolean, words: string): void {
    this.#world.findings.must(isTrue, `[P10] ${words}`);
  }

  #takeCall(
    page: SimulatedPage,
    key: CallerKey,
    { number, received, request }: DeskCall,
    answer: (answer: Packed) => void,
  ): void {
    const caller = this.#callers.get(key) ?? { calls: 0, answers: 0, end: null };
    this.#callers.set(key, caller);
    if (caller.end === null) this.#open.set(key, page);
    this.#must(caller.end === null, `caller ${key} calls after its end`);
    this.#must(number === caller.calls + 1, `call ${number} of ${key} comes after ${caller.calls} calls`);
    this.#must(received <= caller.answers, `caller ${key} has had ${received} answers of ${caller.answers}`);
    this.#must(this.#isLive(page, key), `caller ${key} calls, and does not count`);
    const task = valueAt(request, 2);
    this.#must(key.endsWith(`.${String(task)}`), `task ${String(task)} calls as ${key}`);
    caller.calls = number;
    const draw = mixed(17, number, key.length, caller.calls + this.#callers.size);
    // Some wait for ever.
    if (draw % 8 === 0) return;
    this.#world.timeline.after(draw % longestWaitMs, () =>
      page.hear(() => this.#answer(page, key, caller, number, request, answer)),
    );
  }

  #answer(
    page: SimulatedPage,
    key: CallerKey,
    caller: KnownCaller,
    number: number,
    request: Packed,
    answer: (answer: Packed) => void,
  ): void {
    if (caller.end !== null) {
      // Nothing may come of it.
      answer(packAll(["value", valueAt(request, 3)]));
      return;
    }
    caller.answers += 1;
    answer(packAll(["value", valueAt(request, 3)]));
    // The room hears of its link's end a moment after that, and of the caller's with it.
    const isSent = this.#sent.has(`${key} ${number}`) || this.#isLinkOver(page, key);
    this.#must(isSent, `the answer to call ${number} of ${key} is not sent`);
  }

  #endCaller(key: CallerKey, how: CallerEnd): void {
    const caller = this.#callers.get(key);
    this.#must(caller !== undefined, `an end is told of ${key}, which has not called`);
    if (caller === undefined) return;
    this.#must(caller.end === null, `the end of ${key} is told twice`);
    caller.end = how;
    this.#open.delete(key);
    const isDone = this.#fact?.type === "results-arrived" && isAnswered(this.#fact, key);
    this.#must((how === "done") === isDone, `${key} is told as ${how}, against what has come of it`);
  }

  #leaseOf(page: SimulatedPage, key: CallerKey): Lease | undefined {
    const [, id] = key.split(".").map(Number);
    return isLeaseId(id) ? this.#world.findRoom(page)?.scheduler?.leases.get(id) : undefined;
  }

  #isLinkOver(page: SimulatedPage, key: CallerKey): boolean {
    const volunteer = this.#leaseOf(page, key)?.session.id;
    const link = volunteer === undefined ? undefined : this.#world.findRoom(page)?.links.get(volunteer);
    return link?.ends.room.isOver === true;
  }

  /** What a room says over a link. */
  said(message: UpMessage | DownMessage): void {
    if (message.type !== "answer" || valueAt(message.answer, 0) !== "value") return;
    const key = callerKey(message);
    this.#must(this.#callers.get(key)?.end === null, `${key} is answered after its end`);
    this.#must(!this.#sent.has(`${key} ${message.call}`), `call ${message.call} of ${key} is answered twice`);
    this.#sent.add(`${key} ${message.call}`);
  }

  /** A task has been given an answer; `name`: of the call that it waits for under this number, null where there is none. */
  answered(name: string | null, answer: Packed): void {
    this.#must(name !== null, "a task is answered what it has not asked, or twice");
    const isValue = valueAt(answer, 0) === "value";
    this.#must(
      isValue ? valueAt(answer, 1) === name : valueAt(answer, 1) === "Fenced",
      "a task is given another one's answer",
    );
  }

  /** All orders of the fact before have been carried out. */
  factArrives(room: RoomPage, event: SchedulerEvent): void {
    this.#fact = event;
    if (room.isDying || room.scheduler === null) return;
    for (const [key, page] of this.#open) {
      if (page !== room.page || !isOf(room.scheduler, key)) continue;
      this.#must(this.#isLive(page, key), `the end of ${key} is not told`);
    }
  }

  /** [P10] What a fenced attempt brings counts no more, by which link ever it comes. */
  orderGiven(room: RoomPage, effect: SchedulerEffect): void {
    const fact = this.#fact;
    if (effect.type !== "commit-results" || fact?.type !== "results-arrived" || !fact.offered) return;
    if (this.#hasForged(room, fact.volunteer)) return;
    const { indices } = effect.block;
    for (const at of effect.positions ?? indices.keys()) {
      const key = callerKey({ ...fact, task: indices[at] ?? 0 });
      this.#must(!this.#callers.has(key), `the result of ${key} counts over another link`);
    }
  }

  #hasForged(room: RoomPage, volunteer: VolunteerId): boolean {
    const link = room.links.get(volunteer);
    return link !== undefined && this.#world.findTab(link.ends.volunteer.page.tab)?.hasForged === true;
  }

  /** The room runs in that page no more. */
  checkStopped(page: SimulatedPage): void {
    for (const [key, home] of this.#open) this.#must(home !== page, `the end of ${key} is not told with its room's`);
  }

  #isLive(page: SimulatedPage, key: CallerKey): boolean {
    const [, , task] = key.split(".").map(Number);
    const lease = this.#leaseOf(page, key);
    return (
      lease !== undefined &&
      task !== undefined &&
      holds(lease, task) &&
      lease.job.tasks.state(task) === taskStates.leased
    );
  }
}

function isOf({ epoch }: Scheduler, key: CallerKey): boolean {
  return key.startsWith(`${epoch}.`);
}

/** Whether the answer is the caller's own: a value, or what it has thrown. */
function isAnswered(fact: Extract<SchedulerEvent, { type: "results-arrived" }>, key: CallerKey): boolean {
  const { indices, outcomes: ended } = fact.block;
  return indices.some((task, at) => callerKey({ ...fact, task }) === key && ends.has(ended[at] ?? 0));
}
