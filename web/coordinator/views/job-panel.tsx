import { useId } from "react";
import { useStore } from "zustand";
import { formatPlural } from "../../ui/format.ts";
import { Notice } from "../../ui/notice.tsx";
import { useFrameStore } from "../../ui/use-frame-store.ts";
import type { FieldValues, JobRequest, Workload } from "../../workloads/workload.ts";
import type { Coordinator } from "../coordinator.ts";
import type { OptionTexts } from "../job-options.ts";
import { HelpSwitch } from "./help-switch.tsx";
import { JobActions } from "./job-actions.tsx";
import { JobForm } from "./job-form.tsx";
import { JobProgress, phaseWords } from "./job-progress.tsx";
import "./job.css";

interface Props {
  readonly coordinator: Coordinator;
  readonly workload: Workload;
  readonly presets: FieldValues;
  readonly presetOptions: OptionTexts;
  /** How many volunteers the job waits for before it starts by itself; null: it does not. */
  readonly waitsFor: number | null;
  readonly onStart: (request: JobRequest) => void;
}

export function JobPanel({ coordinator, workload, presets, presetOptions, waitsFor, onStart }: Props) {
  const form = useId();
  const job = useFrameStore(coordinator.store, (state) => state.job);
  const refused = useStore(coordinator.store, (state) => state.refused);
  const hasRoom = useStore(coordinator.store, ({ room }) => room.phase !== "elsewhere" && room.phase !== "closed");
  const over = job?.phase !== "running" && job?.phase !== "paused";
  const waiting = !hasRoom
    ? "This tab runs no jobs now."
    : waitsFor === null
      ? "No job has been started yet."
      : `Starts by itself when ${formatPlural(waitsFor, "volunteer is", "volunteers are")} in.`;
  return (
    <section className="panel board-job" aria-labelledby={`${form}-title`}>
      <div className="panel-head">
        <h2 id={`${form}-title`}>{workload.title}</h2>
        <p className="aside">{workload.explanation}</p>
      </div>
      <JobForm id={form} {...{ workload, presets, presetOptions }} onSubmit={(request) => over && onStart(request)} />
      {refused !== null && (
        <Notice kind="trouble" title="The job was not started.">
          <p>{refused}</p>
        </Notice>
      )}
      <div className="job-line">
        <p className={job === null ? "hint" : "job-phase"}>{job === null ? waiting : phaseWords(job)}</p>
        <JobActions coordinator={coordinator} job={job} hasRoom={hasRoom} form={form} onStart={onStart} />
      </div>
      {job !== null && <JobProgress job={job} />}
      {hasRoom && <HelpSwitch coordinator={coordinator} />}
    </section>
  );
}
