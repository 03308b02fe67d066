import { MinHeap } from "../min-heap.ts";
import { encodedUndefined, type Answer } from "./answer.ts";
import type { CallerEnd, CallerKey } from "./call.ts";
import type { ObjectsEffect } from "./events.ts";
import type { HomeLimits } from "./limits.ts";
import { Refusal, type ErrorName } from "./refusal.ts";

/** What the call book knows of an object. */
export interface CalledObject {
  /** Bytes of its items and values, counted by the call book. */
  bytes: number;
  /** Answers all calls that need not wait any longer, in the order of the lines. */
  serve(): void;
  /**
   * The caller has ended: what it holds is freed. Its waiting calls were withdrawn before that, and what its unacknowledged
   * answers gave has gone back. `serve` follows.
   */
  endCaller(caller: CallerState, how: CallerEnd): void;
}

/** Where a call waits, and what becomes of it if it waits in vain. */
interface Wait {
  /** The object's line, in the order of arrival. The call is in it, and leaves it before anything below. */
  readonly line: { delete(call: Call): boolean };
  /** Answers the call, or has it wait in another line. */
  timeOut(): void;
  /** The caller waits no longer, and gets no answer. None of its calls that are withdrawn with it is in a line any more. */
  withdraw?(): void;
}

/** One call that has not been answered. */
export interface Call {
  readonly caller: CallerState;
  readonly number: number;
  readonly object: CalledObject;
  readonly arrivedAt: number;
  deadline: number | null;
  wait: Wait | null;
}

/** What an answer gives to its caller. */
interface Given {
  /** Bytes of the object that are held until the answer has arrived. */
  readonly bytes: number;
  /** Takes back what the answer gave: it is not taken, or its caller was lost, and no later call has told that it has arrived. */
  undo(isCallerLost: boolean): void;
}

interface Take extends Given {
  /** The number of the answer among all answers to the caller, from 1. */
  readonly answer: number;
  /** The number of the call. */
  readonly number: number;
  readonly object: CalledObject;
}

export interface CallerState {
  readonly key: CallerKey;
  /** The largest number of its calls so far. */
  newest: number;
  /** Answers given so far. */
  answers: number;
  /** Calls that are not answered, by number. */
  readonly waiting: Map<number, Call>;
  /** What unacknowledged answers gave, in the order of the answers. */
  takes: Take[];
  /** The objects that it has called. */
  readonly objects: Set<CalledObject>;
}

/** Answered calls whose deadlines may still stand in the heap, beside as many as wait. */
const staleDeadlines = 64;

/** Where objects answer calls and let them wait. It keeps deadlines, what answers gave, and the bytes that objects hold. */
export class CallBook {
  readonly limits: HomeLimits;
  effects: ObjectsEffect[] = [];
  #deadlines = new MinHeap<Call>();
  /** Calls that wait with a deadline. */
  #timed = new Set<Call>();
  #bytes = 0;

  constructor(limits: HomeLimits) {
    this.limits = limits;
  }

  /** Bytes of all items and values. */
  get bytes(): number {
    return this.#bytes;
  }

  /** When the next call times out; null if none does. */
  get nextDeadline(): number | null {
    this.#dropStale();
    return this.#deadlines.peek()?.key ?? null;
  }

  answerValue(call: Call, value: Uint8Array = encodedUndefined, given: Given | null = null): void {
    const { caller, number, object } = call;
    this.#answer(call, { type: "value", value });
    if (given !== null) caller.takes.push({ ...given, answer: caller.answers, number, object });
  }

  answerError(call: Call, name: ErrorName, message: string): void {
    this.#answer(call, { type: "error", name, message });
  }

  /** There is no object that could be called. */
  answerGone(caller: CallerState, number: number): void {
    const message = "there is no such shared object: it was dropped, or its page has ended";
    this.#order(caller, number, { type: "error", name: "Gone", message });
  }

  /** There is no object any more: the caller has dropped it. */
  answerDisposed(caller: CallerState, number: number): void {
    this.#order(caller, number, { type: "value", value: encodedUndefined });
  }

  #answer(call: Call, answer: Answer): void {
    this.#leaveLine(call);
    call.caller.waiting.delete(call.number);
    this.#order(call.caller, call.number, answer);
  }

  #order(caller: CallerState, number: number, answer: Answer): void {
    caller.answers += 1;
    this.effects.push({ type: "answer", caller: caller.key, number, answer });
  }

  /** The call stands in this line and in no other, for `timeoutMs` since its arrival at most, null for ever. */
  wait(call: Call, timeoutMs: number | null, wait: Wait): void {
    this.#leaveLine(call);
    call.caller.waiting.set(call.number, call);
    call.wait = wait;
    if (timeoutMs === null) return;
    call.deadline = call.arrivedAt + timeoutMs;
    this.#timed.add(call);
    this.#deadlines.push(call.deadline, call);
  }

  /** For calls whose waiting changes something for others. @throws Refusal where one more call of the caller may not wait. */
  checkMayWait({ waiting }: CallerState): void {
    if (waiting.size >= this.limits.waitingCalls) throw this.#oneTooMany();
  }

  /**
   * The call was begun and its object served. Where it waits as one too many, it has not happened. What need not wait may always come:
   * a release may be what all others wait for.
   */
  refuseExcess(call: Call): void {
    const { caller, number, deadline, arrivedAt } = call;
    if (caller.waiting.size <= this.limits.waitingCalls || caller.waiting.get(number) !== call) return;
    // It times out at once.
    if (deadline !== null && deadline <= arrivedAt) return;
    this.#withdrawWaiting([call]);
    const { errorName, message } = this.#oneTooMany();
    this.answerError(call, errorName, message);
  }

  #oneTooMany(): Refusal {
    return new Refusal("RangeError", `no more than ${this.limits.waitingCalls} calls of one task may wait`);
  }

  #leaveLine(call: Call): void {
    call.wait?.line.delete(call);
    call.wait = null;
    call.deadline = null;
    this.#timed.delete(call);
  }

  /**
   * Times out all calls whose deadlines have come, in the order of the deadlines. `ending`: a caller that the present fact ends. Its calls
   * lose their deadlines without timing out: `endCaller` must withdraw them before the fact is dealt with.
   */
  expire(now: number, ending: CallerKey | null = null): void {
    for (let at = this.nextDeadline; at !== null && at <= now; at = this.nextDeadline) {
      const call = this.#deadlines.pop()?.value;
      const wait = call?.wait;
      if (call === undefined || wait === undefined || wait === null || call.caller.key === ending) continue;
      this.#leaveLine(call);
      wait.timeOut();
      call.object.serve();
    }
  }

  /** The call has not happened: it leaves its line, or what its unacknowledged answer gave goes back. */
  withdraw(caller: CallerState, number: number): void {
    const call = caller.waiting.get(number);
    if (call !== undefined) {
      this.#withdrawWaiting([call]);
      call.object.serve();
      return;
    }
    const take = caller.takes.find((one) => one.number === number);
    if (take === undefined) return;
    caller.takes.splice(caller.takes.indexOf(take), 1);
    take.undo(false);
    take.object.serve();
  }

  #withdrawWaiting(calls: readonly Call[]): void {
    const waits = calls.map(({ wait }) => wait);
    for (const call of calls) {
      this.#leaveLine(call);
      call.caller.waiting.delete(call.number);
    }
    for (const wait of waits) wait?.withdraw?.();
  }

  /** Withdraws all that waits. What no later call of a lost caller has confirmed goes back, the last answer's first. */
  endCaller(caller: CallerState, how: CallerEnd): void {
    this.#withdrawWaiting([...caller.waiting.values()]);
    if (how === "done") this.acknowledge(caller, Infinity);
    else for (let take = caller.takes.pop(); take !== undefined; take = caller.takes.pop()) take.undo(true);
  }

  /** The object has gone, and what it holds with it. */
  dropObject(object: CalledObject, callers: Iterable<CallerState>): void {
    const calls: Call[] = [];
    for (const caller of callers) {
      caller.objects.delete(object);
      caller.takes = caller.takes.filter((take) => take.object !== object);
      for (const call of caller.waiting.values()) if (call.object === object) calls.push(call);
    }
    this.#withdrawWaiting(calls);
    for (const { caller, number } of calls) this.answerGone(caller, number);
    this.release(object, object.bytes);
  }

  /** `received` answers have arrived: what they gave is the caller's. */
  acknowledge(caller: CallerState, received: number): void {
    const { takes } = caller;
    let count = 0;
    for (const { answer, object, bytes } of takes) {
      if (answer > received) break;
      this.release(object, bytes);
      count += 1;
    }
    if (count > 0) takes.splice(0, count);
  }

  /** Counts bytes that the object keeps. @throws Refusal where the home would keep too many. */
  hold(object: CalledObject, bytes: number): void {
    this.checkRoom(bytes);
    this.#bytes += bytes;
    object.bytes += bytes;
  }

  /** @throws Refusal where there is no room for these bytes. */
  checkRoom(bytes: number): void {
    if (this.#bytes + bytes <= this.limits.bytes) return;
    throw new Refusal("RangeError", `shared objects may hold ${this.limits.bytes} bytes, and hold ${this.#bytes}`);
  }

  release(object: CalledObject, bytes: number): void {
    const held = Math.min(bytes, object.bytes);
    this.#bytes -= held;
    object.bytes -= held;
  }

  /** Takes deadlines of calls that do not wait for them away from the heap's top, and from all of it where most are stale. */
  #dropStale(): void {
    if (this.#deadlines.size > 2 * this.#timed.size + staleDeadlines) {
      this.#deadlines = new MinHeap();
      for (const call of this.#timed) if (call.deadline !== null) this.#deadlines.push(call.deadline, call);
    }
    for (let top = this.#deadlines.peek(); top !== undefined && top.value.deadline !== top.key;) {
      this.#deadlines.pop();
      top = this.#deadlines.peek();
    }
  }
}
