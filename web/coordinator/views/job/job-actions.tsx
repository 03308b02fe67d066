import type { MouseEvent } from "react";
import { jobNumber } from "../../../core/ids.ts";
import type { JobKey } from "../../../journal/journal.ts";
import { AskingButton } from "../../../ui/asking-button.tsx";
import type { Room } from "../../../room/room.ts";
import { isUnderWay, type JobView } from "../../../room/store.ts";
import { cancelQuestion } from "../loss-questions.ts";
import { SaveButton, type SaveChoice } from "../report/save-job.tsx";
import { ShareButton, type Sharing } from "../sharing/share-job.tsx";

interface Props {
  readonly room: Room;
  readonly job: JobView;
  /** Whether this tab runs a room, and so can run jobs. */
  readonly hasRoom: boolean;
  readonly sharing: Sharing;
  readonly saving: SaveChoice;
  /** Puts the job into the form. */
  readonly onChange: (key: JobKey) => void;
}

/**
 * The buttons of the job shown; *Run again* starts it with the values that it had. Both keep their places and change their
 * labels, so that the focus stays on them when the job ends.
 */
export function JobActions({ room, job, hasRoom, sharing, saving, onChange }: Props) {
  const name = `job ${jobNumber(job.id)}`;
  const canPause = hasRoom && isUnderWay(job);
  return (
    <div className="buttons">
      <AskingButton
        label={isUnderWay(job) ? "Cancel" : "Run again"}
        question={isUnderWay(job) ? cancelQuestion(job) : null}
        disabled={!hasRoom}
        subject={`${job.key.room} ${job.key.job}`}
        onConfirm={() => {
          if (isUnderWay(job)) room.cancelJob(job.id);
          else room.runAgain(job.key);
        }}
      />
      <button type="button" aria-disabled={!canPause} onClick={(event) => canPause && pauseOrResume(room, job, event)}>
        {job.phase === "paused" ? "Resume" : "Pause"}
      </button>
      <button type="button" aria-label={`Run with changes: ${name}`} onClick={() => onChange(job.key)}>
        Run with changes
      </button>
      <ShareButton sharing={sharing} name={name} />
      <SaveButton choice={saving} name={name} />
    </div>
  );
}

/** The second click of a double click does not take the first one back. */
export function pauseOrResume(room: Room, job: JobView, event: MouseEvent): void {
  if (event.detail > 1) return;
  if (job.phase === "paused") room.resumeJob(job.id);
  else room.pauseJob(job.id);
}
