import { messageOf } from "../core/message-of.ts";
import { RemoteError, TaskCancelled } from "./errors.ts";
import { platformHere } from "./here.ts";
import { kindOf } from "./kind-of.ts";
import type { PoolJob } from "./pool-job.ts";
import { printEnd } from "./print-line.ts";
import type { ProcessView } from "./process-types.ts";
import type { RoomPool } from "./room-pool.ts";

interface End {
  readonly exitcode: number;
  /** Why that is not 0; null where it is. */
  readonly reason: string | null;
}

export interface RunningProcess {
  /** Never rejects. */
  readonly ended: Promise<End>;
  stop(): void;
}

interface Start {
  readonly target: unknown;
  readonly args: readonly unknown[];
  readonly process: ProcessView;
  readonly where: unknown;
}

/** Rejects where the process cannot be started. */
export async function startProcess({ target, args, process, where }: Start): Promise<RunningProcess> {
  const own = where === null ? await openOwnPool(process) : null;
  const pool = own ?? (await poolFrom(where));
  try {
    const job = await pool.startProcess(target, args, process);
    const ended = endOf(job, process).finally(async () => {
      // How the process has ended is told in any case.
      await own?.terminate().catch(() => undefined);
    });
    return { ended, stop: () => job.cancel() };
  } catch (error) {
    // Why it cannot be started is told in any case.
    await own?.terminate().catch(() => undefined);
    throw error;
  }
}

/** A process that runs beside this program has a room of its own with one slot: nothing else is ever in its way. */
async function openOwnPool({ daemon }: ProcessView): Promise<RoomPool> {
  const { openPool } = await import("./open-pool.ts");
  const platform = platformHere();
  const openEnvironment: typeof platform.openEnvironment = (options) =>
    platform.openEnvironment({ ...options, isDaemon: daemon });
  return openPool({ ...platform, openEnvironment }, { processes: 1, server: null });
}

/** Rejects with a TypeError for what is no pool. */
async function poolFrom(where: unknown): Promise<RoomPool> {
  const { RoomPool } = await import("./room-pool.ts");
  if (where instanceof RoomPool) return where;
  throw new TypeError(`where must be a pool, got ${kindOf(where)}`);
}

async function endOf(job: PoolJob, { name }: ProcessView): Promise<End> {
  try {
    await job.whenOver();
    job.throwIfIncomplete();
    await job.valueOf(0);
    return { exitcode: 0, reason: null };
  } catch (error) {
    const reason = messageOf(error);
    if (error instanceof TaskCancelled) return { exitcode: -15, reason };
    if (job.isLost(0)) return { exitcode: -9, reason };
    const stack = error instanceof RemoteError && error.remoteStack !== "" ? error.remoteStack : reason;
    printEnd(name, stack);
    return { exitcode: 1, reason };
  } finally {
    job.release();
  }
}
