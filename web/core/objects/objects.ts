import { Arguments } from "./arguments.ts";
import { isObjectId, type CallerEnd, type CallerKey, type ObjectId } from "./call.ts";
import type { Call, CallerState } from "./call-book.ts";
import type { ObjectsEffect, ObjectsEvent } from "./events.ts";
import { addObject } from "./add-object.ts";
import { PipeEnd } from "./pipe-end.ts";
import { Refusal } from "./refusal.ts";
import type { ObjectsMachine } from "./state.ts";

type Called = Extract<ObjectsEvent, { type: "called" }>;

/**
 * The only way to change shared objects: takes a fact and gives the orders that follow, in the order in which they are to be
 * carried out. Deadlines that have come are dealt with before the fact: what arrives after a timeout is too late, also where
 * the alarm is. Those of a caller that the fact ends are not: it is given nothing any more. Doubled calls, and calls of callers that have ended, change nothing.
 *
 * @throws RangeError where an object's settings are out of their bounds, or its id is taken.
 */
export function handle(machine: ObjectsMachine, event: ObjectsEvent): readonly ObjectsEffect[] {
  const { book } = machine;
  book.effects = [];
  book.expire(event.now, event.type === "caller-ended" ? event.caller : null);
  apply(machine, event);
  book.expire(event.now);
  const at = book.nextDeadline;
  if (at !== machine.alarmAt) book.effects.push({ type: "set-alarm", at });
  machine.alarmAt = at;
  return book.effects;
}

function apply(machine: ObjectsMachine, event: ObjectsEvent): void {
  switch (event.type) {
    case "object-made":
      addObject(machine.objects, machine.book, event.object, event.settings);
      return;
    case "object-dropped":
      dropObject(machine, event.object);
      return;
    case "end-held":
    case "end-let-go": {
      const end = machine.objects.get(event.object);
      if (!(end instanceof PipeEnd)) return;
      if (event.type === "end-held") end.holdFor(event.holder);
      else end.letGo(event.holder);
      end.serve();
      return;
    }
    case "called":
      answerCall(machine, event);
      return;
    case "call-withdrawn": {
      const caller = machine.callers.get(event.caller);
      if (caller !== undefined) machine.book.withdraw(caller, event.number);
      return;
    }
    case "caller-ended":
      endCaller(machine, event.caller, event.how);
      return;
    case "alarm-rang":
      // The shell's alarm is gone: one that rang early is set again.
      machine.alarmAt = null;
      return;
  }
}

function dropObject({ objects, book, callers }: ObjectsMachine, id: ObjectId): void {
  const object = objects.get(id);
  if (object === undefined) return;
  objects.delete(id);
  book.dropObject(object, callers.values());
  object.drop();
}

/** The method that all objects have: its caller drops the object, if it is still there. */
export const disposing = "dispose";

function answerCall(machine: ObjectsMachine, event: Called): void {
  const { book } = machine;
  const caller = callerOf(machine, event.caller);
  if (caller === null || event.number <= caller.newest) return;
  caller.newest = event.number;
  book.acknowledge(caller, event.received);
  if (event.method === disposing) {
    book.answerDisposed(caller, event.number);
    if (isObjectId(event.object)) dropObject(machine, event.object);
    return;
  }
  const object = isObjectId(event.object) ? machine.objects.get(event.object) : undefined;
  if (object === undefined) {
    book.answerGone(caller, event.number);
    return;
  }
  const call: Call = { caller, number: event.number, object, arrivedAt: event.now, deadline: null, wait: null };
  caller.objects.add(object);
  try {
    checkTakes(machine, caller);
    object.begin(call, event.method, new Arguments(event.args));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    book.answerError(call, error.errorName, error.message);
  }
  object.serve();
  book.refuseExcess(call);
}

/** Null for one that has ended. */
function callerOf({ callers, endedCallers }: ObjectsMachine, key: CallerKey): CallerState | null {
  if (endedCallers.has(key)) return null;
  const known = callers.get(key);
  if (known !== undefined) return known;
  const caller: CallerState = { key, newest: 0, answers: 0, waiting: new Map(), takes: [], objects: new Set() };
  callers.set(key, caller);
  return caller;
}

/** @throws Refusal */
function checkTakes({ book: { limits } }: ObjectsMachine, { takes }: CallerState): void {
  if (takes.length >= limits.unacknowledged) {
    throw new Refusal("RangeError", `no more than ${limits.unacknowledged} answers to one task may be on the way`);
  }
}

/** Withdraws the caller's calls, gives back what did not reach it, frees what it holds, and only then serves other callers. */
function endCaller({ book, callers, endedCallers }: ObjectsMachine, key: CallerKey, how: CallerEnd): void {
  endedCallers.add(key);
  if (endedCallers.size > book.limits.endedCallers) {
    for (const oldest of endedCallers) {
      endedCallers.delete(oldest);
      break;
    }
  }
  const caller = callers.get(key);
  if (caller === undefined) return;
  callers.delete(key);
  book.endCaller(caller, how);
  // Others whose deadlines came before this fact may have made room for its calls. No answer reaches it: what those gave has gone back.
  book.effects = book.effects.filter((effect) => effect.type !== "answer" || effect.caller !== key);
  for (const object of caller.objects) object.endCaller(caller, how);
  for (const object of caller.objects) object.serve();
}
