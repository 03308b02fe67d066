import { useState } from "react";
import { useStore } from "zustand";
import { jobNumber } from "../../../core/ids.ts";
import { madeOnce } from "../../../core/made-once.ts";
import type { JobSummary } from "../../../journal/journal.ts";
import { AskingButton } from "../../../ui/asking-button.tsx";
import { focusHeading } from "../../../ui/focus-heading.ts";
import { formatBytes, formatCount, formatPlural } from "../../../words/format.ts";
import { useFrameStore } from "../../../ui/use-frame-store.ts";
import type { Room } from "../../../room/room.ts";
import type { JobView, RoomState } from "../../../room/store.ts";
import { say } from "../../../words/say.ts";
import { ExportButtons } from "./export-buttons.tsx";
import { jobHeadingId } from "../job/job-heading.ts";
import { outcomeClass, settledOf, tallyInWords } from "../outcome.ts";
import { deleteQuestion } from "../loss-questions.ts";
import "./earlier-jobs.css";

/** Number of the newest jobs, which are always listed. Older finished ones are folded away: every new job draws the list anew. */
const mostUnfolded = 20;

const titleId = "earlier-title";

/** Jobs on record of this browser's rooms, and the space that they take. */
export function EarlierJobs({ room }: { room: Room }) {
  const { state, jobs, liveRooms, quotaBytes } = useStore(room.store, ({ journal }) => journal);
  const { phase, code } = useStore(room.store, (all) => all.room);
  const awaitVolunteers = useFrameStore(room.store, (all) => jobsIn(all, "waiting")).split(" ");
  const awaitInputs = useFrameStore(room.store, (all) => jobsIn(all, "idle")).split(" ");
  const stuck = useStore(room.store, (all) => all.stuck);
  const [isUnfolded, setUnfolded] = useState(false);
  const shown = isUnfolded ? jobs : jobs.filter((job, at) => at < mostUnfolded || isUnfinished(job));
  const hasRoom = phase === "open" || phase === "opening";
  const bytes = jobs.reduce((sum, job) => sum + job.bytes, 0);
  const space = quotaBytes === null ? formatBytes(bytes) : `${formatBytes(bytes)} of ${formatBytes(quotaBytes)}`;
  return (
    <section className="panel board-earlier" aria-labelledby={titleId}>
      <div className="panel-head">
        <h2 id={titleId} tabIndex={-1}>
          Jobs on record
        </h2>
        <p className="aside">{jobs.length === 0 ? "" : `${formatPlural(jobs.length, "job")}, ${space}`}</p>
      </div>
      {jobs.length === 0 ? (
        <p className="hint">
          Jobs and their results will be listed here, and stay until you{" "}
          {state === "memory" ? "close or reload this tab." : "delete them."}
        </p>
      ) : (
        <ul className="earlier-jobs" aria-label="Jobs on record">
          {shown.map((job) => {
            const isOwn = phase !== "closed" && job.code === code;
            const where = isOwn
              ? stuck.has(job.job)
                ? "nowhere"
                : "here"
              : liveRooms.has(job.room)
                ? "elsewhere"
                : "left";
            const id = String(job.job);
            const awaits = awaitVolunteers.includes(id) ? "volunteers" : awaitInputs.includes(id) ? "inputs" : null;
            return <EarlierJob key={`${job.room} ${job.job}`} room={room} {...{ job, where, hasRoom, awaits }} />;
          })}
        </ul>
      )}
      {shown.length < jobs.length && (
        <p className="buttons">
          <button
            type="button"
            className="quiet"
            onClick={() => {
              focusHeading(titleId);
              setUnfolded(true);
            }}
          >
            Show all {formatPlural(jobs.length, "job")}
          </button>
        </p>
      )}
    </section>
  );
}

/** Ids of the open jobs in this phase, as one text: the same as long as they are the same. */
function jobsIn({ jobs }: RoomState, wanted: JobView["phase"]): string {
  return jobs
    .filter(({ phase }) => phase === wanted)
    .map(({ id }) => id)
    .join(" ");
}

function isUnfinished({ phase }: JobSummary): boolean {
  return phase === "running" || phase === "paused";
}

/**
 * Who is at the room of a job: `here`: this page's room, which this tab or another one runs; `elsewhere`: another room, which another
 * tab runs; `left`: another room, which no tab runs. `nowhere`: this tab runs its room, and the job could not go on in it.
 */
type Where = "here" | "elsewhere" | "left" | "nowhere";

interface Props {
  readonly room: Room;
  readonly job: JobSummary;
  readonly where: Where;
  /** What the job, if it is of this page's room, waits for; null for nothing. */
  readonly awaits: "volunteers" | "inputs" | null;
  readonly hasRoom: boolean;
}

const started = madeOnce(() => new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" }));

function EarlierJob({ room, job, where, awaits, hasRoom }: Props) {
  const isOpen = isUnfinished(job);
  const isOwn = where === "here";
  const obstacle = isOpen && where === "elsewhere" ? "Another tab is at it." : null;
  const name = `job ${jobNumber(job.job)} of room ${job.code}`;
  return (
    <li className="earlier-job">
      <div className="earlier-what">
        <strong>
          {job.title}, {job.isSealed || !isOpen ? "" : "at least "}
          {formatPlural(job.total, "task")}
        </strong>
        <span className="hint">
          Room {job.code}, job {jobNumber(job.job)}, {started().format(job.createdAt)}
        </span>
      </div>
      <span className={`earlier-state ${outcomeClass(job)}`}>
        {isOpen && isOwn && awaits !== null ? `waiting for ${awaits}` : stateInWords(job, where)}
      </span>
      <span className="number">{formatBytes(job.bytes)}</span>
      <div className="buttons">
        {isOpen && !isOwn && where !== "nowhere" && (
          <a className="button" href={`/coordinator?room=${job.code}`} aria-label={`Go on with ${name}`}>
            Go on
          </a>
        )}
        {!(isOpen && isOwn && hasRoom) && (
          <>
            <button type="button" aria-label={`Open ${name}`} onClick={() => room.showJob(job)}>
              Open
            </button>
            <button
              type="button"
              disabled={!hasRoom}
              aria-label={`Run ${name} again`}
              onClick={(event) => {
                if (event.detail > 1) return;
                // Where the new job is shown.
                focusHeading(jobHeadingId);
                room.runAgain(job);
              }}
            >
              Run again
            </button>
          </>
        )}
        <ExportButtons onExport={(format) => room.exportJob(job, format)} label={`Export ${name}`} />
        {!(isOpen && isOwn) && (
          <AskingButton
            label="Delete"
            name={obstacle === null ? `Delete ${name}` : `Delete ${name}: ${obstacle}`}
            question={deleteQuestion(job, isOpen)}
            disabled={obstacle !== null}
            title={obstacle ?? undefined}
            onConfirm={() => {
              focusHeading(titleId);
              room.deleteJob(job);
            }}
          />
        )}
      </div>
    </li>
  );
}

function stateInWords(job: JobSummary, where: Where): string {
  const { phase, problem, done, total } = job;
  switch (phase) {
    case "done":
      return tallyInWords(job);
    case "stopped":
      return say({ key: "stopped", problem });
    case "ended-early":
      return `ended early: ${tallyInWords(job)}, ${formatCount(total - settledOf(job))} not needed`;
    case "cancelled":
      return `cancelled at ${tallyInWords(job)}`;
    case "running":
    case "paused":
      if (where === "nowhere") return `cannot go on: ${formatCount(done)} of ${formatCount(total)}`;
      if (where === "left") return `not finished: ${formatCount(done)} of ${formatCount(total)}`;
      return `${phase === "running" ? "under way" : "paused"}${where === "elsewhere" ? " in another tab" : ""}`;
  }
}
