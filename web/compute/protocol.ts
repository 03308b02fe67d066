import type { JobId } from "../core/ids.ts";
import type { RunId, RunResults } from "./compute.ts";
import type { Packed } from "../core/values/format.ts";

/** Names one Worker of the frames; counts up and is never used twice, so that the last words of an ended Worker name nobody. */
export type WorkerId = number;

/** Page to slot, by way of the frame. */
export type SlotOrder =
  | {
      readonly type: "load";
      readonly job: JobId;
      readonly source: string;
      readonly timeLimitMs: number;
      /** A closed job of the same program, which is loaded already; null where there is none. */
      readonly insteadOf: JobId | null;
    }
  /** Compute positions `from …` to the end; those from `carefulFrom` on are reported one by one, so that a death names its task. */
  | {
      readonly type: "run";
      readonly run: RunId;
      readonly job: JobId;
      readonly inputs: Packed;
      readonly from: number;
      readonly carefulFrom: number;
    };

/** Slot to page, by way of the frame. */
export type SlotWord =
  | { readonly type: "ready" }
  /** The run's program has been loaded; its first position starts now. */
  | { readonly type: "loaded"; readonly run: RunId }
  /**
   * The position is about to start, and later ones may start without a word. With `exact` it is the only one that can be
   * running now, and all before it have been reported.
   */
  | { readonly type: "at"; readonly run: RunId; readonly position: number; readonly exact: boolean }
  | { readonly type: "results"; readonly results: RunResults }
  /** The same where there are few different values: each of them once, as `core/wire/repeated.ts` has it. */
  | { readonly type: "brief-results"; readonly columns: Omit<RunResults, "values">; readonly values: Uint8Array };

/** Page to frame. */
export type FrameOrder =
  | { readonly type: "ping"; readonly ping: number }
  | { readonly type: "try-escapes"; readonly target: string }
  | { readonly type: "start-worker"; readonly worker: WorkerId }
  | { readonly type: "end-worker"; readonly worker: WorkerId }
  | { readonly type: "tell-worker"; readonly worker: WorkerId; readonly orders: readonly SlotOrder[] };

/** Frame to page. */
export type FrameReport =
  /** Everything that the frame had received before the ping has been passed on before this. */
  | { readonly type: "pong"; readonly ping: number }
  /** Names of the ways out that were open; `failure` if they could not all be tried. */
  | { readonly type: "escapes-tried"; readonly open: readonly string[]; readonly failure: string | null }
  | { readonly type: "worker-said"; readonly worker: WorkerId; readonly word: SlotWord }
  /** The Worker ended, or was ended by the frame; nothing more comes from it. */
  | { readonly type: "worker-died"; readonly worker: WorkerId; readonly detail: string };

/** What the frame's page is handed by the volunteer's page, with the port that everything else goes through. */
export const portGreeting = "tabpool-sandbox-port";

/** A buffer may be listed only once, and task code can make two columns share one. */
function transferable(views: readonly ArrayBufferView[]): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const { buffer } of views) if (buffer instanceof ArrayBuffer) buffers.add(buffer);
  return [...buffers];
}

/** The buffers that travel with orders instead of being copied. */
export function orderBuffers(orders: readonly SlotOrder[]): ArrayBuffer[] {
  return transferable(orders.flatMap((order) => (order.type === "run" ? [order.inputs.ends, order.inputs.bytes] : [])));
}

/** The buffers that travel with a word instead of being copied. */
export function wordBuffers(word: SlotWord): ArrayBuffer[] {
  if (word.type === "brief-results") {
    return transferable([word.columns.outcomes, word.columns.runtimesMs, word.values]);
  }
  if (word.type !== "results") return [];
  const { outcomes, runtimesMs, values } = word.results;
  return transferable([outcomes, runtimesMs, values.ends, values.bytes]);
}
