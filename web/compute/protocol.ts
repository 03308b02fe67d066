import type { ComputeTrouble } from "../core/compute-trouble.ts";
import type { JobId } from "../core/ids.ts";
import type { Feature } from "../core/job/features.ts";
import type { CallAnswer, ConsoleLine, RunId, RunResults, TaskCall } from "./compute.ts";
import type { Packed } from "../core/values/format.ts";

/** Names one Worker of a page. Counts up and is never used twice, so late messages of an ended Worker match no slot. */
export type WorkerId = number;

/** Page to slot. The frame passes orders on. */
export type SlotOrder =
  /** Before the first run of a job. All jobs of a Worker have the same source, which it loads once. */
  | {
      readonly type: "load";
      readonly job: JobId;
      readonly source: string;
      readonly timeLimitMs: number;
      readonly seed: number;
      /** The encoded shared value; null for undefined. */
      readonly shared: Uint8Array | null;
      readonly files: ReadonlyMap<string, Uint8Array>;
    }
  /** The job is closed: its bytes may go, and runs of it that wait here are passed over. */
  | { readonly type: "forget"; readonly job: JobId }
  /** Compute positions `from …` to the end. From `carefulFrom` on each is reported by itself, so that a death names its task. */
  | {
      readonly type: "run";
      readonly run: RunId;
      readonly job: JobId;
      readonly inputs: Packed;
      readonly indices: Uint32Array;
      readonly attempts: Uint8Array;
      readonly from: number;
      readonly carefulFrom: number;
    }
  /** Answers `called`. */
  | ({ readonly type: "answer" } & CallAnswer)
  /** Nothing of this Worker is wanted any more: the running task is told, and no other one begins. Answered by `retired`. */
  | { readonly type: "retire" };

/** Slot to frame: how long did the process stand still within the last `ms` milliseconds? The slot waits for the answer. */
export interface SlotQuestion {
  readonly type: "stood-still";
  readonly ms: number;
}

/** Frame to slot, the answer: milliseconds. */
export interface FrameAnswer {
  readonly type: "stood-still";
  readonly ms: number;
}

/** Slot to page. The frame checks messages and passes them on. */
export type SlotMessage =
  | { readonly type: "ready" }
  /** The program of the run is loaded; its first position starts now. */
  | { readonly type: "loaded"; readonly run: RunId }
  /**
   * The position is about to start. With `exact`, all positions before it have been reported and no other one is running;
   * otherwise later positions may start without a message.
   */
  | { readonly type: "at"; readonly run: RunId; readonly position: number; readonly exact: boolean }
  /** What the task at the position has written; null while the program is loaded. */
  | ({ readonly type: "said"; readonly run: RunId; readonly position: number | null } & ConsoleLine)
  /** How much of the task at the position is done, from 0 to 1. */
  | { readonly type: "progressed"; readonly run: RunId; readonly position: number; readonly part: number }
  /** The task at the position calls a shared object. An `at` with `exact` has named the position, or no other one is left. */
  | ({ readonly type: "called" } & TaskCall)
  /** No task runs any more: the frame may end the Worker. */
  | { readonly type: "retired" }
  | { readonly type: "results"; readonly results: RunResults }
  /** `results` with few different values: each distinct value once, in the encoding of `core/values/repeated.ts`. */
  | { readonly type: "brief-results"; readonly columns: Omit<RunResults, "values">; readonly values: Uint8Array };

/** Page to frame: what is to become of a Worker. */
export type WorkerOrder =
  | { readonly type: "start-worker"; readonly worker: WorkerId }
  | { readonly type: "end-worker"; readonly worker: WorkerId }
  /** End the Worker, but let its running task know first. Nothing of the Worker is reported any more. */
  | { readonly type: "retire-worker"; readonly worker: WorkerId }
  | { readonly type: "forward-orders"; readonly worker: WorkerId; readonly orders: readonly SlotOrder[] };

/** Page to the frame of a sandbox. */
export type FrameOrder =
  | WorkerOrder
  | { readonly type: "ping"; readonly ping: number }
  | { readonly type: "try-escapes"; readonly target: string };

/** Frame to page: what came of a Worker. */
export type WorkerReport =
  | { readonly type: "worker-message"; readonly worker: WorkerId; readonly message: SlotMessage }
  /** The Worker ended, or the frame ended it; no further message comes from it. */
  | { readonly type: "worker-died"; readonly worker: WorkerId; readonly trouble: ComputeTrouble };

/** Frame of a sandbox to page. */
export type FrameReport =
  | WorkerReport
  /**
   * Answers a ping. Messages that the frame had received before the ping have been passed on before this. `stoodStillMs`: milliseconds in
   * which the frame and its Workers have stood still so far.
   */
  | { readonly type: "pong"; readonly ping: number; readonly stoodStillMs: number }
  /** Names of the ways out that were open, and what tasks find in a Worker. `failure` is set if not all could be tried. */
  | {
      readonly type: "escapes-tried";
      readonly open: readonly string[];
      readonly features: readonly Feature[];
      readonly failure: ComputeTrouble | null;
    };

/** Greets the frame's script. It comes with the port that all orders and reports go through. */
export const portGreeting = "tabpool-sandbox-port";

/** Distinct buffers of the views: a buffer may be listed only once, and task code can make two columns share one. */
function transferable(views: readonly ArrayBufferView[]): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const { buffer } of views) if (buffer instanceof ArrayBuffer) buffers.add(buffer);
  return [...buffers];
}

function columnsOf(order: SlotOrder): readonly ArrayBufferView[] {
  switch (order.type) {
    case "run":
      return [order.inputs.ends, order.inputs.bytes, order.indices, order.attempts];
    case "load":
      return order.shared === null ? [...order.files.values()] : [order.shared, ...order.files.values()];
    case "answer":
      return [order.answer.ends, order.answer.bytes];
    case "forget":
    case "retire":
      return [];
  }
}

/** The buffers of orders that are transferred instead of copied. */
export function orderBuffers(orders: readonly SlotOrder[]): ArrayBuffer[] {
  return transferable(orders.flatMap(columnsOf));
}

/** The buffers of a message that are transferred instead of copied. */
export function messageBuffers(message: SlotMessage): ArrayBuffer[] {
  if (message.type === "brief-results") {
    return transferable([message.columns.outcomes, message.columns.runtimesMs, message.values]);
  }
  if (message.type === "called") return transferable([message.request.ends, message.request.bytes]);
  if (message.type !== "results") return [];
  const { outcomes, runtimesMs, values } = message.results;
  return transferable([outcomes, runtimesMs, values.ends, values.bytes]);
}
