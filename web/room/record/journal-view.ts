import type { JournalView } from "../store.ts";
import type { JobArchive } from "./job-archive.ts";
import type { JournalState } from "./room-journal.ts";

/** The same object as before while nothing has changed: it is published with every frame of a running job. */
export function journalView(
  { state, problem }: JournalState,
  { jobs, liveRooms, quotaBytes }: JobArchive,
  before: JournalView,
): JournalView {
  const isSame =
    before.state === state &&
    before.problem === problem &&
    before.jobs === jobs &&
    before.liveRooms === liveRooms &&
    before.quotaBytes === quotaBytes;
  return isSame ? before : { state, problem, jobs, liveRooms, quotaBytes };
}
