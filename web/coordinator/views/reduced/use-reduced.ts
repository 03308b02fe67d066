import { useEffect } from "react";
import type { LoadableModule } from "../../../workloads/program/module-trial.ts";
import type { RunTrial } from "../../../core/job/trial.ts";
import { browserClock } from "../../../environment/browser/browser-clock.ts";
import { useStateOf } from "../../../ui/use-state-of.ts";
import type { SlicedResults } from "../result-slices.ts";
import { Reduction, type Reduced } from "./reduction.ts";

/** What the module's own `reduce` has made of the results so far; null before the first of them. */
export function useReduced(results: SlicedResults, module: LoadableModule, runTrial: RunTrial): Reduced | null {
  const [reduced, setReduced] = useStateOf<Reduced | null>(results, null);
  useEffect(() => {
    const reduction = new Reduction(results, module, { runTrial, clock: browserClock, changed: setReduced });
    return () => reduction.close();
  }, [results, module, runTrial, setReduced]);
  return reduced;
}
