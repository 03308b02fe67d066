import type { CallOff, Clock } from "../../core/clock.ts";
import type { VolunteerId } from "../../core/ids.ts";
import { callerKey, type CallerKey } from "../../core/objects/call.ts";
import { mostOpenCallBytes, mostOpenCalls } from "../../core/objects/call-bounds.ts";
import { errorAnswer, fencedAnswer } from "../../core/objects/error-answer.ts";
import type { SchedulerEffect } from "../../core/scheduler/effects.ts";
import type { Packed } from "../../core/values/format.ts";
import { maxValueBytes } from "../../core/values/limits.ts";
import type { CallName, UpMessage } from "../../core/wire/messages.ts";
import type { Link } from "../../links/link.ts";
import type { CallDesk } from "../call-desk.ts";
import type { People } from "./people.ts";
import { sendMessage } from "./send-message.ts";

type PassedCall = Extract<SchedulerEffect, { type: "pass-call" }>;
type FencedCall = Extract<SchedulerEffect, { type: "fence-call" }>;
type EndedCaller = Extract<SchedulerEffect, { type: "end-caller" }>;

/** Bytes that may wait in a volunteer's link before its further calls wait here: their answers may be large, and would wait in the link. */
const mostBacklogBytes = 1024 * 1024;

/** Milliseconds until a link that was full is looked at again: nothing tells that it has room. */
const lookAgainMs = 50;

/** Bytes of an answer beside its value. */
const answerHeadBytes = 64;

/** An attempt that has called. */
interface OpenCaller {
  /** By which the call came: the answers go nowhere else. */
  readonly link: Link;
  /** Calls that are not answered, and the bytes of their requests. */
  readonly open: Map<number, number>;
  bytes: number;
  /** Whether the desk knows of it. */
  isKnown: boolean;
}

/** Calls of shared objects on their way between volunteers and the desk, and which of them are not answered yet. */
export class OpenCalls {
  readonly #desk: CallDesk;
  readonly #people: Pick<People, "linkOf">;
  readonly #clock: Clock;
  readonly #callers = new Map<CallerKey, OpenCaller>();
  /** Calls that wait for room in their volunteer's link, in the order in which they came. */
  readonly #held = new Map<VolunteerId, PassedCall[]>();
  #callOff: CallOff | null = null;

  constructor(desk: CallDesk, people: Pick<People, "linkOf">, clock: Clock) {
    this.#desk = desk;
    this.#people = people;
    this.#clock = clock;
  }

  /** What is wrong with a call that no honest volunteer makes; null if nothing is. */
  findExcess(call: Extract<UpMessage, { type: "call" }>): string | null {
    const caller = this.#callers.get(callerKey(call));
    const bytes = (caller?.bytes ?? 0) + call.request.bytes.length;
    if ((caller?.open.size ?? 0) >= mostOpenCalls) return `more than ${mostOpenCalls} calls of a task at once`;
    return bytes > mostOpenCallBytes ? `${bytes} bytes in calls of a task at once` : null;
  }

  /** Hands the call to the desk, or keeps it until there is room for its answer. */
  passCall(call: PassedCall): void {
    const link = this.#people.linkOf(call.volunteer);
    if (link === null) return;
    const key = callerKey(call);
    const caller = this.#callers.get(key) ?? { link, open: new Map<number, number>(), bytes: 0, isKnown: false };
    this.#callers.set(key, caller);
    const bytes = call.request.bytes.length;
    caller.open.set(call.call, bytes);
    caller.bytes += bytes;
    const held = this.#held.get(call.volunteer);
    if (held === undefined && link.backlogBytes < mostBacklogBytes) this.#handOver(key, caller, call);
    else this.#hold(call, held);
  }

  #hold(call: PassedCall, held: PassedCall[] | undefined): void {
    if (held === undefined) this.#held.set(call.volunteer, [call]);
    else held.push(call);
    this.#callOff ??= this.#clock.after(lookAgainMs, () => this.#passHeld());
  }

  #passHeld(): void {
    this.#callOff = null;
    for (const [volunteer, held] of this.#held) {
      const backlog = (): number => this.#people.linkOf(volunteer)?.backlogBytes ?? 0;
      while (held.length > 0 && backlog() < mostBacklogBytes) {
        const call = held.shift();
        if (call !== undefined) this.#handOverHeld(call);
      }
      if (held.length === 0) this.#held.delete(volunteer);
    }
    if (this.#held.size > 0) this.#callOff ??= this.#clock.after(lookAgainMs, () => this.#passHeld());
  }

  /** That of a caller which has ended meanwhile is dropped. */
  #handOverHeld(call: PassedCall): void {
    const key = callerKey(call);
    const caller = this.#callers.get(key);
    if (caller !== undefined) this.#handOver(key, caller, call);
  }

  #handOver(key: CallerKey, caller: OpenCaller, call: PassedCall): void {
    caller.isKnown = true;
    const { call: number, received, request } = call;
    this.#desk.onCall(key, { number, received, request }, (answer) => {
      if (this.#callers.get(key) === caller) this.#answer(caller, call, answer);
    });
  }

  #answer(caller: OpenCaller, call: CallName, answer: Packed): void {
    const bytes = caller.open.get(call.call);
    if (bytes === undefined) return;
    caller.open.delete(call.call);
    caller.bytes -= bytes;
    const size = answer.bytes.length;
    const isTooLarge = size > maxValueBytes + answerHeadBytes;
    sendAnswer(caller.link, call, isTooLarge ? errorAnswer("RangeError", `An answer of ${size} bytes.`) : answer);
  }

  fenceCall(call: FencedCall): void {
    const link = this.#people.linkOf(call.volunteer);
    if (link !== null) sendAnswer(link, call, fencedAnswer());
  }

  /** What a lost attempt waits for is answered by that it is fenced: it would wait in vain. */
  endCaller(ended: EndedCaller): void {
    const key = callerKey(ended);
    const caller = this.#callers.get(key);
    if (caller === undefined) return;
    // They came before the result did.
    if (ended.how === "done") this.#handOverAllHeld(key);
    this.#callers.delete(key);
    if (ended.how === "lost")
      for (const call of caller.open.keys()) sendAnswer(caller.link, { ...ended, call }, fencedAnswer());
    if (caller.isKnown) this.#desk.onCallerEnded(key, ended.how);
  }

  #handOverAllHeld(key: CallerKey): void {
    for (const held of this.#held.values()) {
      for (const call of held) if (callerKey(call) === key) this.#handOverHeld(call);
    }
  }

  /** This start of the room is over, and with it all leases. */
  stopCalls(): void {
    this.#callOff?.();
    this.#callOff = null;
    this.#held.clear();
    const callers = [...this.#callers];
    this.#callers.clear();
    for (const [key, { isKnown }] of callers) if (isKnown) this.#desk.onCallerEnded(key, "lost");
  }
}

function sendAnswer(link: Link, { epoch, lease, job, task, call }: CallName, answer: Packed): void {
  sendMessage(link, { type: "answer", epoch, lease, job, task, call, answer });
}
