import { Pace, Runtimes } from "../../core/job/runtimes.ts";
import { onNewJobs, planted, withOrders, type PlantedBug } from "./planted-bug.ts";

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
  planted("each runtime counts alike for all, whoever tells it", () =>
    onNewJobs(({ times }) => {
      const all = new Runtimes();
      const add = times.addRuntime.bind(times);
      times.addRuntime = (volunteer, runtimeMs) => {
        add(volunteer, runtimeMs);
        all.add(runtimeMs);
      };
      times.quantileMs = (share) => all.quantileMs(share);
    }),
  ),
  planted("each runtime makes others seem slow or fast, whoever tells it", () =>
    onNewJobs(({ times }) => {
      const all = new Pace();
      times.addPace = (_, runtimeMs) => all.add(runtimeMs);
      Object.defineProperty(times, "typicalMs", { get: () => all.typicalMs });
    }),
  ),
];
