import type { JobOptions } from "../../core/job/job.ts";
import { isOnceOnly } from "../../core/scheduler/state.ts";
import { planted, withOrders, type PlantedBug } from "./planted-bug.ts";

function forgetful(options: JobOptions): JobOptions {
  const { atMostOnce: _, ...others } = options;
  return others;
}

/** Mistakes with tasks that are executed at most once. */
export const onceBugs: readonly PlantedBug[] = [
  planted("tasks that are executed at most once are given out like any others", () => ({
    toScheduler: (event) =>
      event.type === "job-submitted" || event.type === "job-restored"
        ? { ...event, options: forgetful(event.options) }
        : event,
  })),
  planted("after a restart, tasks that are executed at most once are given out again", () => ({
    toScheduler: (event) => (event.type === "job-restored" ? { ...event, options: forgetful(event.options) } : event),
  })),
  planted("a volunteer is not told that tasks of a job are executed at most once", () => ({
    toVolunteer: (event) =>
      event.type === "message-arrived" && event.message.type === "job"
        ? { ...event, message: { ...event.message, atMostOnce: false } }
        : event,
  })),
  planted("a batch that comes twice is begun twice", () => ({
    toVolunteer: (event, machine) => {
      if (event.type === "message-arrived" && event.message.type === "batch") machine.newestLease = 0;
      return event;
    },
  })),
  planted("a task that keeps its slot is called back from it", () =>
    withOrders((effect, _, scheduler) => {
      const job = effect.type === "send-batch" ? scheduler.jobs.get(effect.job) : undefined;
      if (effect.type !== "send-batch" || job === undefined || !isOnceOnly(job)) return [effect];
      const { volunteer, epoch, lease } = effect;
      return [effect, { type: "send-recall", volunteer, epoch, lease, count: 1 }];
    }),
  ),
  planted("a task that is held for too long and executed at most once does not take its link with it", () =>
    withOrders((effect) => (effect.type === "give-up-link" && effect.because === "lease-expired" ? [] : [effect])),
  ),
  planted("the log does not tell of a task that is lost for good", () =>
    withOrders((effect) => (effect.type === "explain" && effect.explanation.type === "lost-for-good" ? [] : [effect])),
  ),
];
