/** How usable a page is while something runs in it. */
export interface Usability {
  /** The longest task of the main thread; 0 where none was over 50 ms. */
  readonly longestTaskMs: number;
  /** From each key's press to the moment a listener of the page hears of it. */
  readonly inputDelaysMs: readonly number[];
}

/** Starts watching this page; the function that it gives ends that. */
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
