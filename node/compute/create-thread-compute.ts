import type { Compute } from "../../web/compute/compute.ts";
import { SlotPool } from "../../web/compute/slot-pool.ts";
import { threadFeatures } from "./thread-features.ts";
import { ThreadFrame } from "./thread-frame.ts";

export interface ThreadOptions {
  /** Mebibytes that the heap of one slot may take; a task that needs more has crashed. Default: 2,048. */
  readonly heapMb?: number;
  /** Most tasks that a thread computes before it is replaced. Default: any number. */
  readonly tasksPerThread?: number | undefined;
  /** An open pool does not keep the process alive. */
  readonly isDaemon?: boolean;
}

/**
 * Makes a pool of slots that are threads of this process, which is not open yet. Tasks run as the code of the one who runs this:
 * there is no sandbox, and they may read files and use the network. An open pool keeps the process alive, unless it is a daemon's; a closed one does not.
 *
 * A thread is kept, with its program loaded, until its slot is given another program: a timer that a task leaves behind and never
 * ends goes on as long, and so does what the program keeps in memory. A task that is aborted while it runs has a short grace to end;
 * its thread is replaced in any case.
 */
export function createThreadCompute({ heapMb = 2_048, isDaemon = false, tasksPerThread }: ThreadOptions = {}): Compute {
  return new SlotPool(
    (listener) =>
      Promise.resolve({
        type: "ready",
        frame: new ThreadFrame({ heapMb, isDaemon }, listener),
        features: threadFeatures(),
      }),
    true,
    tasksPerThread,
  );
}
