import type { Job, Session } from "./state.ts";

/** Whether the volunteer holds the blobs that the job names, if it names any. */
export function isEquipped(job: Job, session: Session): boolean {
  return !job.hasBlobs || session.equipment.get(job) === "equipped";
}
