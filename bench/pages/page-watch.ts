/** How usable a page is while work runs in it. */
export interface Usability {
  /** Milliseconds of the main thread's longest task; 0 if none was over 50 ms. */
  readonly longestTaskMs: number;
  /** Milliseconds from each key's press until a listener of the page is called. */
  readonly inputDelaysMs: readonly number[];
}

/** Watches this page until the returned function is called. */
export function watchPage(): () => Usability {
  const startedAt = performance.now();
  let longestTaskMs = 0;
  const inputDelaysMs: number[] = [];
  const note = (tasks: readonly PerformanceEntry[]): void => {
    for (const { startTime, duration } of tasks) {
      if (startTime + duration >= startedAt) longestTaskMs = Math.max(longestTaskMs, duration);
    }
  };
  const observer = new PerformanceObserver((list) => note(list.getEntries()));
  observer.observe({ type: "longtask" });
  const heard = (event: Event): void => {
    inputDelaysMs.push(performance.now() - event.timeStamp);
  };
  addEventListener("keydown", heard, { capture: true });
  return () => {
    note(observer.takeRecords());
    observer.disconnect();
    removeEventListener("keydown", heard, { capture: true });
    return { longestTaskMs, inputDelaysMs };
  };
}
