import { useEffect, useState } from "react";
import type { RunTrial } from "../../../core/job/trial.ts";
import { browserClock } from "../../../environment/browser/browser-clock.ts";
import { readProgramText } from "../../../workloads/program/read-program-text.ts";
import { Reduction, type Reduced, type ReducibleResults } from "./reduction.ts";

/** Whether the module exports `reduce`; false while that is not known. Most texts do not even have the word. */
export function useHasReduce(source: string): boolean {
  const [found, setFound] = useState("");
  useEffect(() => {
    if (!/\breduce\b/.test(source)) return;
    let isNewest = true;
    const show = (hasReduce: boolean): void => {
      if (isNewest && hasReduce) setFound(source);
    };
    // Where the parser cannot be loaded, the results are in the table all the same.
    readProgramText(source).then(
      (read) => show(read.type === "program" && read.names.has("reduce")),
      () => show(false),
    );
    return () => {
      isNewest = false;
    };
  }, [source]);
  return found === source;
}

/** What the module's own `reduce` has made of the results so far; null before the first of them. */
export function useReduced(results: ReducibleResults, source: string, runTrial: RunTrial): Reduced | null {
  const [reduced, setReduced] = useState<Reduced | null>(null);
  useEffect(() => {
    const reduction = new Reduction(results, source, { runTrial, clock: browserClock, changed: setReduced });
    return () => reduction.close();
  }, [results, source, runTrial]);
  return reduced;
}
