import type { JobFigures, JobLedger } from "./job-ledger.ts";
import { ratesWords } from "./speedup-words.ts";

/** What of a job's trace is shown at a moment. */
export interface Measured {
  readonly figures: JobFigures;
  /** Seconds, tasks a second, tasks in flight. */
  readonly rates: [number[], number[], number[]];
  readonly ratesTold: string;
  readonly missesSome: boolean;
}

/** null until a task was sent. */
export function measuredOf(ledger: JobLedger): Measured | null {
  const figures = ledger.figures();
  if (figures === null) return null;
  const { bins, widthMs } = ledger.rates;
  // The last bin is not over.
  const whole = ledger.isUnderWay && bins.length > 1 ? bins.slice(0, -1) : bins;
  return {
    figures,
    rates: [
      whole.map((_, nth) => ((nth + 0.5) * widthMs) / 1_000),
      whole.map(({ settled }) => (1_000 * settled) / widthMs),
      whole.map(({ heldMs }) => heldMs / widthMs),
    ],
    ratesTold: ratesWords({ bins: whole, widthMs }, figures),
    missesSome: ledger.missesSome,
  };
}
