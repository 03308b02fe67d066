import { SharedDict, SharedList, SharedNamespace } from "./collections.ts";
import { BoundedSemaphore, Lock, RLock, Semaphore } from "./locks.ts";
import { Barrier, Condition, SharedEvent } from "./events-and-barriers.ts";
import { Connection } from "./pipe.ts";
import { JoinableQueue, Queue, SimpleQueue } from "./queues.ts";
import { Handle, handleKey, type Reach, type SharedObject } from "./shared-object.ts";
import { SharedArray, Value } from "./values.ts";

const kinds: Readonly<Record<string, new (handle: Handle) => SharedObject>> = {
  "simple-queue": SimpleQueue,
  queue: Queue,
  "joinable-queue": JoinableQueue,
  pipe: Connection,
  lock: Lock,
  rlock: RLock,
  semaphore: Semaphore,
  "bounded-semaphore": BoundedSemaphore,
  event: SharedEvent,
  condition: Condition,
  barrier: Barrier,
  value: Value,
  array: SharedArray,
  dict: SharedDict,
  list: SharedList,
  namespace: SharedNamespace,
};

/** A proxy in place of an object that is a handle; undefined for all others. */
function proxyOf(value: object, reach: Reach): SharedObject | undefined {
  const text: unknown = Reflect.get(value, handleKey);
  if (typeof text !== "string") return undefined;
  const kind = text.slice(0, text.indexOf(":"));
  const Proxy = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  return Proxy === undefined ? undefined : new Proxy(new Handle(text, reach));
}

/** Puts proxies, whose calls go this way, in place of handles: within lists, plain objects and maps, in place. */
export function revived(value: unknown, reach: Reach): unknown {
  const met = new Set<object>();
  const revive = (one: unknown): unknown => {
    if (typeof one !== "object" || one === null) return one;
    const proxy = proxyOf(one, reach);
    if (proxy !== undefined) return proxy;
    if (met.has(one)) return one;
    met.add(one);
    if (Array.isArray(one)) {
      for (const [at, item] of one.entries()) {
        const now = revive(item);
        if (now !== item) one[at] = now;
      }
    } else if (one instanceof Map) {
      for (const [key, item] of one) {
        const now = revive(item);
        if (now !== item) one.set(key, now);
      }
    } else if (isPlain(one)) {
      for (const [key, item] of Object.entries(one)) {
        const now = revive(item);
        if (now !== item) Object.defineProperty(one, key, { value: now });
      }
    }
    return one;
  };
  return revive(value);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
