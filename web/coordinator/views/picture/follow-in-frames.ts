import type { CallOff } from "../../../core/clock.ts";
import type { Pace } from "../../../core/pace.ts";
import type { Results } from "../../../room/results/results.ts";

/** Reads results for a picture, each once. */
export interface FrameReader {
  readonly resultsRead: number;
  /** Reads as many results on record as a frame has room for. Returns whether there may be more. */
  readSome(): boolean;
}

/** Has the reader read what is on record and what comes, at the page's pace; `show` is called when it has read something. */
export function followInFrames(
  results: Pick<Results, "subscribe">,
  pace: Pace,
  reader: FrameReader,
  show: () => void,
): CallOff {
  let callOff: CallOff | null = null;
  const readSoon = (): void => {
    callOff ??= pace.onNextFrame(() => {
      callOff = null;
      const before = reader.resultsRead;
      const isMore = reader.readSome();
      // Most changes are of tasks that run.
      if (reader.resultsRead > before) show();
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
