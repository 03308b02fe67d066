import type { Unstamped } from "../../fact-queue.ts";
import type { Packed } from "../../values/format.ts";
import { packAll } from "../../values/packed.ts";
import { decode } from "../answer.ts";
import { isObjectId, type CallerEnd, type ObjectId } from "../call.ts";
import type { ObjectsEffect, ObjectsEvent, ObjectSettings } from "../events.ts";
import { defaultHomeLimits, type HomeLimits } from "../limits.ts";
import { handle } from "../objects.ts";
import { createObjectsMachine, type ObjectsMachine } from "../state.ts";

export function objectId(name: string): ObjectId {
  const id = name.padEnd(16, "-");
  if (!isObjectId(id)) throw new Error(`${name} names no object`);
  return id;
}

/** An answer in words: `ada 3: "x"`, `ada 3: Empty`. */
function inWords(effect: ObjectsEffect): string {
  if (effect.type === "set-alarm") return effect.at === null ? "no alarm" : `alarm at ${effect.at}`;
  const { caller, number, answer } = effect;
  return `${caller} ${number}: ${answer.type === "error" ? answer.name : (JSON.stringify(decode(answer.value)) ?? "undefined")}`;
}

/** A home with callers that acknowledge each answer with their next call. Time stands where it is put. */
export class ObjectsRig {
  readonly machine: ObjectsMachine;
  now = 0;
  /** Calls and answers of each caller. */
  readonly #counts = new Map<string, { calls: number; answers: number; received: number }>();
  readonly #last = new Map<string, Unstamped<ObjectsEvent>>();
  /** Callers that answers do not reach any more, so that they acknowledge none. */
  readonly deaf = new Set<string>();

  constructor(limits: Partial<HomeLimits> = {}) {
    this.machine = createObjectsMachine({ ...defaultHomeLimits, ...limits });
  }

  effectsOf(event: Unstamped<ObjectsEvent>): readonly ObjectsEffect[] {
    const effects = handle(this.machine, { ...event, now: this.now });
    for (const effect of effects) if (effect.type === "answer") this.#of(effect.caller).answers += 1;
    return effects;
  }

  tell(event: Unstamped<ObjectsEvent>): readonly string[] {
    return this.effectsOf(event).map(inWords);
  }

  make(name: string, settings: ObjectSettings): void {
    this.tell({ type: "object-made", object: objectId(name), settings });
  }

  /** The next call of a caller: `call("ada", "q", "put", "x")`. */
  call(caller: string, name: string, method: string, ...args: readonly unknown[]): readonly string[] {
    return this.callWith(caller, name, method, packAll(args));
  }

  /** The last call of a caller, once more. */
  again(caller: string): readonly string[] {
    const last = this.#last.get(caller);
    return last === undefined ? [] : this.tell(last);
  }

  callWith(caller: string, name: string, method: string, args: Packed): readonly string[] {
    return this.tell(this.#called(caller, name, method, args));
  }

  /** The value that the next call of a caller is answered with at once. */
  valueOf(caller: string, name: string, method: string, ...args: readonly unknown[]): unknown {
    for (const effect of this.effectsOf(this.#called(caller, name, method, packAll(args)))) {
      if (effect.type === "answer" && effect.answer.type === "value") return decode(effect.answer.value);
    }
    throw new Error(`${name} does not answer ${method} with a value`);
  }

  end(caller: string, how: CallerEnd): readonly string[] {
    return this.tell({ type: "caller-ended", caller, how });
  }

  withdraw(caller: string, number: number): readonly string[] {
    return this.tell({ type: "call-withdrawn", caller, number });
  }

  /** Time goes on, and alarms ring when they are due. */
  pass(ms: number): readonly string[] {
    const until = this.now + ms;
    const words: string[] = [];
    for (let at = this.machine.alarmAt; at !== null && at <= until; at = this.machine.alarmAt) {
      this.now = at;
      words.push(...this.tell({ type: "alarm-rang" }));
    }
    this.now = until;
    return words;
  }

  #called(caller: string, name: string, method: string, args: Packed): Unstamped<ObjectsEvent> {
    const of = this.#of(caller);
    of.calls += 1;
    if (!this.deaf.has(caller)) of.received = of.answers;
    const { calls: number, received } = of;
    const called = { type: "called", caller, number, received, object: objectId(name), method, args } as const;
    this.#last.set(caller, called);
    return called;
  }

  #of(caller: string): { calls: number; answers: number; received: number } {
    const known = this.#counts.get(caller) ?? { calls: 0, answers: 0, received: 0 };
    this.#counts.set(caller, known);
    return known;
  }
}
