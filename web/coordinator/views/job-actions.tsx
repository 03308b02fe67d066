import type { JobRequest } from "../../workloads/workload.ts";
import type { Coordinator } from "../coordinator.ts";
import type { JobView } from "../store.ts";

interface Props {
  readonly coordinator: Coordinator;
  readonly job: JobView | null;
  /** Whether this tab runs a room, and so can run jobs. */
  readonly hasRoom: boolean;
  /** The form that *Start* sends. */
  readonly form: string;
  readonly onStart: (request: JobRequest) => void;
}

/** What can be done now; *Start* takes the form's values, *Run again* those of the job shown. */
export function JobActions({ coordinator, job, hasRoom, form, onStart }: Props) {
  const phase = job?.phase ?? null;
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
      {job !== null && !busy && (
        <button type="button" disabled={!hasRoom} onClick={() => onStart(job.request)}>
          Run again
        </button>
      )}
      <button type="submit" className="primary" form={form} disabled={busy || !hasRoom}>
        Start
      </button>
    </div>
  );
}
