import type { CallOff, Clock } from "../../core/clock.ts";
import { messageOf } from "../../core/message-of.ts";
import { decode, encode, type Answer } from "../../core/objects/answer.ts";
import type { CallerEnd, CallerKey, NumberedCall, ObjectId } from "../../core/objects/call.ts";
import type { ObjectsEffect, ObjectsEvent } from "../../core/objects/events.ts";
import { defaultHomeLimits } from "../../core/objects/limits.ts";
import { disposing, handle } from "../../core/objects/objects.ts";
import { Refusal } from "../../core/objects/refusal.ts";
import { createObjectsMachine } from "../../core/objects/state.ts";
import { steadyClock } from "../../core/steady-clock.ts";
import type { Packed } from "../../core/values/format.ts";
import { maxValueBytes } from "../../core/values/limits.ts";
import { packAll, valueAt } from "../../core/values/packed.ts";
import { countUnreferenced, waitedFor } from "../hold.ts";
import { CallerAnswers } from "./caller-answers.ts";
import type { ForeignHome, ObjectCall } from "./foreign-home.ts";
import { objectError } from "./object-errors.ts";
import { ownCaller } from "./object-id.ts";
import { proxiesIn } from "./proxies-in.ts";
import { revived } from "./revived.ts";
import { idIn, idOf, type MadeSettings, type Reach } from "./shared-object.ts";

/** A time that platforms can count at once; the machine sets an alarm that rang early again. */
const longestMs = 2 ** 31 - 1;

/** Objects whose calls are told that their home was lost. Those of earlier homes are told that there is no such object. */
const mostLost = 10_000;

const timers: Clock = {
  now: () => performance.now(),
  date: () => Date.now(),
  after(ms, ring) {
    const timer = setTimeout(ring, ms);
    // Waits of daemons keep no program alive.
    Object(timer).unref?.();
    return () => clearTimeout(timer);
  },
};

/** A task's slot puts texts there; what stands there instead names no object. */
function textAt(request: Packed, position: number): string {
  try {
    return String(valueAt(request, position));
  } catch {
    return "";
  }
}

function argumentsIn({ ends, bytes }: Packed): Packed {
  const start = ends[1] ?? 0;
  return { ends: ends.slice(2).map((end) => end - start), bytes: bytes.subarray(start) };
}

function packedAnswer(answer: Answer): Packed {
  if (answer.type === "error") return packAll(["error", answer.name, answer.message]);
  const head = packAll(["value"]).bytes;
  const bytes = new Uint8Array(head.length + answer.value.length);
  bytes.set(head);
  bytes.set(answer.value, head.length);
  return { ends: Uint32Array.of(head.length, bytes.length), bytes };
}

function refusalOf(error: unknown): Answer {
  const message = messageOf(error);
  if (error instanceof Refusal) return { type: "error", name: error.errorName, message };
  return { type: "error", name: error instanceof TypeError ? "TypeError" : "RangeError", message };
}

/** The calls that put into a new object what it begins with. */
function fillingCalls(made: MadeSettings): readonly (readonly [method: string, ...args: readonly unknown[]])[] {
  if (made.kind === "dict") return [["update", made.initial]];
  if (made.kind === "list") return [["extend", made.initial]];
  if (made.kind !== "namespace") return [];
  return made.initial.map((field) => ["set", ...(Array.isArray(field) ? field : [])]);
}

type HappenedEvent = ObjectsEvent extends infer Event ? (Event extends unknown ? Omit<Event, "now"> : never) : never;

/** Where the shared objects of a page or process live: the shell of their machine. */
export class ObjectHome {
  readonly #machine = createObjectsMachine(defaultHomeLimits);
  readonly #clock = steadyClock(timers);
  /** Callbacks for the answers, by caller and number. */
  readonly #asking = new Map<CallerKey, Map<number, (answer: Answer) => void>>();
  /** What calls of objects that were not made are told, by their ids. */
  readonly #refused = new Map<string, Answer>();
  /** Where objects live that are of other homes, by their ids. */
  readonly #foreign = new Map<string, ForeignHome>();
  /** What calls of objects are told whose home was lost, by their ids. */
  readonly #lost = new Map<string, Answer>();
  readonly #answers = new Map<CallerKey, CallerAnswers>();
  #callOffAlarm: CallOff = () => {};
  #ownCalls = 0;
  #ownAnswers = 0;
  /** The way of calls by proxies that the program finds in answers and results. */
  readonly #reach: Reach = { call: (object, method, args) => this.callHere(object, method, args) };

  /** Where its settings are out of bounds, or it cannot begin with what is given, all calls of it are told what is wrong. */
  makeObject(object: ObjectId, made: MadeSettings): void {
    try {
      const settings = made.kind === "value" ? { ...made, initial: encode(made.initial) } : made;
      this.#take({ type: "object-made", object, settings });
      for (const [method, ...args] of fillingCalls(made)) this.#fill(object, method, args);
    } catch (error) {
      this.#refused.set(object, refusalOf(error));
    }
    if (this.#refused.has(object)) this.#take({ type: "object-dropped", object });
  }

  /** Such a call waits for nothing: it is answered before this returns. */
  #fill(object: ObjectId, method: string, args: readonly unknown[]): void {
    this.#callAsOwn(object, method, packAll(args), (answer) => {
      if (answer.type === "error") this.#refused.set(object, answer);
    });
  }

  /**
   * A call by a task: the object's handle, the method and the arguments as one value each. `answer` is given `"value"` and the value, or
   * `"error"`, its name and its message; at most once, and never where the caller has ended.
   */
  takeRequest(caller: CallerKey, numbers: NumberedCall, request: Packed, answer: (answer: Packed) => void): void {
    const [object, method] = [textAt(request, 0), textAt(request, 1)];
    this.takeCall(caller, { ...numbers, object: idIn(object), method, args: argumentsIn(request) }, (given) =>
      answer(packedAnswer(given)),
    );
  }

  /** A call by any caller, of an object that lives here or in another home. As `takeRequest`, with the parts of the request. */
  takeCall(caller: CallerKey, call: ObjectCall, answered: (answer: Answer) => void): void {
    const answers = this.#answers.get(caller) ?? new CallerAnswers();
    this.#answers.set(caller, answers);
    const foreign = this.#foreign.get(call.object) ?? null;
    const received = answers.receivedFrom(foreign, call.received);
    let isTold = false;
    const told = (by: ForeignHome | null | undefined, answer: Answer): void => {
      if (isTold || this.#answers.get(caller) !== answers) return;
      isTold = true;
      answers.note(by);
      answered(answer);
    };
    // Of one that could not be made this is all.
    if (call.method === disposing) this.#refused.delete(call.object);
    const lost = this.#lost.get(call.object);
    if (lost !== undefined) {
      told(undefined, lost);
      return;
    }
    if (foreign !== null) {
      try {
        this.#callForeign(caller, { ...call, received }, foreign, (answer) => told(foreign, answer));
      } catch (error) {
        // Its arguments came over a link, and may be no values.
        told(undefined, refusalOf(error));
      }
      return;
    }
    const ofCaller = this.#asking.get(caller) ?? new Map<number, (answer: Answer) => void>();
    this.#asking.set(
      caller,
      ofCaller.set(call.number, (answer) => told(null, this.#refused.get(call.object) ?? answer)),
    );
    const { number, object, method, args } = call;
    this.#take({ type: "called", caller, number, received, object, method, args });
  }

  /** @throws TypeError, RangeError for arguments that the other home cannot be given. */
  #callForeign(caller: CallerKey, call: ObjectCall, foreign: ForeignHome, answered: (answer: Answer) => void): void {
    const problem = this.problemIn(call.args, foreign);
    if (problem !== null) throw new TypeError(problem);
    foreign.takeCall(caller, call, (answer) => {
      if (call.method === disposing && answer.type === "value") this.#foreign.delete(call.object);
      answered(this.#readable(answer, foreign));
    });
  }

  /** An answer of another home, whose objects are known from now on; an error where it holds no value. */
  #readable(answer: Answer, foreign: ForeignHome): Answer {
    if (answer.type === "error") return answer;
    try {
      this.adopt(decode(answer.value), foreign);
      return answer;
    } catch (error) {
      return refusalOf(error);
    }
  }

  /** What another home cannot be given: objects that do not live there, and more than fits into a message. Null where there is none. */
  problemIn(args: Packed, foreign: ForeignHome): string | null {
    if (args.bytes.length > maxValueBytes)
      return `arguments of ${args.bytes.length} bytes; the most are ${maxValueBytes}`;
    for (const [at] of args.ends.entries()) {
      for (const object of proxiesIn(this.revive(valueAt(args, at)))) {
        if (this.#foreign.get(idOf(object)) !== foreign) {
          return "an object of another page or process cannot be handed to a manager: have the manager make it";
        }
      }
    }
    return null;
  }

  /** Has calls of the objects in this value go to the home that they are from, and gives proxies in place of their handles. */
  adopt(value: unknown, from: ForeignHome): unknown {
    const adopted = this.revive(value);
    for (const object of proxiesIn(adopted)) {
      const id = idOf(object);
      if (this.#machine.objects.has(id)) continue;
      this.#foreign.set(id, from);
      this.#lost.delete(id);
    }
    return adopted;
  }

  /** The other home is out of reach for good: calls of its objects are told `lost`. All that it was told before was answered. */
  forgetHome(foreign: ForeignHome, lost: Answer): void {
    for (const answers of this.#answers.values()) answers.forgetHome(foreign);
    for (const [id, from] of this.#foreign) {
      if (from !== foreign) continue;
      this.#foreign.delete(id);
      this.#lost.set(id, lost);
    }
    for (const id of this.#lost.keys()) {
      if (this.#lost.size <= mostLost) break;
      this.#lost.delete(id);
    }
  }

  /** How much there is of what it keeps: objects, with those that could not be made, objects of other homes, those lost with theirs, and callers. */
  get counts(): Readonly<Record<"objects" | "foreign" | "lost" | "callers", number>> {
    return {
      objects: this.#machine.objects.size + this.#refused.size,
      foreign: this.#foreign.size,
      lost: this.#lost.size,
      callers: this.#answers.size,
    };
  }

  /** The end of a pipe stays open for a holder that has not called it yet. */
  holdEnd(object: ObjectId, holder: CallerKey): void {
    this.#take({ type: "end-held", object, holder });
  }

  letEndGo(object: ObjectId, holder: CallerKey): void {
    this.#take({ type: "end-let-go", object, holder });
  }

  endCaller(caller: CallerKey, how: CallerEnd): void {
    for (const foreign of this.#answers.get(caller)?.foreignHomes() ?? []) foreign.endCaller(caller, how);
    this.#answers.delete(caller);
    this.#asking.delete(caller);
    this.#take({ type: "caller-ended", caller, how });
  }

  /** A call of this page's or process's own program. Resolves to the answer, and rejects with an error of the name that it has. */
  async callHere(object: string, method: string, args: readonly unknown[]): Promise<unknown> {
    const packed = packAll(args);
    const answering = new Promise<Answer>((resolve) => this.#callAsOwn(idIn(object), method, packed, resolve));
    const answer = await waitedFor(answering);
    if (answer.type === "error") throw objectError(answer.name, answer.message);
    return this.revive(valueAt({ ends: Uint32Array.of(answer.value.length), bytes: answer.value }, 0));
  }

  #callAsOwn(object: string, method: string, args: Packed, answered: (answer: Answer) => void): void {
    this.#ownCalls += 1;
    const call = { number: this.#ownCalls, received: this.#ownAnswers, object, method, args };
    this.takeCall(ownCaller, call, (answer) => {
      this.#ownAnswers += 1;
      answered(answer);
    });
  }

  /** Puts proxies in place of handles. */
  revive(value: unknown): unknown {
    return revived(value, this.#reach);
  }

  #take(event: HappenedEvent): void {
    for (const effect of handle(this.#machine, { ...event, now: this.#clock.now() })) this.#carryOut(effect);
  }

  #carryOut(effect: ObjectsEffect): void {
    switch (effect.type) {
      case "answer": {
        const ofCaller = this.#asking.get(effect.caller);
        const answered = ofCaller?.get(effect.number);
        ofCaller?.delete(effect.number);
        answered?.(effect.answer);
        return;
      }
      case "set-alarm": {
        this.#callOffAlarm();
        if (effect.at === null) return;
        const ms = Math.min(Math.max(0, effect.at - this.#clock.now()), longestMs);
        const callOff = this.#clock.after(ms, () => {
          this.#callOffAlarm();
          this.#take({ type: "alarm-rang" });
        });
        const uncount = countUnreferenced();
        this.#callOffAlarm = () => {
          this.#callOffAlarm = () => {};
          callOff();
          uncount();
        };
        return;
      }
    }
  }
}
