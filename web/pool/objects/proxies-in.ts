import { SharedObject } from "./shared-object.ts";

/** The objects in a value that handles are looked for in: within lists, plain objects and maps. Goes into no proxy. */
export function* objectsIn(value: unknown, met = new Set<object>()): Generator<object> {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || met.has(value)) return;
  met.add(value);
  yield value;
  if (value instanceof SharedObject) return;
  for (const part of value instanceof Map ? value.values() : Object.values(value)) yield* objectsIn(part, met);
}

/** The proxies among them. */
export function* proxiesIn(value: unknown): Generator<SharedObject> {
  for (const object of objectsIn(value)) if (object instanceof SharedObject) yield object;
}
