import { MinHeap } from "../../core/min-heap.ts";
import type { Crowd, Helper } from "./crowd.ts";

/** How a peer hands out work: chunks of `size` tasks, `ahead` of them in a worker's hands besides the one it computes. */
export interface PeerPlan {
  readonly name: string;
  size(tasks: number, volunteers: number): number;
  readonly ahead: number;
}

export const peerPlans: readonly PeerPlan[] = [
  { name: "one at a time", size: () => 1, ahead: 0 },
  // CPython's Pool.map: chunksize = ceil(n / (4 × workers)).
  { name: "multiprocessing's chunks", size: (tasks, volunteers) => Math.ceil(tasks / (4 * volunteers)), ahead: 0 },
  // A window of single tasks, whatever they take (its --batch-size, 2 by default).
  { name: "Pando's batch of 2", size: () => 1, ahead: 1 },
  { name: "static split", size: (tasks, volunteers) => Math.ceil(tasks / volunteers), ahead: 0 },
];

interface Worker {
  readonly helper: Helper;
  /** Chunks in hand, the first one running. */
  readonly hand: Uint32Array[];
  gone: boolean;
}

/** Gives the makespan in ms. Whoever leaves gives all of its hand back at once, which is kind to the peers. */
export function peerMakespanMs(
  { helpers, workMs }: Crowd,
  plan: PeerPlan,
  volunteers: number,
  latencyMs: number,
): number {
  const size = Math.max(1, plan.size(workMs.length, volunteers));
  const returned: Uint32Array[] = [];
  const happenings = new MinHeap<() => void>();
  const idle: Worker[] = [];
  let fresh = 0;
  let left = workMs.length;
  let now = 0;
  const next = (): Uint32Array | null => {
    const back = returned.pop();
    if (back !== undefined) return back;
    if (fresh >= workMs.length) return null;
    const count = Math.min(size, workMs.length - fresh);
    fresh += count;
    return Uint32Array.from({ length: count }, (_, at) => fresh - count + at);
  };
  const compute = (worker: Worker): void => {
    const chunk = worker.hand[0];
    if (chunk === undefined || worker.gone) return;
    let work = 0;
    for (const task of chunk) work += workMs[task] ?? 0;
    happenings.push(now + work / worker.helper.speed, () => {
      if (worker.gone) return;
      worker.hand.shift();
      left -= chunk.length;
      compute(worker);
      ask(worker);
    });
  };
  const give = (worker: Worker, chunk: Uint32Array, afterMs: number): void => {
    happenings.push(now + afterMs, () => {
      if (worker.gone) {
        putBack(chunk);
        return;
      }
      worker.hand.push(chunk);
      if (worker.hand.length === 1) compute(worker);
    });
  };
  const ask = (worker: Worker): void => {
    const chunk = next();
    if (chunk === null) idle.push(worker);
    else give(worker, chunk, 2 * latencyMs);
  };
  const putBack = (chunk: Uint32Array): void => {
    const other = idle.pop();
    if (other === undefined) returned.push(chunk);
    else if (other.gone) putBack(chunk);
    else give(other, chunk, latencyMs);
  };
  for (const helper of helpers) {
    const worker: Worker = { helper, hand: [], gone: false };
    happenings.push(helper.from, () => {
      for (let held = 0; held <= plan.ahead; held += 1) ask(worker);
    });
    happenings.push(helper.until, () => {
      worker.gone = true;
      for (const chunk of worker.hand.splice(0)) putBack(chunk);
    });
  }
  for (let first = happenings.pop(); first !== undefined; first = happenings.pop()) {
    now = first.key;
    first.value();
    if (left === 0) break;
  }
  return now;
}
