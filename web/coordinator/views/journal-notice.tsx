import { useStore } from "zustand";
import { Notice } from "../../ui/notice.tsx";
import type { Coordinator } from "../coordinator.ts";
import { ExportButtons } from "./export-buttons.tsx";

/** Whether what is computed here will still be there after a reload. Empty while it will. */
export function JournalNotice({ coordinator }: { coordinator: Coordinator }) {
  const { state, problem, jobs } = useStore(coordinator.store, ({ journal }) => journal);
  const [newest] = jobs;
  if (state === "memory") {
    return (
      <Notice kind="caution" title="Nothing here is kept: a reload would lose the room and its results.">
        <p>
          This browser gives the page no storage, as private windows and some settings do. Jobs run all the same; export
          their results before you close or reload this tab.
        </p>
        {problem !== null && <p className="hint">The browser says: {problem}</p>}
      </Notice>
    );
  }
  if (state === "full") {
    return (
      <Notice kind="trouble" title="The browser’s storage is full: the job waits.">
        <p>
          Nothing is lost: what has been computed waits here and at the volunteers. Delete earlier jobs below, or make
          room on this computer’s disk; the job then goes on by itself.
        </p>
        {newest !== undefined && (
          <p className="buttons">
            <span aria-hidden="true">Export job {newest.job} as</span>
            <ExportButtons coordinator={coordinator} job={newest} label={`Export job ${newest.job}`} />
          </p>
        )}
      </Notice>
    );
  }
  return null;
}
