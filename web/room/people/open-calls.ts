import type { CallOff, Clock } from "../../core/clock.ts";
import type { VolunteerId } from "../../core/ids.ts";
import { callerKey, type CallerKey } from "../../core/objects/call.ts";
import {
  callCreditBytes,
  mostOpenCallBytes,
  mostOpenCalls,
  mostUncreditedBytes,
  mostVolunteerCalls,
} from "../../core/objects/call-bounds.ts";
import { errorAnswer, fencedAnswer } from "../../core/objects/error-answer.ts";
import type { SchedulerEffect } from "../../core/scheduler/effects.ts";
import type { Packed } from "../../core/values/format.ts";
import { maxValueBytes } from "../../core/values/limits.ts";
import type { CallName, UpMessage } from "../../core/wire/messages.ts";
import type { Link } from "../../links/link.ts";
import type { CallDesk } from "../call-desk.ts";
import type { People } from "./people.ts";
import { sendMessage } from "./send-message.ts";

type ReceivedCall = Extract<UpMessage, { type: "call" }>;
type PassedCall = Extract<SchedulerEffect, { type: "pass-call" }>;
type FencedCall = Extract<SchedulerEffect, { type: "fence-call" }>;
type EndedCaller = Extract<SchedulerEffect, { type: "end-caller" }>;

/** Bytes that may wait in a volunteer's link before its further calls wait here: their answers may be large, and would wait in the link. */
const mostBacklogBytes = 1024 * 1024;

/** Milliseconds until a link that was full is looked at again, since nothing tells that it has room: at first, and twice as long each time. */
const firstLookMs = 1;
const longestLookMs = 50;

/** Bytes of an answer beside its value. */
const answerHeadBytes = 64;

/** What all tasks of a volunteer have called over one link. */
interface LinkCalls {
  readonly volunteer: VolunteerId;
  readonly link: Link;
  /** Calls that are not answered. */
  open: number;
  /** Calls that wait for room in the link, in the order in which they came. */
  held: PassedCall[];
  heldBytes: number;
  /** Bytes of requests that came and for which no credit is given: those that are held, and less than a message's worth of others. */
  uncreditedBytes: number;
}

/** An attempt that has called. */
interface OpenCaller {
  /** By which the calls came: the answers go nowhere else. */
  readonly ofLink: LinkCalls;
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
  readonly #links = new WeakMap<Link, LinkCalls>();
  /** Those that hold calls. */
  readonly #holding = new Set<LinkCalls>();
  #callOff: CallOff | null = null;
  #nextLookMs = firstLookMs;

  constructor(desk: CallDesk, people: Pick<People, "linkOf">, clock: Clock) {
    this.#desk = desk;
    this.#people = people;
    this.#clock = clock;
  }

  #callsOf(volunteer: VolunteerId, link: Link): LinkCalls {
    const known = this.#links.get(link);
    if (known !== undefined) return known;
    const ofLink: LinkCalls = { volunteer, link, open: 0, held: [], heldBytes: 0, uncreditedBytes: 0 };
    this.#links.set(link, ofLink);
    return ofLink;
  }

  /** Has the call submitted to the scheduler. Gives what is wrong with one that no honest volunteer makes; null if nothing is. */
  receiveCall(volunteer: VolunteerId, link: Link, call: ReceivedCall, submit: () => void): string | null {
    const ofLink = this.#callsOf(volunteer, link);
    const wrong = this.#findExcess(ofLink, call);
    if (wrong !== null) return wrong;
    ofLink.uncreditedBytes += call.request.bytes.length;
    submit();
    this.#giveCredit(ofLink);
    return null;
  }

  #findExcess({ open, uncreditedBytes }: LinkCalls, call: ReceivedCall): string | null {
    const caller = this.#callers.get(callerKey(call));
    const size = call.request.bytes.length;
    const bytes = (caller?.bytes ?? 0) + size;
    const uncredited = uncreditedBytes + size;
    if ((caller?.open.size ?? 0) >= mostOpenCalls) return `more than ${mostOpenCalls} calls of a task at once`;
    if (open >= mostVolunteerCalls) return `more than ${mostVolunteerCalls} calls at once`;
    if (bytes > mostOpenCallBytes) return `${bytes} bytes in calls of a task at once`;
    return uncredited > mostUncreditedBytes ? `${uncredited} bytes in calls, more than it has credit for` : null;
  }

  /** Credit goes ahead of answers: it is in the other lane. */
  #giveCredit(ofLink: LinkCalls): void {
    const { volunteer, link, heldBytes } = ofLink;
    const bytes = ofLink.uncreditedBytes - heldBytes;
    if (bytes < callCreditBytes || this.#people.linkOf(volunteer) !== link) return;
    ofLink.uncreditedBytes = heldBytes;
    sendMessage(link, { type: "call-credit", bytes });
  }

  /** Hands the call to the desk, or keeps it until there is room for its answer. */
  passCall(call: PassedCall): void {
    const link = this.#people.linkOf(call.volunteer);
    if (link === null) return;
    const key = callerKey(call);
    const ofLink = this.#callsOf(call.volunteer, link);
    const caller = this.#callers.get(key) ?? { ofLink, open: new Map(), bytes: 0, isKnown: false };
    this.#callers.set(key, caller);
    const bytes = call.request.bytes.length;
    caller.open.set(call.call, bytes);
    caller.bytes += bytes;
    ofLink.open += 1;
    if (ofLink.held.length === 0 && link.backlogBytes < mostBacklogBytes) this.#handOver(key, caller, call);
    else this.#hold(call, ofLink);
  }

  #hold(call: PassedCall, ofLink: LinkCalls): void {
    ofLink.held.push(call);
    ofLink.heldBytes += call.request.bytes.length;
    if (this.#holding.has(ofLink)) return;
    this.#holding.add(ofLink);
    this.#nextLookMs = firstLookMs;
    this.#lookLater();
  }

  #lookLater(): void {
    this.#callOff?.();
    this.#callOff = this.#clock.after(this.#nextLookMs, () => this.#passHeld());
    this.#nextLookMs = Math.min(longestLookMs, 2 * this.#nextLookMs);
  }

  #passHeld(): void {
    this.#callOff = null;
    for (const ofLink of this.#holding) {
      while (ofLink.link.backlogBytes < mostBacklogBytes) {
        const call = ofLink.held.shift();
        if (call === undefined) break;
        ofLink.heldBytes -= call.request.bytes.length;
        this.#nextLookMs = firstLookMs;
        const key = callerKey(call);
        const caller = this.#callers.get(key);
        if (caller !== undefined) this.#handOver(key, caller, call);
      }
      if (ofLink.held.length === 0) this.#holding.delete(ofLink);
      this.#giveCredit(ofLink);
    }
    if (this.#holding.size > 0) this.#lookLater();
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
    caller.ofLink.open -= 1;
    const size = answer.bytes.length;
    const isTooLarge = size > maxValueBytes + answerHeadBytes;
    sendAnswer(
      caller.ofLink.link,
      call,
      isTooLarge ? errorAnswer("RangeError", `An answer of ${size} bytes.`) : answer,
    );
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
    const { ofLink, open } = caller;
    const held = takeHeld(ofLink, key);
    // They came before the result did.
    if (ended.how === "done") for (const call of held) this.#handOver(key, caller, call);
    this.#callers.delete(key);
    ofLink.open -= open.size;
    this.#giveCredit(ofLink);
    if (ended.how === "lost")
      for (const call of open.keys()) sendAnswer(ofLink.link, { ...ended, call }, fencedAnswer());
    if (caller.isKnown) this.#desk.onCallerEnded(key, ended.how);
  }

  /** This start of the room is over, and with it all leases. */
  stopCalls(): void {
    this.#callOff?.();
    this.#callOff = null;
    this.#holding.clear();
    const callers = [...this.#callers];
    this.#callers.clear();
    for (const [key, { isKnown }] of callers) if (isKnown) this.#desk.onCallerEnded(key, "lost");
  }
}

/** Takes the caller's calls out of those that wait for room. */
function takeHeld(ofLink: LinkCalls, key: CallerKey): readonly PassedCall[] {
  const taken = ofLink.held.filter((call) => callerKey(call) === key);
  if (taken.length === 0) return taken;
  ofLink.held = ofLink.held.filter((call) => callerKey(call) !== key);
  for (const { request } of taken) ofLink.heldBytes -= request.bytes.length;
  return taken;
}

function sendAnswer(link: Link, { epoch, lease, job, task, call }: CallName, answer: Packed): void {
  sendMessage(link, { type: "answer", epoch, lease, job, task, call, answer });
}
