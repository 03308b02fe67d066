import { expect } from "vitest";
import type { Unstamped } from "../../fact-queue.ts";
import { packAll } from "../../values/packed.ts";
import { decode } from "../answer.ts";
import type { CallerEnd } from "../call.ts";
import type { ObjectsEffect, ObjectsEvent } from "../events.ts";
import { defaultHomeLimits } from "../limits.ts";
import { handle } from "../objects.ts";
import { createObjectsMachine } from "../state.ts";
import { objectId } from "./objects-rig.ts";
import {
  BarrierWitness,
  ConditionWitness,
  EventWitness,
  LockWitness,
  PipeWitness,
  QueueWitness,
  SemaphoreWitness,
  type Outcome,
  type Witness,
  type WitnessedCall,
} from "./witnesses.ts";

interface Answered {
  readonly call: WorldCall;
  readonly outcome: Outcome;
}

interface WorldCall extends WitnessedCall {
  readonly object: string;
  readonly madeAt: number;
}

/** A caller as it knows itself: of answers only those count that have arrived. */
export class WorldCaller {
  readonly key: string;
  number = 0;
  readonly open = new Map<number, WorldCall>();
  readonly answers: Answered[] = [];
  arrived = 0;
  acknowledged = 0;
  /** By object: how often it has a lock or permits, or how many of its items it has in work. */
  readonly has = new Map<string, number>();
  /** By waiting call: how often it had the lock before. */
  readonly #hadBefore = new Map<WitnessedCall, number>();

  constructor(key: string) {
    this.key = key;
  }

  of(object: string): number {
    return this.has.get(object) ?? 0;
  }

  add(object: string, count: number): void {
    this.has.set(object, this.of(object) + count);
  }

  /** Answers of the object may be on the way. */
  isUnsureOf(object: string): boolean {
    return this.arrived < this.answers.length || [...this.open.values()].some((call) => call.object === object);
  }

  called(call: WorldCall): void {
    const { object, method } = call;
    if (method === "release" || method === "taskDone") this.add(object, -1);
    if (method !== "wait") return;
    this.#hadBefore.set(call, this.of(object));
    this.has.set(object, 0);
  }

  hear(): void {
    const answered = this.answers[this.arrived];
    if (answered === undefined) return;
    this.arrived += 1;
    const { call, outcome } = answered;
    if (!("value" in outcome)) return;
    if (call.method === "get") this.add(call.object, 1);
    if (call.method === "acquire" && outcome.value !== false) this.add(call.object, 1);
    if (call.method === "wait") this.add(call.object, this.#hadBefore.get(call) ?? 0);
  }
}

/** Objects of most kinds with honest callers that die, hear of answers late, and acknowledge them later; each answer is witnessed. */
export class ObjectsWorld {
  readonly #machine = createObjectsMachine({ ...defaultHomeLimits, pipeBytes: 12 });
  readonly #seats: (WorldCaller | undefined)[] = [];
  readonly #byKey = new Map<string, WorldCaller>();
  readonly #condition = new ConditionWitness();
  readonly #pipe = new PipeWitness("home");
  readonly #witnesses: Readonly<Record<string, Witness>> = {
    queue: new QueueWitness(0),
    full: new QueueWitness(2),
    lock: new LockWitness(false),
    rlock: new LockWitness(true),
    semaphore: new SemaphoreWitness(2, false),
    bounded: new SemaphoreWitness(2, true),
    condition: this.#condition,
    event: new EventWitness(),
    barrier: new BarrierWitness(2),
    reader: this.#pipe,
    writer: this.#pipe,
  };
  #now = 0;
  #items = 0;
  /** Callers so far. */
  #born = 0;

  constructor() {
    const settings = {
      queue: { kind: "queue", maxsize: 0, isJoinable: true },
      full: { kind: "queue", maxsize: 2, isJoinable: true },
      lock: { kind: "lock" },
      rlock: { kind: "rlock" },
      semaphore: { kind: "semaphore", value: 2, isBounded: false },
      bounded: { kind: "semaphore", value: 2, isBounded: true },
      condition: { kind: "condition", lock: null },
      event: { kind: "event" },
      barrier: { kind: "barrier", parties: 2 },
      reader: { kind: "pipe", other: objectId("writer"), isDuplex: false, holder: "home" },
    } as const;
    for (const [name, of] of Object.entries(settings)) {
      this.#tell({ type: "object-made", object: objectId(name), settings: of });
    }
  }

  /** The caller in this seat; a new one where the last has ended. */
  caller(seat: number): WorldCaller {
    const known = this.#seats[seat];
    if (known !== undefined) return known;
    const caller = new WorldCaller(`${seat}.${this.#born}`);
    this.#born += 1;
    this.#seats[seat] = caller;
    this.#byKey.set(caller.key, caller);
    return caller;
  }

  /** Those that live. */
  get callers(): readonly WorldCaller[] {
    return [...this.#byKey.values()];
  }

  /** The call of a caller that knows that it holds the object or has its items, if there is one. */
  callByHolder(object: string, method: string, timeoutMs: number | null = null): void {
    const seat = this.#seats.findIndex((caller) => caller !== undefined && caller.of(object) > 0);
    // A wait frees all that its caller has of the lock: it must know how much that is.
    if (method === "wait" && this.#seats[seat]?.isUnsureOf(object) === true) return;
    if (seat !== -1) this.call(seat, object, method, timeoutMs);
  }

  /** Each timeout is another one: of calls that run out at one moment none is the first. */
  call(seat: number, object: string, method: string, timeoutMs: number | null = null): void {
    const caller = this.caller(seat);
    caller.number += 1;
    caller.acknowledged = caller.arrived;
    this.#items += 1;
    const item = this.#items;
    const timeout = timeoutMs === null || timeoutMs === 0 ? timeoutMs : timeoutMs + item / 1_024;
    const takesItem = method === "put" || method === "send";
    const takesTime = ["put", "get", "acquire", "wait"].includes(method);
    const call = {
      caller: caller.key,
      number: caller.number,
      object,
      method,
      item,
      madeAt: this.#now,
      deadline: takesTime && timeout !== null ? this.#now + timeout : Infinity,
    };
    caller.open.set(call.number, call);
    caller.called(call);
    this.#condition.pass(this.#now);
    this.#witness(object).called(call);
    this.#condition.pass(this.#now);
    this.#tell({
      type: "called",
      caller: caller.key,
      number: call.number,
      received: caller.acknowledged,
      object: objectId(object),
      method,
      args: packAll([...(takesItem ? [item] : []), ...(takesTime ? [timeout] : [])]),
    });
  }

  end(seat: number, how: CallerEnd): void {
    const caller = this.#seats[seat];
    if (caller === undefined) return;
    this.#seats[seat] = undefined;
    this.#byKey.delete(caller.key);
    this.#condition.pass(this.#now);
    const unheard = how === "lost" ? caller.answers.slice(caller.acknowledged).toReversed() : [];
    for (const [name, witness] of Object.entries(this.#witnesses)) {
      if (name === "reader") continue;
      const its = unheard.filter(({ call }) => this.#witness(call.object) === witness);
      witness.ended(
        caller.key,
        how,
        its.map(({ call }) => call),
      );
    }
    this.#tell({ type: "caller-ended", caller: caller.key, how });
  }

  /** The maker of the pipe lets go of both ends. */
  letGoOfPipe(): void {
    for (const end of ["reader", "writer"]) {
      this.#condition.pass(this.#now);
      this.#pipe.letGo("home", end);
      this.#tell({ type: "end-let-go", object: objectId(end), holder: "home" });
    }
  }

  /** Time goes on; alarms ring at their times, or all are late. */
  pass(ms: number, isLate: boolean): void {
    const until = this.#now + ms;
    const { alarmAt } = this.#machine;
    for (let at = isLate ? null : alarmAt; at !== null && at <= until; at = this.#machine.alarmAt) {
      this.#now = at;
      this.#condition.pass(this.#now);
      this.#tell({ type: "alarm-rang" });
    }
    this.#now = until;
  }

  /** All callers are lost. Then nothing is held or waits, and what is left in the queues can be had, once. */
  closeAccounts(): void {
    for (const seat of this.#seats.keys()) this.end(seat, "lost");
    for (const queue of ["queue", "full"]) {
      const witness = this.#witness(queue);
      if (!(witness instanceof QueueWitness)) continue;
      while (witness.items.count > 0) this.#last(queue, "get");
      expect(this.#last(queue, "get")).toEqual({ error: "Empty" });
      while (witness.unfinished > 0) this.#last(queue, "taskDone");
      expect(this.#last(queue, "join")).toEqual({ value: undefined });
    }
    for (const lock of ["lock", "rlock", "condition", "bounded"]) {
      expect(this.#last(lock, "acquire")).not.toEqual({ value: false });
    }
  }

  /** What a call that does not wait is answered with. */
  #last(object: string, method: string): Outcome | undefined {
    this.call(0, object, method, 0);
    const caller = this.caller(0);
    for (let left = caller.answers.length - caller.arrived; left > 0; left -= 1) caller.hear();
    return caller.answers.at(-1)?.outcome;
  }

  #witness(object: string): Witness {
    const witness = this.#witnesses[object];
    if (witness === undefined) throw new Error(`nothing witnesses ${object}`);
    return witness;
  }

  #tell(event: Unstamped<ObjectsEvent>): void {
    for (const effect of handle(this.#machine, { ...event, now: this.#now })) this.#observe(effect);
    for (const witness of Object.values(this.#witnesses)) witness.check();
    for (const { open } of this.#byKey.values()) {
      // A wait for a condition is over, and answered once it has the lock.
      for (const { deadline, object } of open.values()) {
        if (object !== "condition") expect(deadline).toBeGreaterThan(this.#now);
      }
    }
  }

  #observe(effect: ObjectsEffect): void {
    if (effect.type !== "answer") return;
    const caller = this.#byKey.get(effect.caller);
    const call = caller?.open.get(effect.number);
    if (caller === undefined || call === undefined) {
      expect.unreachable(`an answer to ${effect.caller} ${effect.number}, which nobody waits for`);
    }
    caller.open.delete(call.number);
    const { answer } = effect;
    const outcome = answer.type === "value" ? { value: decode(answer.value) } : { error: answer.name };
    if (outcome.value === false || outcome.error === "Empty" || outcome.error === "Full") {
      expect(call.deadline).toBeLessThanOrEqual(this.#now);
    } else if (call.madeAt < this.#now && call.object !== "condition" && !("error" in outcome)) {
      // What comes after its time serves a call no more.
      expect(call.deadline).toBeGreaterThan(this.#now);
    }
    caller.answers.push({ call, outcome });
    this.#witness(call.object).answered(call, outcome, call.deadline < this.#now);
  }
}
