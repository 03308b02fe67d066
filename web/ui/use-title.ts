import { useEffect, useRef } from "react";

/**
 * Shortest time from one title to the next, in milliseconds. A browser redraws its tab strip for each title, which at every
 * result would cost more than the page itself.
 */
const shortestStandMs = 1_000;

/** The document's title: what matters first, for narrow tabs. A title that changes often is a second old at most. */
export function useTitle(...parts: readonly string[]): void {
  const title = [...parts, "Tabpool"].join(" · ");
  const changedAtMs = useRef(-Infinity);
  useEffect(() => {
    const change = (): void => {
      changedAtMs.current = performance.now();
      document.title = title;
    };
    const waitMs = changedAtMs.current + shortestStandMs - performance.now();
    if (waitMs <= 0) {
      change();
      return;
    }
    const timer = setTimeout(change, waitMs);
    return () => clearTimeout(timer);
  }, [title]);
}
