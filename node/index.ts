import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { poolOn } from "../web/pool/pool-opener.ts";
import type { Pool as PoolType, PoolOpener } from "../web/pool/pool-types.ts";

export {
  AsyncResult,
  ConnectionRefusedError,
  lines,
  NotSelfContained,
  NotSerializable,
  PoolClosed,
  range,
  RemoteError,
  TaskCancelled,
  TimeoutError,
} from "../web/pool/surface.ts";
export type * from "../web/pool/surface.ts";

/** As the package has it: the pages lie beside the library. */
const appRoot = fileURLToPath(new URL("../app", import.meta.url));

/** How many tasks this machine computes at a time, as far as this process may use it. */
export function cpuCount(): number {
  return availableParallelism();
}

/** The pool of this process, and of the tabs that join it. */
export const Pool: PoolOpener = poolOn({
  async openEnvironment(options) {
    const [{ createNodeEnvironment }, { createThreadCompute }] = await Promise.all([
      import("./environment.ts"),
      import("./compute/create-thread-compute.ts"),
    ]);
    return createNodeEnvironment(options, {
      appRoot,
      createCompute: createThreadCompute,
      loadLinks: () => import("./links/peer-links.ts"),
    });
  },
  cpuCount,
});
export type Pool = PoolType;
