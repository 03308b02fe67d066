import type { Compute } from "./compute.ts";
import { openCheckedFrame } from "./page/checked-frame.ts";
import { servedPage, type SandboxPage } from "./sandbox-page.ts";
import { SlotPool } from "./slot-pool.ts";

export interface ComputeOptions {
  /** Element that the unseen frame is put into. */
  readonly container: HTMLElement;
  /** Default: `/sandbox.html` of the page's host. */
  readonly page?: SandboxPage;
  /** Most tasks that a Worker computes before it is replaced. Default: any number. */
  readonly tasksPerWorker?: number | undefined;
}

/** Makes a pool of slots in a sandbox, which is not open yet. */
export function createCompute({
  container,
  page = servedPage("/sandbox.html"),
  tasksPerWorker,
}: ComputeOptions): Compute {
  return new SlotPool((listener, signal) => openCheckedFrame(container, page, listener, signal), false, tasksPerWorker);
}
