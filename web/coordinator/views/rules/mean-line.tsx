import { useEffect } from "react";
import type { Precision } from "../../../core/job/job.ts";
import { PrecisionReader, type MeanSoFar } from "../../../room/results/precision-reader.ts";
import type { Results } from "../../../room/results/results.ts";
import { usePace } from "../../../ui/use-pace.ts";
import { useStateOf } from "../../../ui/use-state-of.ts";
import { formatCount, formatPlural } from "../../../words/format.ts";
import { followInFrames } from "../picture/follow-in-frames.ts";
import { meanInWords, missingInWords, targetInWords } from "./mean-words.ts";

/** Results that are read for one frame: some milliseconds of work. */
const resultsAFrame = 10_000;

interface Props {
  readonly results: Results;
  readonly precision: Precision;
  /** Whether further results may come. */
  readonly isUnderWay: boolean;
}

/** The mean of the job's results so far, how precisely it is known, and how precisely it is wanted. */
export function MeanLine({ results, precision, isUnderWay }: Props) {
  const soFar = useMean(results, precision);
  const numbers = soFar?.numbers ?? 0;
  const others = soFar?.others ?? 0;
  const halfWidth = soFar?.halfWidth ?? "too-few";
  const missing = missingInWords(halfWidth);
  return (
    <p className="rule">
      <span className="rule-name">Mean</span>
      {soFar !== null && numbers > 0 && <strong>{meanInWords(soFar)}</strong>}
      <span className="aside">of {formatPlural(numbers, "number")}</span>
      {missing !== null && <span className="aside">{missing}</span>}
      {isUnderWay && halfWidth !== "too-large" && (
        <span className="aside">ends early at ± {targetInWords(soFar, precision)} (95 %)</span>
      )}
      {!isUnderWay && <span className="aside">±: 95 %, wanted {targetInWords(soFar, precision)}</span>}
      {others > 0 && (
        <span className="aside">
          {others === 1
            ? "1 result is no finite number and does not count"
            : `${formatCount(others)} results are no finite numbers and do not count`}
        </span>
      )}
    </p>
  );
}

/** null before the first result. */
function useMean(results: Results, precision: Precision): MeanSoFar | null {
  const pace = usePace();
  const [soFar, setSoFar] = useStateOf<MeanSoFar | null>(results, null);
  const { type, halfWidth } = precision;
  useEffect(() => {
    const reader = new PrecisionReader(results, { type, halfWidth });
    const inFrames = {
      get resultsRead() {
        return reader.resultsRead;
      },
      readSome: () => reader.readSome(resultsAFrame),
    };
    return followInFrames(results, pace, inFrames, () => setSoFar(reader.soFar));
  }, [results, pace, type, halfWidth, setSoFar]);
  return soFar;
}
