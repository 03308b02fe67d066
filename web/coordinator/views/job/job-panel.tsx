import { useMemo, useState } from "react";
import { useStore } from "zustand";
import type { RunTrial } from "../../../core/job/trial.ts";
import { formatCount, formatPlural } from "../../../words/format.ts";
import { say } from "../../../words/say.ts";
import { Notice } from "../../../ui/notice.tsx";
import { useFrameStore } from "../../../ui/use-frame-store.ts";
import { SelectField } from "../../../ui/select-field.tsx";
import { jobNumber } from "../../../core/ids.ts";
import type { JobKey } from "../../../journal/journal.ts";
import { own } from "../../../workloads/own/own.ts";
import { findWorkload, workloads } from "../../../workloads/catalogue.ts";
import { presetsOf, type FieldValues } from "../../../workloads/field.ts";
import type { Workload } from "../../../workloads/workload.ts";
import type { Room } from "../../../room/room.ts";
import { optionPresets, type OptionTexts } from "../../option-fields.ts";
import { presentIn } from "../../../room/store.ts";
import { HelpSwitch } from "./help-switch.tsx";
import { AwaitedFile } from "./awaited-file.tsx";
import { JobActions } from "./job-actions.tsx";
import { JobForm, type StartJob } from "./job-form.tsx";
import { JobList } from "./job-list.tsx";
import { JobProgress, phaseWords } from "./job-progress.tsx";
import { jobHeadingId } from "./job-heading.ts";
import { OpenInputs } from "./open-inputs.tsx";
import type { Filling } from "../sharing/filled-form.ts";
import { OpenJobButton } from "../sharing/open-job-button.tsx";
import { EndRules } from "../rules/end-rules.tsx";
import { SharePanel, useSharing } from "../sharing/share-job.tsx";
import { outcomeClass } from "../outcome.ts";
import "./job.css";

interface Props {
  readonly room: Room;
  /** What the page's address offers; a person may choose another one. */
  readonly offered: Workload;
  readonly presets: FieldValues;
  readonly presetOptions: OptionTexts;
  /** Number of volunteers that the job waits for before it starts by itself; null if it does not. */
  readonly waitsFor: number | null;
  /** Runs programs in this page's own sandbox. */
  readonly runTrial: RunTrial;
  /** What the form of one's own function was filled in with last, from a job; null before that. */
  readonly filling: Filling | null;
  readonly onStart: StartJob;
  readonly onOpenFile: (file: File) => void;
  /** Puts a job into the form. */
  readonly onChangeJob: (key: JobKey) => void;
}

export function JobPanel(props: Props) {
  const { room, offered, presets, presetOptions, waitsFor, runTrial, filling, onStart, onOpenFile, onChangeJob } =
    props;
  const [workload, setWorkload] = useState(offered);
  const [seenFilling, setSeenFilling] = useState(filling);
  if (filling !== seenFilling) {
    setSeenFilling(filling);
    if (filling !== null) setWorkload(own);
  }
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
  const refused = useStore(room.store, (state) => state.refused);
  const hasRoom = useStore(room.store, (state) => state.room.phase !== "elsewhere" && state.room.phase !== "closed");
  const waiting = !hasRoom
    ? "This tab runs no jobs now."
    : waitsFor === null
      ? "No job has been started yet."
      : `Starts by itself when ${formatPlural(waitsFor, "volunteer is", "volunteers are")} in.`;
  return (
    <section className="panel board-job" aria-labelledby={jobHeadingId}>
      <div className="panel-head">
        <h2 id={jobHeadingId} tabIndex={-1}>
          {workload.title}
        </h2>
        <p className="aside">{workload.explanation}</p>
      </div>
      <div className="job-kind">
        <SelectField
          label="Kind of job"
          name="workload"
          chosen={workload.id}
          choices={workloads.map(({ id, title }) => ({ id, label: title }))}
          onChange={(id) => setWorkload(findWorkload(id) ?? offered)}
        />
        <OpenJobButton onOpen={onOpenFile} />
      </div>
      <JobForm
        workload={workload}
        presets={shownPresets}
        runTrial={runTrial}
        filling={filling}
        canStart={hasRoom}
        shareAt={shareAt}
        onSubmit={onStart}
      />
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
              {/* The form above may be that of another kind of job by now. */}
              {job.title !== workload.title && <span>{job.title}</span>}
              <span className={`job-phase ${outcomeClass(job)}`}>{phaseWords(job)}</span>
            </p>
            <JobActions room={room} job={job} hasRoom={hasRoom} sharing={sharing} onChange={onChangeJob} />
          </div>
          <SharePanel sharing={sharing} name={`job ${jobNumber(job.id)}`} isOpen={job.takesInputs} />
          <AwaitedFile key={`${job.key.room} ${job.key.job}`} room={room} job={job} />
          <JobProgress job={job} />
        </>
      )}
      <OpenInputs room={room} job={job} />
      <EndRules room={room} />
      {hasRoom && (
        <div className={job?.phase === "waiting" ? "job-waits" : undefined}>
          {job?.phase === "waiting" && <p>{waitingFor({ present, fetching, lacks: job.lacks })}</p>}
          <HelpSwitch room={room} />
        </div>
      )}
    </section>
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
