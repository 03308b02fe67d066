import { Pace, Runtimes } from "../../core/job/runtimes.ts";
import type { Looks } from "../../core/steady-clock.ts";
import { onNewJobs, planted, withOrders, type PlantedBug } from "./planted-bug.ts";

const jumpsCount = (looks: Looks): Looks => ({ ...looks, longestMs: Number.POSITIVE_INFINITY });

/** Mistakes with time: with what volunteers say of it, with machines that stand still, and with tasks that are held. */
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
  planted("a jump of the clock counts as a task's time", () => ({
    looks: (of, looks) => (of === "sandbox" ? jumpsCount(looks) : looks),
  })),
  planted("what a room slept through counts as its volunteers' silence", () => ({
    looks: (of, looks) => (of === "page" ? jumpsCount(looks) : looks),
  })),
  planted("a lease lives as long as answers come, whoever sends them", () => ({
    fromScheduler: (effects, scheduler, event) => {
      if (event.type !== "results-arrived") return effects;
      for (const lease of scheduler.leases.values()) lease.lineMovedAt = event.now;
      return effects;
    },
  })),
  planted("a lease lives as long as heartbeats come", () => ({
    toScheduler: (event, scheduler) => {
      if (event.type !== "heartbeat-arrived") return event;
      for (const lease of scheduler.sessions.get(event.volunteer)?.leases ?? []) lease.lineMovedAt = event.now;
      return event;
    },
  })),
];
