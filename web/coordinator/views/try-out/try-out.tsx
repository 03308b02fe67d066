import { useRef, useState } from "react";
import type { RunTrial, Trial, TrialReport } from "../../../core/job/trial.ts";
import { TrialResult } from "./trial-result.tsx";
import "./try-out.css";

/** What shall be tried; null where the form has something wrong, which it shows. */
export type Candidate =
  | (Trial & {
      /** The program as the person wrote it. */
      readonly text: string;
    })
  | null;

interface Props {
  readonly runTrial: RunTrial;
  /** Resolves to a text where there is no input to try it with, and why. */
  readonly findCandidate: () => Promise<Candidate | string>;
}

interface Tried {
  readonly report: TrialReport;
  readonly input: unknown;
  readonly text: string;
}

/** Runs the form's program at once, in this page's own sandbox, with the first input. Needs neither a volunteer nor a job. */
export function TryOut({ runTrial, findCandidate }: Props) {
  const [isBusy, setBusy] = useState(false);
  const [tried, setTried] = useState<Tried | string | null>(null);
  const isRunning = useRef(false);
  const tryIt = async (): Promise<void> => {
    const candidate = await findCandidate();
    if (candidate === null) return setTried(null);
    if (typeof candidate === "string") return setTried(candidate);
    const { text, input } = candidate;
    setTried({ report: await runTrial(candidate), input, text });
  };
  const press = (): void => {
    if (isRunning.current) return;
    isRunning.current = true;
    setBusy(true);
    void tryIt().finally(() => {
      isRunning.current = false;
      setBusy(false);
    });
  };
  return (
    <div className="try-out">
      <button type="button" aria-disabled={isBusy} onClick={press}>
        Try on one input
      </button>
      <div role="status" aria-label="Try-out" aria-busy={isBusy} className="trial">
        {isBusy ? <p className="hint">Running in this tab’s own sandbox…</p> : <Outcome tried={tried} />}
      </div>
    </div>
  );
}

function Outcome({ tried }: { readonly tried: Tried | string | null }) {
  if (tried === null) return null;
  if (typeof tried === "string") return <p className="problem">There is no input to try it with: {tried}</p>;
  return <TrialResult {...tried} />;
}
