import { SharedObject } from "./shared-object.ts";

/** The proxies in a value, where handles are looked for on the way: within lists, plain objects and maps. */
export function* proxiesIn(value: unknown, met = new Set<object>()): Generator<SharedObject> {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || met.has(value)) return;
  met.add(value);
  if (value instanceof SharedObject) yield value;
  else for (const part of value instanceof Map ? value.values() : Object.values(value)) yield* proxiesIn(part, met);
}
