import { expect, test } from "vitest";
import { jobId } from "../../core/ids.ts";
import { outcomes } from "../../core/job/job.ts";
import { packAll } from "../../core/values/packed.ts";
import type { ComputeEvent } from "../compute.ts";
import type { WorkerOrder } from "../protocol.ts";
import { SlotHost } from "./slot-host.ts";

const job = jobId(1);

/** A slot whose frame dies before its Worker was heard, though that has had its run. Gives what the slot says and how often the run went out. */
function loseFrame(atMostOnce: boolean): { readonly events: readonly ComputeEvent[]; readonly sent: number } {
  const events: ComputeEvent[] = [];
  const orders: WorkerOrder[] = [];
  let workers = 0;
  const program = { language: "javascript", source: "" } as const;
  const opened = {
    program,
    timeLimitMs: 1_000,
    seed: 0,
    shared: null,
    files: new Map<string, Uint8Array>(),
    atMostOnce,
  };
  const slot = new SlotHost(0, {
    jobs: new Map([[job, opened]]),
    keepsProgram: false,
    tasksPerWorker: Number.POSITIVE_INFINITY,
    sendToFrame: (order) => orders.push(order),
    emitEvent: (event) => events.push(event),
    nextWorkerId: () => (workers += 1),
    noteProgress: () => {},
  });
  slot.startWorker();
  slot.startRun({ run: 1, job, inputs: packAll([7]), indices: Uint32Array.of(7), attempts: Uint8Array.of(1) });
  slot.loseWorker(outcomes.crashed, { key: "frame-removed" });
  slot.startWorker();
  const sent = orders.filter(({ type }) => type === "forward-orders").length;
  slot.closeSlot();
  return { events, sent };
}

test("a run whose Worker was not heard before its frame died is computed in a new one", () => {
  const { events, sent } = loseFrame(false);
  expect(sent).toBe(2);
  expect(events.map(({ type }) => type)).toEqual(["slot-replaced", "run-ended"]);
});

test("[P11] unless it is to be executed at most once: it may have begun, and counts as crashed", () => {
  const { events, sent } = loseFrame(true);
  expect(sent).toBe(1);
  expect(events.map(({ type }) => type)).toEqual(["results", "run-ended", "slot-replaced"]);
  const [results] = events;
  expect(results?.type === "results" && [...results.results.outcomes]).toEqual([outcomes.crashed]);
});
