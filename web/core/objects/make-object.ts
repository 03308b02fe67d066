import type { Desk } from "./desk.ts";
import type { ObjectSettings } from "./events.ts";
import { SharedEvent } from "./shared-event.ts";
import { SharedLock } from "./shared-lock.ts";
import type { SharedObject } from "./shared-object.ts";
import { SharedQueue } from "./shared-queue.ts";
import { SharedSemaphore } from "./shared-semaphore.ts";

/** @throws RangeError where a setting is out of its bounds. */
export function makeObject(desk: Desk, settings: ObjectSettings): SharedObject {
  switch (settings.kind) {
    case "queue":
      return new SharedQueue(desk, settings);
    case "lock":
    case "rlock":
      return new SharedLock(desk, settings.kind);
    case "semaphore":
      return new SharedSemaphore(desk, settings);
    case "event":
      return new SharedEvent(desk);
  }
}
