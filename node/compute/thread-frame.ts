import { MessageChannel, Worker } from "node:worker_threads";
import { slotSource } from "virtual:tabpool-thread-slot";
import { lookEveryMs } from "../../web/compute/frame/look-timing.ts";
import { Workers, type StartWorker } from "../../web/compute/frame/workers.ts";
import type { Frame, FrameListener } from "../../web/compute/page/frame.ts";
import type { WorkerOrder } from "../../web/compute/protocol.ts";
import { messageOf } from "../../web/core/message-of.ts";
import { Standstills } from "../../web/core/standstills.ts";
import { longestStep } from "./longest-step.ts";
import { moduleAddress, slotName } from "./slot/module-address.ts";

const slotUrl = new URL(moduleAddress(slotSource, slotName));

/**
 * What this process may do under Node's permission model, which holds for a thread only where its own arguments say it again. All else that
 * the process was started with, as a loader of TypeScript, is no task's.
 */
const confinement = process.execArgv.filter((flag) =>
  /^--((experimental-)?permission$|allow-|no-warnings$)/.test(flag),
);

/** Of all threads of a frame. */
interface ThreadSettings {
  /** Mebibytes that a heap takes at most. */
  readonly heapMb: number;
  /** The process does not stay alive for them. */
  readonly isDaemon: boolean;
}

function threads({ heapMb, isDaemon }: ThreadSettings): StartWorker {
  return (onFailure) => {
    const { port1, port2 } = new MessageChannel();
    const thread = new Worker(slotUrl, {
      workerData: port2,
      transferList: [port2],
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
      execArgv: confinement,
    });
    // Once what it has sent before has been read: its end may be told between that and the immediates of the same turn.
    const fail = (message: string): void => void setImmediate(() => setImmediate(onFailure, message));
    thread.on("error", (error) => fail(messageOf(error)));
    thread.on("exit", (code) => fail(`it exited with code ${code}`));
    if (isDaemon) {
      thread.unref();
      // Whoever listens to a port holds the process.
      queueMicrotask(() => port1.unref());
    }
    return { port: port1, terminate: () => void thread.terminate() };
  };
}

/** The frame of slots that are threads of this process. It dies with the process only. */
export class ThreadFrame implements Frame {
  readonly #listener: FrameListener;
  readonly #standstills = new Standstills(performance.now(), longestStep());
  readonly #workers: Workers;
  readonly #looking: ReturnType<typeof setInterval>;
  /** Milliseconds of standstills that the listener was told of. */
  #toldMs = 0;
  #isRemoved = false;

  constructor(settings: ThreadSettings, listener: FrameListener) {
    this.#listener = listener;
    this.#workers = new Workers(threads(settings), (report) => listener.onReport(report), this.#standstills);
    this.#looking = setInterval(() => {
      this.#standstills.lookAsPlanned(performance.now());
      this.#tellStandstill();
    }, lookEveryMs);
    if (settings.isDaemon) this.#looking.unref();
  }

  sendOrder(order: WorkerOrder): void {
    this.#workers.carryOut(order);
  }

  whenCaughtUp(done: () => void): void {
    // Node reads what threads have sent after its timers and before its immediates.
    setImmediate(() => {
      if (this.#isRemoved) return;
      this.#tellStandstill();
      done();
    });
  }

  remove(): void {
    this.#isRemoved = true;
    clearInterval(this.#looking);
    this.#workers.endAll();
  }

  #tellStandstill(): void {
    const total = this.#standstills.totalAt(performance.now());
    const ms = total - this.#toldMs;
    this.#toldMs = total;
    if (ms > 0) this.#listener.onStandstill(ms);
  }
}
