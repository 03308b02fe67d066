import { useMemo, useState, type ReactNode } from "react";
import { useStore } from "zustand";
import type { RunTrial } from "../../../core/job/trial.ts";
import { formatCount, formatPlural } from "../../../words/format.ts";
import { say } from "../../../words/say.ts";
import { Notice } from "../../../ui/notice.tsx";
import { useFrameStore } from "../../../ui/use-frame-store.ts";
import { focusHeading } from "../../../ui/focus-heading.ts";
import { jobNumber } from "../../../core/ids.ts";
import type { JobKey } from "../../../journal/journal.ts";
import { findFollowing } from "../../../workloads/catalogue.ts";
import { own } from "../../../workloads/own/own.ts";
import { presetsOf, type FieldValues } from "../../../workloads/field.ts";
import type { Workload } from "../../../workloads/workload.ts";
import type { Room } from "../../../room/room.ts";
import { optionPresets, type OptionTexts } from "../../option-fields.ts";
import { putWorkloadInUrl } from "../../page-in-url.ts";
import { Gallery } from "../gallery/gallery.tsx";
import { presentIn } from "../../../room/store.ts";
import { HelpSwitch } from "./help-switch.tsx";
import { EndNoticeSwitch } from "./end-notice-switch.tsx";
import { AwaitedFile } from "./awaited-file.tsx";
import { JobActions } from "./job-actions.tsx";
import { JobForm, type StartJob } from "./job-form.tsx";
import type { StartedJob } from "./started-job.ts";
import type { StartWith } from "./use-start-with.ts";
import { JobList } from "./job-list.tsx";
import { JobProgress, phaseWords, rateWords } from "./job-progress.tsx";
import { jobHeadingId } from "./job-heading.ts";
import { OpenInputs } from "./open-inputs.tsx";
import type { Filling } from "../sharing/filled-form.ts";
import { OpenJobButton } from "../sharing/open-job-button.tsx";
import { EndRules } from "../rules/end-rules.tsx";
import { SavePanel, useSaveChoice } from "../report/save-job.tsx";
import { SharePanel, useSharing } from "../sharing/share-job.tsx";
import { outcomeClass } from "../outcome.ts";
import "./job.css";

interface Props {
  readonly room: Room;
  /** Whether a lesson starts the jobs: then nothing is chosen here. */
  readonly isTaught: boolean;
  /** What the page's address offers; a person may choose another one. */
  readonly offered: Workload;
  /** Whether the page begins with its form; otherwise with the gallery. */
  readonly opensForm: boolean;
  readonly presets: FieldValues;
  readonly presetOptions: OptionTexts;
  /** Number of volunteers that the job waits for before it starts by itself; null if it does not. */
  readonly waitsFor: number | null;
  /** Runs programs in this page's own sandbox. */
  readonly runTrial: RunTrial;
  /** What the form of one's own function was filled in with last, from a job; null before that. */
  readonly filling: Filling | null;
  /** What was started last without the form, which then shows it; null before that. */
  readonly started: StartedJob | null;
  readonly onStart: StartJob;
  /** Starts a job of these values without the form. */
  readonly onStartWith: StartWith;
  readonly onOpenFile: (file: File) => void;
  /** Puts a job into the form. */
  readonly onChangeJob: (key: JobKey) => void;
  /** Stands above the form. */
  readonly above: ReactNode;
  /** Stands below the form. */
  readonly below: ReactNode;
  /** Stands below what the job has come to. */
  readonly children: ReactNode;
}

/** The page’s two sides: how to get in and what to run, and what has become of it. */
export function JobPanel(props: Props) {
  const { room, isTaught, offered, opensForm, presets, presetOptions, waitsFor, runTrial, filling, started } = props;
  const { onStart, onStartWith, onOpenFile, onChangeJob, above, below, children } = props;
  const [workload, setWorkload] = useState(offered);
  const [isChoosing, setChoosing] = useState(!opensForm);
  const [seenFilling, setSeenFilling] = useState(filling);
  const [seenStarted, setSeenStarted] = useState(started);
  const showForm = (of: Workload): void => {
    setWorkload(of);
    setChoosing(false);
  };
  if (filling !== seenFilling) {
    setSeenFilling(filling);
    if (filling !== null) showForm(own);
  }
  if (started !== seenStarted) {
    setSeenStarted(started);
    if (started !== null) showForm(started.workload);
  }
  const choose = (chosen: Workload | null): void => {
    if (chosen === null) setChoosing(true);
    else showForm(chosen);
    putWorkloadInUrl(chosen?.id ?? null);
    focusHeading(jobHeadingId);
  };
  const startsByItself = waitsFor !== null;
  const shownPresets = useMemo(
    () =>
      workload === offered
        ? { values: presets, options: presetOptions, startsByItself }
        : { values: presetsOf(workload.fields), options: optionPresets, startsByItself: false },
    [workload, offered, presets, presetOptions, startsByItself],
  );
  const job = useFrameStore(room.store, (state) => state.job);
  const present = useFrameStore(room.store, ({ volunteers }) => presentIn(volunteers).length);
  const fetching = useFrameStore(
    room.store,
    ({ volunteers }) => presentIn(volunteers).filter(({ isFetching }) => isFetching).length,
  );
  // Where others reach this server: a link of this computer's own name would lead them nowhere.
  const shareAt = useStore(
    room.store,
    ({ room: { joinLinks } }) => new URL("/coordinator", joinLinks[0] ?? location.href).href,
  );
  // With further inputs it is another copy: one that is shown has those of now.
  const copied = job === null ? null : `${job.key.room} ${job.key.job} ${job.takesInputs ? job.inputsKept : "all"}`;
  const sharing = useSharing(shareAt, copied, async () =>
    job === null ? null : ((await room.findJob(job.key)) ?? "it is not on record yet, try it again in a moment"),
  );
  const saving = useSaveChoice();
  const refused = useStore(room.store, (state) => state.refused);
  const hasRoom = useStore(room.store, (state) => state.room.phase !== "elsewhere" && state.room.phase !== "closed");
  const waiting = !hasRoom
    ? "This tab runs no jobs now."
    : isTaught
      ? "The lesson’s program has not begun a job yet."
      : waitsFor === null
        ? "No job has been started yet: choose one, and press Start."
        : `Starts by itself when ${formatPlural(waitsFor, "volunteer is", "volunteers are")} in.`;
  const form = (
    <>
      <div className="job-chosen" hidden={isChoosing}>
        <JobForm
          workload={workload}
          presets={shownPresets}
          runTrial={runTrial}
          filling={filling}
          started={started}
          canStart={hasRoom}
          shareAt={shareAt}
          onSubmit={onStart}
        />
      </div>
      {isChoosing && (
        <>
          <Gallery
            canStart={hasRoom}
            onChoose={choose}
            onStart={(chosen) => {
              focusHeading(jobHeadingId);
              onStartWith(chosen, { ...presetsOf(chosen.fields), ...chosen.presets[0]?.values }, null);
            }}
          />
          <OpenJobButton onOpen={onOpenFile} />
        </>
      )}
    </>
  );
  const progress = (
    <>
      {refused !== null && (
        <Notice kind="trouble" title="The job was not started.">
          <p>{say(refused)}</p>
        </Notice>
      )}
      <JobList room={room} hasRoom={hasRoom} />
      {job === null ? (
        <p className="hint">{waiting}</p>
      ) : (
        <>
          <div className="job-line">
            <p className="job-told">
              {/* The form may be that of another kind of job by now. */}
              {(isTaught || isChoosing || job.title !== workload.title) && <span>{job.title}</span>}
              <span className={`job-phase ${outcomeClass(job)}`}>{phaseWords(job)}</span>
              {job.tasksPerSecond !== null && <span className="job-rate">{rateWords(job, job.tasksPerSecond)}</span>}
            </p>
            <JobActions
              room={room}
              job={job}
              hasRoom={hasRoom}
              sharing={sharing}
              saving={saving}
              onChange={onChangeJob}
            />
          </div>
          <SharePanel
            sharing={sharing}
            name={`job ${jobNumber(job.id)}`}
            // A copy whose inputs follow from results goes on by itself.
            isOpen={job.takesInputs && findFollowing(job.request.view.type) === undefined}
          />
          {saving.isOpen && (
            <SavePanel key={`saved ${job.key.room} ${job.key.job}`} {...{ room, job }} onClose={saving.close} />
          )}
          <AwaitedFile key={`${job.key.room} ${job.key.job}`} room={room} job={job} />
          <JobProgress job={job} />
        </>
      )}
      <OpenInputs room={room} job={job} />
      <EndRules room={room} />
      {hasRoom && (
        <div className={job?.phase === "waiting" ? "job-waits" : undefined}>
          {job?.phase === "waiting" && <p>{waitingFor({ present, fetching, lacks: job.lacks })}</p>}
          <div className="job-switches">
            <HelpSwitch room={room} />
            <EndNoticeSwitch store={room.store} />
          </div>
        </div>
      )}
    </>
  );
  const kind = (
    <section className="panel board-job" aria-labelledby={jobHeadingId}>
      <div className="panel-head">
        <h2 id={jobHeadingId} tabIndex={-1}>
          {isChoosing ? "Choose a job" : workload.title}
        </h2>
        <p className="aside">
          {isChoosing ? "A card opens its form; Start begins at once, with little to compute." : workload.explanation}
        </p>
      </div>
      {!isChoosing && (
        <div className="job-kind">
          <button type="button" onClick={() => choose(null)}>
            All jobs
          </button>
          <OpenJobButton onOpen={onOpenFile} />
        </div>
      )}
      {form}
    </section>
  );
  return (
    <>
      <div className="board-side">
        {above}
        {!isTaught && kind}
        {below}
      </div>
      <div className="board-main">
        <section className="panel board-progress" aria-label="What runs">
          {progress}
        </section>
        {children}
      </div>
    </>
  );
}

interface Waiting {
  /** Volunteers that are here, and those of them that fetch blobs. */
  readonly present: number;
  readonly fetching: number;
  /** Features that the job needs and nobody here offers. */
  readonly lacks: readonly string[];
}

/** Why the job does not go on, and what to do. */
function waitingFor({ present, fetching, lacks }: Waiting): string {
  if (lacks.length > 0) {
    const what = lacks.join(", ");
    if (present === 0) return `Waiting for volunteers whose browsers offer ${what}: share the code.`;
    return `The job needs ${what}, which no browser here offers. It starts by itself when one that does comes in.`;
  }
  if (fetching > 0)
    return `${formatPlural(fetching, "volunteer fetches", "volunteers fetch")} the job’s data. It starts by itself.`;
  if (present === 0) return "Waiting for volunteers: share the code, or let this tab help.";
  const who =
    present === 1
      ? "The volunteer who is here has paused or does"
      : `All ${formatCount(present)} volunteers here have paused or do`;
  return `${who} not answer. Wait, share the code with others, or let this tab help.`;
}
