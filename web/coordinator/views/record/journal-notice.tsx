import { useStore } from "zustand";
import { say } from "../../../words/say.ts";
import { jobNumber } from "../../../core/ids.ts";
import { useFrameStore } from "../../../ui/use-frame-store.ts";
import { Notice } from "../../../ui/notice.tsx";
import type { Room } from "../../../room/room.ts";
import { ExportButtons } from "./export-buttons.tsx";

/** Warns where a reload would lose results, and where they wait for storage. Empty otherwise. */
export function JournalNotice({ room }: { room: Room }) {
  const { state, problem, jobs } = useStore(room.store, ({ journal }) => journal);
  const isOpening = useStore(room.store, (all) => all.room.phase === "opening");
  const shown = useFrameStore(room.store, ({ job }) => job?.id ?? null);
  const [newest] = jobs;
  if (state === "memory") {
    return (
      <Notice kind="caution" title="Nothing here is kept: a reload would lose the room and its results.">
        <p>
          This browser gives the page no storage, as private windows and some settings do. Jobs run all the same; export
          their results before you close or reload this tab.
        </p>
        {problem !== null && <p className="hint">The browser says: {say(problem)}</p>}
      </Notice>
    );
  }
  if (state === "broken") {
    return (
      <Notice kind="trouble" title="The browser’s storage has given out: from now on a reload would lose what comes.">
        <p>
          Jobs go on, and their results are kept in this tab alone. Export them before you close or reload it. What had
          been recorded before may still be there after a reload.
        </p>
        {problem !== null && <p className="hint">The browser says: {say(problem)}</p>}
        {shown !== null && (
          <p className="buttons">
            <span aria-hidden="true">Export job {jobNumber(shown)} as</span>
            <ExportButtons onExport={(format) => room.exportShown(format)} label={`Export job ${jobNumber(shown)}`} />
          </p>
        )}
      </Notice>
    );
  }
  if (state === "full") {
    return (
      <Notice kind="trouble" title={`The browser’s storage is full: ${isOpening ? "the room waits" : "jobs wait"}.`}>
        <p>
          Nothing is lost: what has been computed{" "}
          {isOpening ? "is on record or waits at the volunteers" : "waits here and at the volunteers"}. Delete earlier
          jobs below, or make room on this computer’s disk;{" "}
          {isOpening ? "the room then opens by itself" : "jobs then go on by themselves"}.
        </p>
        {newest !== undefined && (
          <p className="buttons">
            <span aria-hidden="true">Export job {jobNumber(newest.job)} as</span>
            <ExportButtons
              onExport={(format) => room.exportJob(newest, format)}
              label={`Export job ${jobNumber(newest.job)}`}
            />
          </p>
        )}
      </Notice>
    );
  }
  return null;
}
