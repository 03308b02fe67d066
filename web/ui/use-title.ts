import { useEffect } from "react";

/** A browser draws its own tabs anew with each title: with a job's every step that costs more than the page itself. */
const shortestStandMs = 1_000;

let changedAtMs = -Infinity;

function change(title: string): void {
  changedAtMs = performance.now();
  document.title = title;
}

/** The document's title: what matters first, for narrow tabs. One that changes often is a second old at most. */
export function useTitle(...parts: readonly string[]): void {
  const title = [...parts, "Tabpool"].join(" · ");
  useEffect(() => {
    const waitMs = changedAtMs + shortestStandMs - performance.now();
    if (waitMs <= 0) {
      change(title);
      return;
    }
    const timer = setTimeout(() => change(title), waitMs);
    return () => clearTimeout(timer);
  }, [title]);
}
