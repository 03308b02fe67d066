import type { CallOff } from "../core/clock.ts";

/** Keeps a process of Node alive until it is called off. A page needs none: it lives until it is closed. */
export type KeepAlive = () => CallOff;

let keepAlive: KeepAlive = () => () => {};
let waits = 0;
let unreferenced = 0;
let letGo: CallOff | null = null;

function look(): void {
  const isHeld = waits > 0 && unreferenced > 0;
  if (isHeld && letGo === null) letGo = keepAlive();
  if (isHeld || letGo === null) return;
  letGo();
  letGo = null;
}

export function keepAliveBy(keep: KeepAlive): void {
  keepAlive = keep;
}

/**
 * Keeps the process alive while the promise is pending and a daemon or an alarm of a shared object may still settle it: these are
 * unreferenced, as timers after `unref()` are, and Node would end in the middle of the wait. Returns the promise.
 */
export async function waitedFor<Value>(promise: Promise<Value>): Promise<Value> {
  waits += 1;
  look();
  try {
    return await promise;
  } finally {
    waits -= 1;
    look();
  }
}

/** Counts one more unreferenced daemon or alarm, until it is called off. */
export function countUnreferenced(): CallOff {
  unreferenced += 1;
  look();
  return () => {
    unreferenced -= 1;
    look();
  };
}
