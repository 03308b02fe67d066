import type { CallOff } from "../core/clock.ts";

/** Keeps a process of Node alive until it is called off. A page ends when people close it. */
export type KeepAlive = () => CallOff;

let keepAlive: KeepAlive = () => () => {};
let waits = 0;
let bringers = 0;
let letGo: CallOff | null = null;

function look(): void {
  const isHeld = waits > 0 && bringers > 0;
  if (isHeld && letGo === null) letGo = keepAlive();
  if (isHeld || letGo === null) return;
  letGo();
  letGo = null;
}

export function keepAliveBy(keep: KeepAlive): void {
  keepAlive = keep;
}

/**
 * Daemons and alarms of shared objects keep nobody alive; a program that waits for what only they can bring is none that has come to
 * its end. Returns the promise that is waited for.
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

/** Counts what may bring something and keeps nobody alive by itself, until it is called off. */
export function countBringer(): CallOff {
  bringers += 1;
  look();
  return () => {
    bringers -= 1;
    look();
  };
}
