/**
 * Does the work so that the timers which it sets, and those which their callbacks set in turn, do not keep the process
 * alive: for packages that start timers and have no way to stop them. Other timers are untouched, since the global
 * function is exchanged only while the work, or one of those callbacks, runs to its end.
 */
export function withUnreferencedTimers<Result>(work: () => Result): Result {
  const referenced = globalThis.setTimeout;
  const unreferenced = (callback: () => void, ms?: number): NodeJS.Timeout =>
    referenced(() => withUnreferencedTimers(callback), ms).unref();
  Reflect.set(globalThis, "setTimeout", unreferenced);
  try {
    return work();
  } finally {
    Reflect.set(globalThis, "setTimeout", referenced);
  }
}
