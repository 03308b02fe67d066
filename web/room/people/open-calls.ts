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

/** Most calls of one volunteer that are not answered, of all its tasks: each takes about a kilobyte for as long as it waits. */
const mostVolunteerCalls = 65_536;

/** Most bytes of a volunteer's calls that wait for room in its link, of all its tasks: also one that stops reading goes on to call. */
const mostHeldBytes = mostOpenCallBytes;

/** What all tasks of a volunteer have called. */
interface VolunteerCalls {
  /** Calls that are not answered. */
  open: number;
  /** Calls that wait for room in its link, in the order in which they came. */
  held: PassedCall[];
  heldBytes: number;
}

const noCalls: Readonly<VolunteerCalls> = { open: 0, held: [], heldBytes: 0 };

/** An attempt that has called. */
interface OpenCaller {
  readonly volunteer: VolunteerId;
  readonly ofVolunteer: VolunteerCalls;
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
  /** Of those that have calls which are not answered. */
  readonly #volunteers = new Map<VolunteerId, VolunteerCalls>();
  #callOff: CallOff | null = null;

  constructor(desk: CallDesk, people: Pick<People, "linkOf">, clock: Clock) {
    this.#desk = desk;
    this.#people = people;
    this.#clock = clock;
  }

  /** What is wrong with a call that no honest volunteer makes; null if nothing is. */
  findExcess(volunteer: VolunteerId, call: Extract<UpMessage, { type: "call" }>): string | null {
    const caller = this.#callers.get(callerKey(call));
    const { open, held, heldBytes } = this.#volunteers.get(volunteer) ?? noCalls;
    const size = call.request.bytes.length;
    const bytes = (caller?.bytes ?? 0) + size;
    if ((caller?.open.size ?? 0) >= mostOpenCalls) return `more than ${mostOpenCalls} calls of a task at once`;
    if (open >= mostVolunteerCalls) return `more than ${mostVolunteerCalls} calls at once`;
    if (held.length > 0 && heldBytes + size > mostHeldBytes)
      return `${heldBytes + size} bytes in calls, and reads no answers`;
    return bytes > mostOpenCallBytes ? `${bytes} bytes in calls of a task at once` : null;
  }

  /** Hands the call to the desk, or keeps it until there is room for its answer. */
  passCall(call: PassedCall): void {
    const link = this.#people.linkOf(call.volunteer);
    if (link === null) return;
    const key = callerKey(call);
    const { volunteer } = call;
    const ofVolunteer = this.#volunteers.get(volunteer) ?? { ...noCalls, held: [] };
    this.#volunteers.set(volunteer, ofVolunteer);
    const caller = this.#callers.get(key) ?? {
      volunteer,
      ofVolunteer,
      link,
      open: new Map(),
      bytes: 0,
      isKnown: false,
    };
    this.#callers.set(key, caller);
    const bytes = call.request.bytes.length;
    caller.open.set(call.call, bytes);
    caller.bytes += bytes;
    ofVolunteer.open += 1;
    if (ofVolunteer.held.length === 0 && link.backlogBytes < mostBacklogBytes) this.#handOver(key, caller, call);
    else this.#hold(call, ofVolunteer);
  }

  #hold(call: PassedCall, ofVolunteer: VolunteerCalls): void {
    ofVolunteer.held.push(call);
    ofVolunteer.heldBytes += call.request.bytes.length;
    this.#callOff ??= this.#clock.after(lookAgainMs, () => this.#passHeld());
  }

  #passHeld(): void {
    this.#callOff = null;
    let isAnyHeld = false;
    for (const [volunteer, ofVolunteer] of this.#volunteers) {
      const backlog = (): number => this.#people.linkOf(volunteer)?.backlogBytes ?? 0;
      while (backlog() < mostBacklogBytes) {
        const call = ofVolunteer.held.shift();
        if (call === undefined) break;
        ofVolunteer.heldBytes -= call.request.bytes.length;
        const key = callerKey(call);
        const caller = this.#callers.get(key);
        if (caller !== undefined) this.#handOver(key, caller, call);
      }
      isAnyHeld ||= ofVolunteer.held.length > 0;
    }
    if (isAnyHeld) this.#callOff ??= this.#clock.after(lookAgainMs, () => this.#passHeld());
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
    this.#forget(caller, 1);
    const size = answer.bytes.length;
    const isTooLarge = size > maxValueBytes + answerHeadBytes;
    sendAnswer(caller.link, call, isTooLarge ? errorAnswer("RangeError", `An answer of ${size} bytes.`) : answer);
  }

  /** So many calls of the caller are not open any more. */
  #forget({ volunteer, ofVolunteer }: OpenCaller, calls: number): void {
    ofVolunteer.open -= calls;
    if (ofVolunteer.open === 0 && this.#volunteers.get(volunteer) === ofVolunteer) this.#volunteers.delete(volunteer);
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
    const held = takeHeld(caller.ofVolunteer, key);
    // They came before the result did.
    if (ended.how === "done") for (const call of held) this.#handOver(key, caller, call);
    this.#callers.delete(key);
    this.#forget(caller, caller.open.size);
    if (ended.how === "lost")
      for (const call of caller.open.keys()) sendAnswer(caller.link, { ...ended, call }, fencedAnswer());
    if (caller.isKnown) this.#desk.onCallerEnded(key, ended.how);
  }

  /** This start of the room is over, and with it all leases. */
  stopCalls(): void {
    this.#callOff?.();
    this.#callOff = null;
    this.#volunteers.clear();
    const callers = [...this.#callers];
    this.#callers.clear();
    for (const [key, { isKnown }] of callers) if (isKnown) this.#desk.onCallerEnded(key, "lost");
  }
}

/** Takes the caller's calls out of those that wait for room. */
function takeHeld(ofVolunteer: VolunteerCalls, key: CallerKey): readonly PassedCall[] {
  const taken = ofVolunteer.held.filter((call) => callerKey(call) === key);
  if (taken.length === 0) return taken;
  ofVolunteer.held = ofVolunteer.held.filter((call) => callerKey(call) !== key);
  for (const { request } of taken) ofVolunteer.heldBytes -= request.bytes.length;
  return taken;
}

function sendAnswer(link: Link, { epoch, lease, job, task, call }: CallName, answer: Packed): void {
  sendMessage(link, { type: "answer", epoch, lease, job, task, call, answer });
}
