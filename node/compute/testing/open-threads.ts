import { OpenedCompute } from "../../../web/compute/testing/opened-compute.ts";
import { createThreadCompute, type ThreadOptions } from "../create-thread-compute.ts";

/** A pool of threads in this process. */
export function openThreads(slots: number, options?: ThreadOptions): Promise<OpenedCompute> {
  return OpenedCompute.open(createThreadCompute(options), slots);
}
