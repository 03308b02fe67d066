import { useEffect } from "react";
import type { Results } from "../../../room/results/results.ts";
import { usePace } from "../../../ui/use-pace.ts";
import { useStateOf } from "../../../ui/use-state-of.ts";
import { followInFrames } from "./follow-in-frames.ts";
import type { PictureKind } from "./picture-kinds.ts";
import { PictureNumbers, type Drawing } from "./picture-numbers.ts";

/** What is drawn of the results, at the page's pace; null before the first of them. */
export function useDrawing(results: Results, kind: PictureKind): Drawing | null {
  const pace = usePace();
  const [drawing, setDrawing] = useStateOf<Drawing | null>(results, null);
  useEffect(() => {
    const numbers = new PictureNumbers(results, kind);
    return followInFrames(results, pace, numbers, () => setDrawing(numbers.draw()));
  }, [results, kind, pace, setDrawing]);
  return drawing;
}
