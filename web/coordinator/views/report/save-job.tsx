import { useId, useState } from "react";
import { jobNumber } from "../../../core/ids.ts";
import { titleForFile } from "../../../room/results/result-files.ts";
import type { Room } from "../../../room/room.ts";
import type { JobView } from "../../../room/store.ts";
import { ExportButtons } from "../record/export-buttons.tsx";
import { takeShownPicture } from "../picture/shown-picture.ts";
import { useSaving } from "./use-saving.ts";
import type { SavedJob } from "./write-report.ts";
import "./save-job.css";

type SavedRoom = Pick<Room, "store" | "results" | "table" | "trace" | "exportJob" | "exportShown">;

export interface SaveChoice {
  readonly isOpen: boolean;
  readonly buttonId: string;
  readonly turn: () => void;
  /** Gives the focus back to its button. */
  readonly close: () => void;
}

/** Whether what can be saved of the job shown is offered. */
export function useSaveChoice(): SaveChoice {
  const [isOpen, setOpen] = useState(false);
  const buttonId = useId();
  const close = (): void => {
    setOpen(false);
    document.getElementById(buttonId)?.focus();
  };
  return { isOpen, buttonId, turn: () => setOpen(!isOpen), close };
}

/** `name`: for screen readers, what is saved. */
export function SaveButton({ choice, name }: { readonly choice: SaveChoice; readonly name: string }) {
  return (
    <button
      id={choice.buttonId}
      type="button"
      aria-label={`Save ${name}`}
      aria-expanded={choice.isOpen}
      onClick={choice.turn}
    >
      Save
    </button>
  );
}

interface Props {
  readonly room: SavedRoom;
  readonly job: JobView;
  readonly onClose: () => void;
}

/** The results of the job shown, a report of it and its timeline, each as a file. A long one shows how far it is, and can be stopped. */
export function SavePanel({ room, job, onClose }: Props) {
  const { underWay, told, begin, stop } = useSaving();
  const name = `job ${jobNumber(job.id)}`;
  const file = `tabpool-${titleForFile(job.title)}-${jobNumber(job.id)}`;
  const isBroken = room.store.getState().journal.state === "broken";
  const saveAs = (write: "writeReport" | "writeTrace", fileName: string, mediaType: string): void =>
    begin({
      name: fileName,
      mediaType,
      prepare: async () => {
        const writer = await import("./write-report.ts");
        const saved = savedOf(room, job, write === "writeReport" ? await takeShownPicture() : null);
        return (add) => writer[write](saved, add);
      },
    });
  return (
    <div className="share-panel save-panel">
      <dl className="save-choices">
        <dt>Results</dt>
        <dd>
          <ExportButtons
            label={`Save results of ${name}`}
            onExport={(format) => (isBroken ? room.exportShown(format) : room.exportJob(job.key, format))}
          />
        </dd>
        <dt>Report</dt>
        <dd>
          <button type="button" onClick={() => saveAs("writeReport", `${file}.html`, "text/html")}>
            Save report
          </button>
          <span className="hint">
            One page with table, timeline, curves, picture and settings. It opens anywhere, without a network; how to
            join is not in it.
          </span>
        </dd>
        <dt>Timeline</dt>
        <dd>
          <button type="button" onClick={() => saveAs("writeTrace", `${file}-trace.json`, "application/json")}>
            Save trace
          </button>
          <span className="hint">
            Each attempt with its times, as Trace Event JSON: for ui.perfetto.dev and other viewers of traces.
          </span>
        </dd>
      </dl>
      <div className="buttons">
        {underWay !== null && (
          <>
            <progress max={100} value={underWay.percent} aria-label={underWay.name} />
            <span className="number">{underWay.percent} %</span>
            <button type="button" onClick={stop}>
              Stop
            </button>
          </>
        )}
        <span className="hint" role="status">
          {told}
        </span>
        <button type="button" className="quiet share-close" onClick={onClose}>
          Close
        </button>
      </div>
    </div>
  );
}

/** @throws Error where the room shows no job any more. */
function savedOf({ store, results, table, trace }: SavedRoom, job: JobView, picture: SavedJob["picture"]): SavedJob {
  if (results === null || table === null) throw new Error("the job is not shown any more");
  const { jobs } = store.getState().journal;
  const summary = jobs.find((one) => one.room === job.key.room && one.job === job.key.job);
  return { job, results, table, trace, picture, startedAt: summary?.createdAt ?? null, savedAt: Date.now() };
}
