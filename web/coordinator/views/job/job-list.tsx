import { jobNumber } from "../../../core/ids.ts";
import type { Room } from "../../../room/room.ts";
import { isUnderWay, type JobView } from "../../../room/store.ts";
import { AskingButton } from "../../../ui/asking-button.tsx";
import { useFrameStore } from "../../../ui/use-frame-store.ts";
import { formatCount } from "../../../words/format.ts";
import { cancelQuestion } from "../loss-questions.ts";
import { outcomeClass, settledOf, tallyInWords, totalInWords } from "../outcome.ts";
import { pauseOrResume } from "./job-actions.tsx";
import { TaskBar } from "./progress-bar.tsx";
import "./job-list.css";
import { focusHeading } from "../../../ui/focus-heading.ts";
import { jobHeadingId } from "./job-heading.ts";

/** The room's open jobs and the one shown. A single one is not listed: its progress stands below the form. */
export function JobList({ room, hasRoom }: { readonly room: Room; readonly hasRoom: boolean }) {
  const jobs = useFrameStore(room.store, (state) => state.jobs);
  const shown = useFrameStore(room.store, (state) => state.job);
  if (jobs.length < 2) return null;
  return (
    <ul className="job-list" aria-label="Open jobs">
      {jobs.map((job) => (
        <JobRow
          key={`${job.key.room} ${job.key.job}`}
          room={room}
          job={job}
          isShown={job.key.room === shown?.key.room && job.key.job === shown.key.job}
          hasRoom={hasRoom}
          staysListed={jobs.filter((one) => one === job || isUnderWay(one)).length > 1}
        />
      ))}
    </ul>
  );
}

interface Props {
  readonly room: Room;
  readonly job: JobView;
  readonly isShown: boolean;
  readonly hasRoom: boolean;
  /** Whether the list is still there once this job is shown. */
  readonly staysListed: boolean;
}

function JobRow({ room, job, isShown, hasRoom, staysListed }: Props) {
  const name = `job ${jobNumber(job.id)}`;
  const canChange = hasRoom && isUnderWay(job);
  return (
    <li className={isShown ? "job-row job-row-shown" : "job-row"}>
      <button
        type="button"
        className="quiet job-row-title"
        aria-current={isShown}
        aria-label={`Show ${name}: ${job.title}`}
        onClick={() => {
          if (!staysListed) focusHeading(jobHeadingId);
          room.showJob(job.key);
        }}
      >
        <span className="job-row-number">{jobNumber(job.id)}</span>
        <span className="job-row-name">{job.title}</span>
      </button>
      <TaskBar job={job} label={`Tasks of ${name} done or failed`} />
      <span className="number">
        {formatCount(settledOf(job))} of {totalInWords(job)}
      </span>
      <span className="job-row-priority">priority {job.priority}</span>
      <span className={`job-row-phase ${outcomeClass(job)}`}>{phaseInShort(job)}</span>
      <div className="buttons">
        <button
          type="button"
          aria-disabled={!canChange}
          aria-label={`${job.phase === "paused" ? "Resume" : "Pause"} ${name}`}
          onClick={(event) => canChange && pauseOrResume(room, job, event)}
        >
          {job.phase === "paused" ? "Resume" : "Pause"}
        </button>
        <AskingButton
          label="Cancel"
          name={`Cancel ${name}`}
          question={isUnderWay(job) ? cancelQuestion(job) : null}
          disabled={!canChange}
          onConfirm={() => {
            focusHeading(jobHeadingId);
            room.cancelJob(job.id);
          }}
        />
      </div>
    </li>
  );
}

function phaseInShort(job: JobView): string {
  if (job.awaited !== null) return "needs its file";
  switch (job.phase) {
    case "done":
      return tallyInWords(job);
    case "ended-early":
      return "ended early";
    case "interrupted":
      return "not finished";
    case "idle":
      return "needs inputs";
    case "running":
    case "waiting":
    case "paused":
    case "stopped":
    case "cancelled":
      return job.phase;
  }
}
