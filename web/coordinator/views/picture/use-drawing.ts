import { useEffect, useState } from "react";
import type { CallOff } from "../../../core/clock.ts";
import type { Pace } from "../../../core/pace.ts";
import type { Results } from "../../../room/results/results.ts";
import { usePace } from "../../../ui/use-pace.ts";
import type { PictureKind } from "./picture-kinds.ts";
import { PictureNumbers, type Drawing } from "./picture-numbers.ts";

/** Results that are read for one frame: some milliseconds of work. */
const resultsAFrame = 10_000;

/** What is drawn of the results, at the page's pace; null before the first of them. */
export function useDrawing(results: Results, kind: PictureKind): Drawing | null {
  const pace = usePace();
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  useEffect(() => followNumbers(results, kind, pace, setDrawing), [results, kind, pace]);
  return drawing;
}

function followNumbers(results: Results, kind: PictureKind, pace: Pace, show: (drawing: Drawing) => void): CallOff {
  const numbers = new PictureNumbers(results, kind);
  let callOff: CallOff | null = null;
  const readSoon = (): void => {
    callOff ??= pace.onNextFrame(() => {
      callOff = null;
      const before = numbers.resultsRead;
      const isMore = numbers.read(resultsAFrame);
      // Most changes are of tasks that run.
      if (numbers.resultsRead > before) show(numbers.draw());
      if (isMore) readSoon();
    });
  };
  readSoon();
  const unsubscribe = results.subscribe(readSoon);
  return () => {
    unsubscribe();
    callOff?.();
  };
}
