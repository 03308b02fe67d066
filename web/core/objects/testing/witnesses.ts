import { expect } from "vitest";
import type { CallerEnd } from "../call.ts";

/** One call as its caller knows it. */
export interface WitnessedCall {
  readonly caller: string;
  readonly number: number;
  readonly method: string;
  readonly item: unknown;
  readonly deadline: number;
}

/** What a call was answered with: a value, or an error's name. */
export type Outcome = { readonly value: unknown } | { readonly error: string };

/** Watches one object from outside: what was called, and what came of it. Expects of each answer that it is due and right. */
export interface Witness {
  called(call: WitnessedCall): void;
  /** `isLate`: the call's time was over at an earlier moment, which no alarm rang at. */
  answered(call: WitnessedCall, outcome: Outcome, isLate: boolean): void;
  /** `unheard`: its calls whose answers were not acknowledged, the last one's first. Nothing of them where it is done. */
  ended(caller: string, how: CallerEnd, unheard: readonly WitnessedCall[]): void;
  /** After each event: no call waits that could be served. */
  check(): void;
}

function valueOf(outcome: Outcome): unknown {
  expect(outcome).toHaveProperty("value");
  return "value" in outcome ? outcome.value : undefined;
}

/** Calls that wait for the same, in the order of their arrival. */
class Line {
  calls: WitnessedCall[] = [];

  get length(): number {
    return this.calls.length;
  }

  /** Only the call that waits longest may be served. */
  serve(call: WitnessedCall): void {
    expect(this.calls[0]).toBe(call);
    this.calls.shift();
  }

  leave(call: WitnessedCall): void {
    expect(this.calls).toContain(call);
    this.calls = this.calls.filter((one) => one !== call);
  }

  forget(caller: string): void {
    this.calls = this.calls.filter((call) => call.caller !== caller);
  }
}

/** An item's place is its number among all that were accepted: each is given in this order, and to one caller. */
class Items {
  readonly #values: unknown[] = [];
  #here: number[] = [];
  readonly #given = new Map<WitnessedCall, number>();

  get count(): number {
    return this.#here.length;
  }

  accept(value: unknown): void {
    this.#here.push(this.#values.length);
    this.#values.push(value);
  }

  give(call: WitnessedCall, value: unknown): void {
    const place = this.#here.shift();
    expect(place).toBeDefined();
    expect(value).toBe(this.#values[place ?? 0]);
    this.#given.set(call, place ?? 0);
  }

  /** Whether the call was given one. */
  giveBack(call: WitnessedCall): boolean {
    const place = this.#given.get(call);
    if (place !== undefined) this.#here = [...this.#here, place].toSorted((a, b) => a - b);
    return this.#given.delete(call);
  }

  /** What is left, in its order. */
  left(): readonly unknown[] {
    return this.#here.map((place) => this.#values[place]);
  }
}

export class QueueWitness implements Witness {
  readonly items = new Items();
  readonly #maxsize: number;
  readonly #getters = new Line();
  readonly #putters = new Line();
  readonly #joiners = new Line();
  /** Items whose tasks are not done. */
  unfinished = 0;
  /** Items that each caller has been given and whose tasks are not done. */
  readonly #inWork = new Map<string, number>();

  constructor(maxsize: number) {
    this.#maxsize = maxsize;
  }

  called(call: WitnessedCall): void {
    this.#lineOf(call)?.calls.push(call);
  }

  answered(call: WitnessedCall, outcome: Outcome, isLate: boolean): void {
    const line = this.#lineOf(call);
    if ("error" in outcome) {
      expect(outcome.error).toBe(call.method === "get" ? "Empty" : "Full");
      if (!isLate && call.method === "get") expect(this.items.count).toBe(0);
      if (!isLate && call.method === "put") expect(this.items.count).toBeGreaterThanOrEqual(this.#maxsize);
      line?.leave(call);
      return;
    }
    line?.serve(call);
    const inWork = this.#inWork.get(call.caller) ?? 0;
    switch (call.method) {
      case "get":
        this.items.give(call, outcome.value);
        this.#inWork.set(call.caller, inWork + 1);
        return;
      case "put":
        if (this.#maxsize > 0) expect(this.items.count).toBeLessThan(this.#maxsize);
        this.items.accept(call.item);
        this.unfinished += 1;
        return;
      case "taskDone":
        this.#inWork.set(call.caller, inWork - 1);
        this.unfinished -= 1;
        return;
      case "join":
        expect(this.unfinished).toBe(0);
        return;
    }
  }

  ended(caller: string, how: CallerEnd, unheard: readonly WitnessedCall[]): void {
    for (const line of [this.#getters, this.#putters, this.#joiners]) line.forget(caller);
    const given = unheard.filter((call) => this.items.giveBack(call));
    if (how === "lost") this.unfinished -= (this.#inWork.get(caller) ?? 0) - given.length;
    this.#inWork.delete(caller);
  }

  check(): void {
    if (this.#getters.length > 0) expect(this.items.count).toBe(0);
    if (this.#putters.length > 0) expect(this.items.count).toBeGreaterThanOrEqual(this.#maxsize);
    if (this.#joiners.length > 0) expect(this.unfinished).toBeGreaterThan(0);
  }

  #lineOf({ method }: WitnessedCall): Line | null {
    return { get: this.#getters, put: this.#putters, join: this.#joiners }[method] ?? null;
  }
}

export class LockWitness implements Witness {
  readonly #isReentrant: boolean;
  readonly line = new Line();
  holder: string | null = null;
  count = 0;
  #abandoned: CallerEnd | null = null;

  constructor(isReentrant: boolean) {
    this.#isReentrant = isReentrant;
  }

  called(call: WitnessedCall): void {
    if (call.method === "acquire") this.line.calls.push(call);
  }

  answered(call: WitnessedCall, outcome: Outcome, isLate: boolean): void {
    const value = valueOf(outcome);
    if (call.method === "release") {
      expect(this.holder).toBe(call.caller);
      this.count -= 1;
      if (this.count === 0) this.holder = null;
    } else if (value === false) {
      if (!isLate) expect(this.holder).not.toBe(null);
      if (!isLate && this.#isReentrant) expect(this.holder).not.toBe(call.caller);
      this.line.leave(call);
    } else {
      expect(value).toBe(this.#abandoned ?? true);
      this.give(call, 1);
      this.#abandoned = null;
    }
  }

  /** At most one caller holds it. */
  give(call: WitnessedCall, count: number): void {
    if (this.#isReentrant && this.holder === call.caller) this.line.leave(call);
    else {
      expect(this.holder).toBe(null);
      this.line.serve(call);
    }
    this.holder = call.caller;
    this.count += count;
  }

  /** Also one that has not confirmed that it has the lock may have begun what that guards. */
  ended(caller: string, how: CallerEnd): void {
    this.line.forget(caller);
    if (this.holder !== caller) return;
    this.holder = null;
    this.count = 0;
    this.#abandoned = how;
  }

  check(): void {
    if (this.line.length === 0) return;
    expect(this.holder).not.toBe(null);
    if (this.#isReentrant) expect(this.line.calls.map(({ caller }) => caller)).not.toContain(this.holder);
  }
}

export class ConditionWitness implements Witness {
  readonly lock = new LockWitness(true);
  /** Calls that wait for a notification, and how often each held the lock. */
  #waiting: { readonly call: WitnessedCall; readonly count: number }[] = [];
  /** Calls that were woken, and by what. */
  readonly #woken = new Map<
    WitnessedCall,
    { readonly count: number; readonly by: "notify" | "notifyAll" | "timeout" }
  >();

  called(call: WitnessedCall): void {
    if (call.method !== "wait") {
      this.lock.called(call);
      return;
    }
    expect(this.lock.holder).toBe(call.caller);
    this.#waiting.push({ call, count: this.lock.count });
    this.lock.holder = null;
    this.lock.count = 0;
  }

  /** Those whose time is over wait for the lock, in the order of their deadlines. */
  pass(now: number): void {
    const late = this.#waiting.filter(({ call }) => call.deadline <= now);
    for (const { call } of late.toSorted((a, b) => a.call.deadline - b.call.deadline)) this.#wake(call, "timeout");
  }

  answered(call: WitnessedCall, outcome: Outcome, isLate: boolean): void {
    const value = valueOf(outcome);
    if (call.method === "notify" || call.method === "notifyAll") {
      expect(this.lock.holder).toBe(call.caller);
      const most = call.method === "notify" ? 1 : Infinity;
      for (const { call: waiting } of this.#waiting.slice(0, most)) this.#wake(waiting, call.method);
    } else if (call.method === "wait") {
      const woken = this.#woken.get(call);
      expect(value).toBe(woken?.by !== "timeout");
      this.lock.give(call, woken?.count ?? 0);
    } else this.lock.answered(call, outcome, isLate);
  }

  ended(caller: string, how: CallerEnd, unheard: readonly WitnessedCall[]): void {
    const inVain = [...this.lock.line.calls.filter((call) => call.caller === caller), ...unheard];
    this.#waiting = this.#waiting.filter(({ call }) => call.caller !== caller);
    this.lock.ended(caller, how);
    for (const call of inVain) {
      const [next] = this.#waiting;
      if (this.#woken.get(call)?.by === "notify" && next !== undefined) this.#wake(next.call, "notify");
    }
  }

  check(): void {
    this.lock.check();
  }

  #wake(call: WitnessedCall, by: "notify" | "notifyAll" | "timeout"): void {
    const count = this.#waiting.find((one) => one.call === call)?.count ?? 0;
    this.#waiting = this.#waiting.filter((one) => one.call !== call);
    this.#woken.set(call, { count, by });
    this.lock.line.calls.push(call);
  }
}

export class SemaphoreWitness implements Witness {
  readonly #most: number;
  #free: number;
  readonly #line = new Line();
  readonly #lent = new Map<string, number>();
  readonly #isBounded: boolean;

  constructor(value: number, isBounded: boolean) {
    this.#free = value;
    this.#most = value;
    this.#isBounded = isBounded;
  }

  called(call: WitnessedCall): void {
    if (call.method === "acquire") this.#line.calls.push(call);
  }

  answered(call: WitnessedCall, outcome: Outcome, isLate: boolean): void {
    const value = valueOf(outcome);
    if (call.method === "release") this.#lend(call.caller, -1);
    else if (value === false) {
      if (!isLate) expect(this.#free).toBe(0);
      this.#line.leave(call);
    } else {
      this.#line.serve(call);
      this.#lend(call.caller, 1);
    }
    expect(this.#free).toBeGreaterThanOrEqual(0);
    expect(this.#free).toBeLessThanOrEqual(this.#most);
  }

  ended(caller: string, how: CallerEnd): void {
    this.#line.forget(caller);
    const lent = this.#lent.get(caller) ?? 0;
    if (how === "lost" || this.#isBounded) this.#lend(caller, -lent);
  }

  check(): void {
    if (this.#line.length > 0) expect(this.#free).toBe(0);
  }

  #lend(caller: string, permits: number): void {
    this.#free -= permits;
    this.#lent.set(caller, (this.#lent.get(caller) ?? 0) + permits);
  }
}

export class EventWitness implements Witness {
  #isSet = false;
  #waiting: WitnessedCall[] = [];

  called(call: WitnessedCall): void {
    if (call.method === "wait") this.#waiting.push(call);
  }

  answered(call: WitnessedCall, outcome: Outcome, isLate: boolean): void {
    const value = valueOf(outcome);
    if (call.method !== "wait") this.#isSet = call.method === "set";
    else {
      if (!isLate) expect(value).toBe(this.#isSet);
      this.#waiting = this.#waiting.filter((one) => one !== call);
    }
  }

  ended(caller: string): void {
    this.#waiting = this.#waiting.filter((call) => call.caller !== caller);
  }

  check(): void {
    if (this.#isSet) expect(this.#waiting).toEqual([]);
  }
}

export class BarrierWitness implements Witness {
  readonly #parties: number;
  readonly #line = new Line();
  #isBroken = false;
  /** Places that are given out while one crowd goes through. */
  #place = 0;

  constructor(parties: number) {
    this.#parties = parties;
  }

  called(call: WitnessedCall): void {
    if (call.method === "wait") this.#line.calls.push(call);
  }

  answered(call: WitnessedCall, outcome: Outcome): void {
    if (call.method === "reset") this.#isBroken = false;
    else if ("error" in outcome) {
      expect(outcome.error).toBe("BrokenBarrierError");
      this.#line.leave(call);
      // A reset refuses those that wait before it is answered itself.
      this.#isBroken = true;
    } else {
      expect(this.#line.length + this.#place).toBe(this.#parties);
      expect(this.#isBroken).toBe(false);
      this.#line.serve(call);
      expect(outcome.value).toBe(this.#place);
      this.#place = (this.#place + 1) % this.#parties;
    }
  }

  ended(caller: string): void {
    const { length } = this.#line;
    this.#line.forget(caller);
    if (this.#line.length < length) this.#isBroken = true;
  }

  check(): void {
    expect(this.#line.length).toBeLessThan(this.#parties);
    if (this.#isBroken) expect(this.#line.length).toBe(0);
    expect(this.#place).toBe(0);
  }
}

/** A pipe that is not duplex: `send` at one end, `recv` at the other. */
export class PipeWitness implements Witness {
  readonly items = new Items();
  readonly #receivers = new Line();
  readonly #senders = new Line();
  readonly #readers: Set<string>;
  readonly #writers: Set<string>;

  constructor(holder: string) {
    this.#readers = new Set([holder]);
    this.#writers = new Set([holder]);
  }

  called(call: WitnessedCall): void {
    const [line, holders] = call.method === "recv" ? [this.#receivers, this.#readers] : [this.#senders, this.#writers];
    // An end that has closed stays so.
    if (holders.size > 0) holders.add(call.caller);
    line.calls.push(call);
  }

  answered(call: WitnessedCall, outcome: Outcome): void {
    const line = call.method === "recv" ? this.#receivers : this.#senders;
    if ("value" in outcome) {
      line.serve(call);
      if (call.method === "recv") this.items.give(call, outcome.value);
      else this.items.accept(call.item);
    } else {
      line.leave(call);
      const isClosed = call.method === "recv" ? this.#writers.size === 0 : this.#readers.size === 0;
      if (outcome.error !== "OSError") expect(isClosed).toBe(true);
      if (outcome.error === "EOFError") expect(this.items.count).toBe(0);
    }
  }

  ended(caller: string, _how: CallerEnd, unheard: readonly WitnessedCall[]): void {
    this.#receivers.forget(caller);
    this.#senders.forget(caller);
    for (const call of unheard) this.items.giveBack(call);
    this.#readers.delete(caller);
    this.#writers.delete(caller);
  }

  letGo(holder: string, end: string): void {
    (end === "reader" ? this.#readers : this.#writers).delete(holder);
  }

  check(): void {
    if (this.#receivers.length > 0) {
      expect(this.items.count).toBe(0);
      expect(this.#writers.size).toBeGreaterThan(0);
    }
    if (this.#senders.length > 0) expect(this.#readers.size).toBeGreaterThan(0);
  }
}
