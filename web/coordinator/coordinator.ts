import type { JobRequest } from "../workloads/workload.ts";
import type { CoordinatorStore } from "./store.ts";
import type { TaskTable } from "./task-table.ts";

/** A room and its jobs. Works without a view: everything people can do is a method, everything they see is the store. */
export interface Coordinator {
  readonly store: CoordinatorStore;
  /** The tasks of the job in the store; null before the first. */
  readonly table: TaskTable | null;
  /** Starts a job; the one shown must be over. */
  startJob(request: JobRequest): void;
  pauseJob(): void;
  resumeJob(): void;
  /** Running attempts are ended; what is done stays done. */
  cancelJob(): void;
  /** Whether the signaling server may hand out the join link to who types the code. */
  lendSecret(lent: boolean): void;
  /** *This tab helps too*: a volunteer in this page over a memory link. */
  helpHere(on: boolean): void;
  /** Says goodbye to everyone. */
  close(): void;
}
