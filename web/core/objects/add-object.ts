import type { ObjectId } from "./call.ts";
import type { CallBook } from "./call-book.ts";
import type { ObjectSettings } from "./events.ts";
import { LockState } from "./lock-state.ts";
import { PipeEnd } from "./pipe-end.ts";
import { Refusal } from "./refusal.ts";
import { SharedArray } from "./shared-array.ts";
import { SharedBarrier } from "./shared-barrier.ts";
import { SharedCondition } from "./shared-condition.ts";
import { SharedDict } from "./shared-dict.ts";
import { SharedEvent } from "./shared-event.ts";
import { SharedList } from "./shared-list.ts";
import { SharedLock } from "./shared-lock.ts";
import { SharedNamespace } from "./shared-namespace.ts";
import type { SharedObject } from "./shared-object.ts";
import { SharedQueue } from "./shared-queue.ts";
import { SharedSemaphore } from "./shared-semaphore.ts";
import { SharedValue } from "./shared-value.ts";

type Objects = Map<ObjectId, SharedObject>;

/**
 * Adds the object, or both ends of the pipe.
 *
 * @throws RangeError where a setting is out of its bounds, an id is taken, or the home holds too much.
 * @throws TypeError where a value is none of its type.
 */
export function addObject(objects: Objects, book: CallBook, object: ObjectId, settings: ObjectSettings): void {
  const other = settings.kind === "pipe" ? settings.other : null;
  if (objects.has(object) || (other !== null && objects.has(other)) || object === other) {
    throw new RangeError("there is an object of this id");
  }
  try {
    if (settings.kind === "pipe") {
      const [first, second] = PipeEnd.makePair(book, settings.holder, settings.isDuplex);
      objects.set(object, first);
      objects.set(settings.other, second);
    } else objects.set(object, makeObject(objects, book, settings));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw error.errorName === "TypeError" ? new TypeError(error.message) : new RangeError(error.message);
  }
}

function makeObject(
  objects: Objects,
  book: CallBook,
  settings: Exclude<ObjectSettings, { kind: "pipe" }>,
): SharedObject {
  switch (settings.kind) {
    case "queue":
      return new SharedQueue(book, settings);
    case "lock":
    case "rlock":
      return new SharedLock(book, settings.kind);
    case "semaphore":
      return new SharedSemaphore(book, settings);
    case "event":
      return new SharedEvent(book);
    case "condition":
      return new SharedCondition(book, lockOf(objects, book, settings.lock));
    case "barrier":
      return new SharedBarrier(book, settings.parties);
    case "value":
      return new SharedValue(book, settings);
    case "array":
      return new SharedArray(book, settings);
    case "dict":
      return new SharedDict(book);
    case "list":
      return new SharedList(book);
    case "namespace":
      return new SharedNamespace(book);
  }
}

/** The lock of this id; for null a reentrant one of its own. */
function lockOf(objects: Objects, book: CallBook, id: ObjectId | null): LockState {
  if (id === null) return new LockState(book, true);
  const lock = objects.get(id);
  if (!(lock instanceof SharedLock)) throw new RangeError("the lock of a condition must be a lock that is there");
  return lock.state;
}
