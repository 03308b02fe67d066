import { useEffect, useMemo, useRef } from "react";
import type { RunCalls, RunTrial } from "../../../core/job/trial.ts";
import { thrownSeen, type Seen } from "../../../core/seen.ts";
import type { TrialBench } from "../../../environment/browser/trial-bench.ts";

/** The page's own sandbox for programs that are tried. */
export interface BenchInPage {
  readonly runTrial: RunTrial;
  readonly runCalls: RunCalls;
}

/** Loaded and opened when it is needed first. The same object each time. */
export function useTrialBench(): BenchInPage {
  const bench = useRef<Promise<TrialBench> | null>(null);
  useEffect(
    () => () => {
      // One that could not be loaded has nothing to close.
      bench.current?.then((opened) => opened.close()).catch(() => undefined);
      bench.current = null;
    },
    [],
  );
  return useMemo(() => {
    const run = async <End>(
      start: (opened: TrialBench) => Promise<End>,
      without: (seen: Seen) => End,
    ): Promise<End> => {
      bench.current ??= loadBench();
      try {
        return await start(await bench.current);
      } catch (error) {
        bench.current = null;
        return without(thrownSeen(error));
      }
    };
    return {
      runTrial: (trial) =>
        run(
          (opened) => opened.runTrial(trial),
          (seen) => ({ end: { type: "unavailable", seen }, lines: [] }),
        ),
      runCalls: (calls) =>
        run(
          (opened) => opened.runCalls(calls),
          (seen) => ({ type: "unavailable", seen }),
        ),
    };
  }, []);
}

async function loadBench(): Promise<TrialBench> {
  const { TrialBench: Bench } = await import("../../../environment/browser/trial-bench.ts");
  return new Bench();
}
