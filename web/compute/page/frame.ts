import type { ComputeTrouble } from "../../core/compute-trouble.ts";
import type { Feature } from "../../core/job/features.ts";
import type { WorkerOrder, WorkerReport } from "../protocol.ts";

/** Where the Workers of a pool live: an iframe with a sandbox around it, or this process. */
export interface Frame {
  sendOrder(order: WorkerOrder): void;
  /** Calls `done` once all reports that the frame has sent up to now have been received; never, if the frame dies. */
  whenCaughtUp(done: () => void): void;
  /** Removes the frame and all its Workers. */
  remove(): void;
}

export interface FrameListener<Report = WorkerReport> {
  onReport(report: Report): void;
  /** The frame and its Workers have stood still for so long; told before what was asked for by `whenCaughtUp`. */
  onStandstill(ms: number): void;
  /** Last call about a frame that was open: its process is gone, or it does not answer. */
  onDeath(trouble: ComputeTrouble): void;
}

export type FrameStart =
  | { readonly type: "ready"; readonly frame: Frame; readonly features: readonly Feature[] }
  | { readonly type: "leaky"; readonly escapes: readonly string[] }
  | { readonly type: "failed"; readonly trouble: ComputeTrouble };

/** Opens a frame in which tasks may run. `listener` gets reports once the result is `ready`; `signal` gives it up. */
export type OpenFrame = (listener: FrameListener, signal: AbortSignal) => Promise<FrameStart>;
