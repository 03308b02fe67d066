import { useCallback, useEffect, useRef } from "react";
import type { RunTrial } from "../../../core/job/trial.ts";
import { thrownSeen } from "../../../core/seen.ts";
import type { TrialBench } from "../../../environment/browser/trial-bench.ts";

/** The page's own sandbox for programs that are tried; loaded and opened when it is needed first. */
export function useTrialBench(): RunTrial {
  const bench = useRef<Promise<TrialBench> | null>(null);
  useEffect(
    () => () => {
      // One that could not be loaded has nothing to close.
      bench.current?.then((opened) => opened.close()).catch(() => undefined);
      bench.current = null;
    },
    [],
  );
  return useCallback(async (trial) => {
    bench.current ??= loadBench();
    try {
      const opened = await bench.current;
      return await opened.runTrial(trial);
    } catch (error) {
      bench.current = null;
      return { end: { type: "unavailable", seen: thrownSeen(error) }, lines: [] };
    }
  }, []);
}

async function loadBench(): Promise<TrialBench> {
  const { TrialBench: Bench } = await import("../../../environment/browser/trial-bench.ts");
  return new Bench();
}
