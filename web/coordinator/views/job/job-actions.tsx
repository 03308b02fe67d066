import type { MouseEvent } from "react";
import { AskingButton } from "../../../ui/asking-button.tsx";
import type { JobDefinition } from "../../../core/job/job-definition.ts";
import type { Room } from "../../../room/room.ts";
import { isUnderWay, type JobView } from "../../../room/store.ts";
import { cancelQuestion } from "../loss-questions.ts";

interface Props {
  readonly room: Room;
  readonly job: JobView | null;
  /** Whether this tab runs a room, and so can run jobs. */
  readonly hasRoom: boolean;
  /** The form that *Start* sends. */
  readonly form: string;
  readonly onStart: (definition: JobDefinition) => void;
}

/**
 * The buttons of a job. *Start* takes the form's values, *Run again* those of the job shown. Both buttons keep their places
 * and change their labels, so that the focus stays on them.
 */
export function JobActions({ room, job, hasRoom, form, onStart }: Props) {
  const step = nextStep(job);
  const press = (event: MouseEvent): void => {
    if (step === "Start" || job === null) return;
    // A double click on *Start* starts, and does not pause.
    if (event.detail > 1) return;
    if (step === "Pause") room.pauseJob(job.id);
    else room.resumeJob(job.id);
  };
  return (
    <div className="buttons">
      {job !== null && (
        <AskingButton
          label={isUnderWay(job) ? "Cancel" : "Run again"}
          question={isUnderWay(job) ? cancelQuestion(job) : null}
          disabled={!hasRoom}
          onConfirm={() => {
            if (isUnderWay(job)) room.cancelJob(job.id);
            else onStart(job.request);
          }}
        />
      )}
      <button
        type={step === "Start" ? "submit" : "button"}
        className="primary"
        form={form}
        disabled={!hasRoom}
        onClick={press}
      >
        {step}
      </button>
    </div>
  );
}

function nextStep(job: JobView | null): "Start" | "Pause" | "Resume" {
  switch (job?.phase) {
    case "running":
    case "waiting":
      return "Pause";
    case "paused":
      return "Resume";
    case "done":
    case "cancelled":
    case "stopped":
    case "interrupted":
    case undefined:
      return "Start";
  }
}
