/**
 * Runs `work` so that its timers, and timers that their callbacks set, do not keep the process alive. For packages whose
 * timers cannot be stopped. Other timers are not changed: the global `setTimeout` is replaced only while `work` or one of those
 * callbacks runs.
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
