import { useState } from "react";
import { useStore } from "zustand";
import { jobNumber } from "../../core/ids.ts";
import type { JobSummary } from "../../journal/journal.ts";
import { formatBytes, formatCount, formatPlural } from "../../ui/format.ts";
import { useFrameStore } from "../../ui/use-frame-store.ts";
import { findWorkload } from "../../workloads/catalogue.ts";
import type { Coordinator } from "../coordinator.ts";
import { stoppedInWords } from "../stopped-words.ts";
import { DeleteButton } from "./delete-button.tsx";
import { ExportButtons } from "./export-buttons.tsx";
import "./earlier-jobs.css";

/** Of more than so many finished jobs the older ones are folded away: each is drawn anew with every job. */
const mostUnfolded = 20;

/** What is on record of this browser's rooms, and the space it takes. */
export function EarlierJobs({ coordinator }: { coordinator: Coordinator }) {
  const { state, jobs, liveRooms, quotaBytes } = useStore(coordinator.store, ({ journal }) => journal);
  const room = useStore(coordinator.store, (all) => all.room);
  const isBusy = useFrameStore(coordinator.store, ({ job }) => job?.phase === "running" || job?.phase === "paused");
  const [isUnfolded, setUnfolded] = useState(false);
  const shown = isUnfolded ? jobs : jobs.filter((job, at) => at < mostUnfolded || isUnfinished(job));
  const hasRoom = room.phase === "open" || room.phase === "opening";
  const bytes = jobs.reduce((sum, job) => sum + job.bytes, 0);
  const space = quotaBytes === null ? formatBytes(bytes) : `${formatBytes(bytes)} of ${formatBytes(quotaBytes)}`;
  return (
    <section className="panel board-earlier" aria-labelledby="earlier-title">
      <div className="panel-head">
        <h2 id="earlier-title">Jobs on record</h2>
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
            const isOwn = room.phase !== "closed" && job.code === room.code;
            return (
              <EarlierJob
                key={`${job.room} ${job.job}`}
                coordinator={coordinator}
                {...{ job, isOwn, isBusy, hasRoom }}
                isElsewhere={!isOwn && liveRooms.has(job.room)}
              />
            );
          })}
        </ul>
      )}
      {shown.length < jobs.length && (
        <p className="buttons">
          <button type="button" className="quiet" onClick={() => setUnfolded(true)}>
            Show all {formatPlural(jobs.length, "job")}
          </button>
        </p>
      )}
    </section>
  );
}

function isUnfinished({ phase }: JobSummary): boolean {
  return phase === "running" || phase === "paused";
}

interface Props {
  readonly coordinator: Coordinator;
  readonly job: JobSummary;
  /** Whether it is a job of this page's room, which this tab or another one runs. */
  readonly isOwn: boolean;
  /** Whether another tab runs the room that it belongs to. */
  readonly isElsewhere: boolean;
  /** Whether that room has a job that is not over. */
  readonly isBusy: boolean;
  readonly hasRoom: boolean;
}

const started = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

function EarlierJob({ coordinator, job, isOwn, isElsewhere, isBusy, hasRoom }: Props) {
  const title = findWorkload(job.workload)?.title ?? job.workload;
  const isOpen = isUnfinished(job);
  const name = `job ${jobNumber(job.job)} of room ${job.code}`;
  return (
    <li className="earlier-job">
      <div className="earlier-what">
        <strong>
          {title}, {formatPlural(job.total, "task")}
        </strong>
        <span className="hint">
          Room {job.code}, job {jobNumber(job.job)}, {started.format(job.createdAt)}
        </span>
      </div>
      <span className="earlier-state">{stateInWords(job, isOwn, isElsewhere)}</span>
      <span className="number">{formatBytes(job.bytes)}</span>
      <div className="buttons">
        {isOpen && !isOwn && (
          <a className="button" href={`/coordinator?room=${job.code}`} aria-label={`Go on with ${name}`}>
            Go on
          </a>
        )}
        {!(isOpen && isOwn && hasRoom) && (
          <>
            <button
              type="button"
              disabled={isBusy}
              aria-label={`Open ${name}`}
              onClick={() => coordinator.openJob(job)}
            >
              Open
            </button>
            <button
              type="button"
              disabled={isBusy || !hasRoom}
              aria-label={`Run ${name} again`}
              onClick={() => coordinator.runAgain(job)}
            >
              Run again
            </button>
          </>
        )}
        <ExportButtons onExport={(format) => coordinator.exportJob(job, format)} label={`Export ${name}`} />
        {!(isOpen && isOwn) && (
          <DeleteButton
            name={name}
            isUnfinished={isOpen}
            obstacle={isOpen && isElsewhere ? "Another tab is at it." : null}
            onDelete={() => coordinator.deleteJob(job)}
          />
        )}
      </div>
    </li>
  );
}

function stateInWords(
  { phase, problem, done, failed, total }: JobSummary,
  isOwn: boolean,
  isElsewhere: boolean,
): string {
  const failures = failed === 0 ? "" : `, ${formatCount(failed)} failed`;
  switch (phase) {
    case "done":
      return `${formatCount(done)} done${failures}`;
    case "stopped":
      return stoppedInWords(problem);
    case "cancelled":
      return `cancelled at ${formatCount(done)}${failures}`;
    case "running":
    case "paused":
      if (!isOwn && !isElsewhere) return `not finished: ${formatCount(done)} of ${formatCount(total)}`;
      return `${phase === "running" ? "under way" : "paused"}${isElsewhere ? " in another tab" : ""}`;
  }
}
