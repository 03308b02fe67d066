import { planted, withOrders, type PlantedBug } from "./planted-bug.ts";

/** Mistakes with what volunteers say of time. */
export const timeBugs: readonly PlantedBug[] = [
  planted("runtimes that cannot be get on record", () =>
    withOrders((effect, event) =>
      effect.type === "commit-results" && event.type === "results-arrived"
        ? [{ ...effect, block: { ...effect.block, runtimesMs: event.block.runtimesMs } }]
        : [effect],
    ),
  ),
  planted("when results began is believed", () =>
    withOrders((effect, event) =>
      effect.type === "commit-results" && event.type === "results-arrived"
        ? [{ ...effect, beganMsAgo: event.beganMsAgo }]
        : [effect],
    ),
  ),
];
