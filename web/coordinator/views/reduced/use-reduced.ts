import { useEffect } from "react";
import type { LoadableModule } from "../../../workloads/program/module-trial.ts";
import type { RunCalls } from "../../../core/job/trial.ts";
import { browserClock } from "../../../environment/browser/browser-clock.ts";
import { useStateOf } from "../../../ui/use-state-of.ts";
import { ResultSlices, type SlicedResults, type SlicesSoFar } from "../result-slices.ts";

/** What the module's own `reduce` has made of the results so far; null before the first of them. */
export function useReduced(results: SlicedResults, module: LoadableModule, runCalls: RunCalls): SlicesSoFar | null {
  const [reduced, setReduced] = useStateOf<SlicesSoFar | null>(results, null);
  useEffect(() => {
    const use = { name: "reduce", changed: setReduced } as const;
    const slices = new ResultSlices(results, module, use, { runCalls, clock: browserClock });
    return () => slices.close();
  }, [results, module, runCalls, setReduced]);
  return reduced;
}
