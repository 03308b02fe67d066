import type { JobRequest } from "../../workloads/workload.ts";
import type { Coordinator } from "../coordinator.ts";
import type { JobView } from "../store.ts";

interface Props {
  readonly coordinator: Coordinator;
  readonly phase: JobView["phase"] | null;
  /** The form that *Start* sends. */
  readonly form: string;
  /** What *Run again* starts; null where this page has started nothing yet. */
  readonly lastRequest: JobRequest | null;
  readonly onStart: (request: JobRequest) => void;
}

/** What can be done now; *Start* takes the form's values, *Run again* the last job's. */
export function JobActions({ coordinator, phase, form, lastRequest, onStart }: Props) {
  const busy = phase === "running" || phase === "paused";
  return (
    <div className="buttons">
      {phase === "running" && (
        <button type="button" onClick={() => coordinator.pauseJob()}>
          Pause
        </button>
      )}
      {phase === "paused" && (
        <button type="button" onClick={() => coordinator.resumeJob()}>
          Resume
        </button>
      )}
      {busy && (
        <button type="button" onClick={() => coordinator.cancelJob()}>
          Cancel
        </button>
      )}
      {phase !== null && !busy && lastRequest !== null && (
        <button type="button" onClick={() => onStart(lastRequest)}>
          Run again
        </button>
      )}
      <button type="submit" className="primary" form={form} disabled={busy}>
        Start
      </button>
    </div>
  );
}
