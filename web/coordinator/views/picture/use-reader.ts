import { useEffect, useState, type RefObject } from "react";
import type { Results } from "../../../room/results/results.ts";
import { usePace } from "../../../ui/use-pace.ts";
import { followInFrames } from "./follow-in-frames.ts";
import type { ReadSoFar, ResultReader } from "./result-reader.ts";

/**
 * What is known of the results, at the page's pace; null before the first of them. `open` begins anew, and has to be the same function each time.
 */
export function useReader<SoFar extends ReadSoFar>(
  results: Results,
  open: (results: Results) => ResultReader<SoFar>,
): SoFar | null {
  const pace = usePace();
  const [soFar, setSoFar] = useState<SoFar | null>(null);
  useEffect(() => {
    const reader = open(results);
    return followInFrames(results, pace, reader, () => setSoFar(reader.soFar));
  }, [results, pace, open]);
  return soFar;
}

/**
 * The same, painted on a canvas whenever something has come and whenever the canvas has another size. `startPainting` has to be the same function
 * each time.
 */
export function usePaintedReader<SoFar extends ReadSoFar>(
  canvas: RefObject<HTMLCanvasElement | null>,
  results: Results,
  open: (results: Results) => ResultReader<SoFar>,
  startPainting: (canvas: HTMLCanvasElement) => (soFar: SoFar) => void,
): SoFar | null {
  const pace = usePace();
  const [soFar, setSoFar] = useState<SoFar | null>(null);
  useEffect(() => {
    if (canvas.current === null) return;
    const reader = open(results);
    const paint = startPainting(canvas.current);
    const observer = new ResizeObserver(() => paint(reader.soFar));
    observer.observe(canvas.current);
    const stop = followInFrames(results, pace, reader, () => {
      paint(reader.soFar);
      setSoFar(reader.soFar);
    });
    return () => {
      stop();
      observer.disconnect();
    };
  }, [canvas, results, pace, open, startPainting]);
  return soFar;
}
