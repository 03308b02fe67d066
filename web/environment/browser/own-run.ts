import type { Compute } from "../../compute/compute.ts";
import { createCompute } from "../../compute/create-compute.ts";
import { inBackground } from "../../core/in-background.ts";
import { jobId } from "../../core/ids.ts";
import type { InputSource } from "../../core/job/input-source.ts";
import { bringsValue, outcomes, type Code } from "../../core/job/job.ts";
import { packAll, valueAt } from "../../core/values/packed.ts";

/** A program and its inputs, to be computed in this page alone, beside all rooms. */
export interface OwnRun {
  readonly program: Code;
  readonly inputs: Pick<InputSource, "total" | "at">;
  /** Tasks computed at a time, each in a Web Worker of its own. */
  readonly slots: number;
  /** Milliseconds for one task. */
  readonly timeLimitMs: number;
}

export type OwnRunEvent =
  | { readonly type: "started"; readonly slot: number; readonly task: number }
  | { readonly type: "value"; readonly slot: number; readonly task: number; readonly value: unknown }
  /** Last event. Not `complete`: a task failed, or this browser has no sandbox to compute in. */
  | { readonly type: "ended"; readonly complete: boolean };

const job = jobId(1);

/**
 * Computes all inputs in a sandbox of the same kind as a volunteer's, with its own test of the ways out. A slot gets the next task
 * when it is free. Returns what stops the run at once; nothing is told after that.
 */
export function startOwnRun(
  { program, inputs, slots, timeLimitMs }: OwnRun,
  tell: (event: OwnRunEvent) => void,
  compute: Compute = createCompute({ container: document.body }),
): () => void {
  let next = 0;
  let open = inputs.total;
  let isOver = false;

  const end = (complete: boolean): void => {
    if (isOver) return;
    isOver = true;
    compute.close();
    tell({ type: "ended", complete });
  };
  const giveNext = (slot: number): void => {
    if (isOver || next === inputs.total) return;
    const task = next;
    next += 1;
    compute.start(slot, {
      run: task + 1,
      job,
      inputs: packAll([inputs.at(task)]),
      indices: Uint32Array.of(task),
      attempts: Uint8Array.of(1),
    });
    tell({ type: "started", slot, task });
  };

  compute.listen((event) => {
    switch (event.type) {
      case "slot-ready":
      case "run-ended":
        giveNext(event.slot);
        break;
      case "results": {
        const [outcome = outcomes.notLoaded] = event.results.outcomes;
        if (!bringsValue(outcome)) return end(false);
        tell({
          type: "value",
          slot: event.slot,
          task: event.results.run - 1,
          value: valueAt(event.results.values, 0),
        });
        open -= 1;
        if (open === 0) end(true);
        break;
      }
      case "failed":
        end(false);
        break;
      case "task-called":
      case "task-said":
      case "task-started":
      case "task-progressed":
      case "slot-replaced":
        break;
    }
  });
  const begin = async (): Promise<void> => {
    const { type } = await compute.open(0);
    if (isOver) return;
    if (type !== "ready") return end(false);
    compute.openJob(job, { program, timeLimitMs, seed: 0, shared: null, files: new Map() });
    compute.resize(slots);
  };
  inBackground(begin(), () => end(false));
  return () => {
    isOver = true;
    compute.close();
  };
}
