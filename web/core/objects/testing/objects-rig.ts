import type { Unstamped } from "../../fact-queue.ts";
import { packAll, valueAt } from "../../values/packed.ts";
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
  return `${caller} ${number}: ${answer.type === "error" ? answer.name : (JSON.stringify(decoded(answer.value)) ?? "undefined")}`;
}

function decoded(bytes: Uint8Array): unknown {
  return valueAt({ ends: Uint32Array.of(bytes.length), bytes }, 0);
}

/** A home with callers that acknowledge each answer with their next call, unless they are told not to. Time stands where it is put. */
export class ObjectsRig {
  readonly machine: ObjectsMachine;
  now = 0;
  /** Calls and answers of each caller. */
  readonly #counts = new Map<string, { calls: number; answers: number; received: number }>();
  /** Callers that go on acknowledging. */
  isAcknowledging = true;

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
    const of = this.#of(caller);
    of.calls += 1;
    if (this.isAcknowledging) of.received = of.answers;
    const { calls: number, received } = of;
    return this.tell({ type: "called", caller, number, received, object: objectId(name), method, args: packAll(args) });
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

  #of(caller: string): { calls: number; answers: number; received: number } {
    const known = this.#counts.get(caller) ?? { calls: 0, answers: 0, received: 0 };
    this.#counts.set(caller, known);
    return known;
  }
}
