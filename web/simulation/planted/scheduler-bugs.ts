import { epoch, jobNumber } from "../../core/ids.ts";
import { outcomes } from "../../core/job/job.ts";
import { everyNth, onNewJobs, planted, withOrders, type PlantedBug } from "./planted-bug.ts";

/** Mistakes inside the scheduler. */
export const schedulerBugs: readonly PlantedBug[] = [
  planted("a lease ends one moment too late", () => ({
    toScheduler: (event) => (event.type === "alarm-rang" ? { ...event, now: event.now - 1 } : event),
  })),
  planted("a lease never ends", () => ({
    schedulerSettings: (settings) => ({ ...settings, leaseFloorMs: 1e12 }),
  })),
  planted("no fence: answers of an older epoch are taken for this one's", () => ({
    toScheduler: (event, scheduler) =>
      "epoch" in event && event.epoch < scheduler.epoch ? { ...event, epoch: scheduler.epoch } : event,
  })),
  planted("a stale epoch is taken for a forged one", () => ({
    toScheduler: (event, scheduler) =>
      "epoch" in event && event.epoch < scheduler.epoch ? { ...event, epoch: epoch(scheduler.epoch + 1) } : event,
  })),
  planted("a throw on one volunteer is final", () => ({
    schedulerSettings: (settings) => ({ ...settings, volunteersToFail: 1 }),
  })),
  planted("errors count alike, whoever fails everything", () => ({
    schedulerSettings: (settings) => ({ ...settings, leastScore: 0, shareOfBestScore: 0 }),
  })),
  planted("a trusted volunteer that has left is not waited for", () => ({
    fromScheduler: (effects, scheduler) => {
      for (const job of scheduler.running) job.away.clear();
      return effects;
    },
  })),
  planted("a weaker volunteer that is trusted takes the place of a better one that has left", () => ({
    fromScheduler: (effects, scheduler) => {
      for (const job of scheduler.running) {
        const best = job.byScore.top();
        if (best !== undefined && -best.key >= scheduler.settings.leastScore) job.away.clear();
      }
      return effects;
    },
  })),
  planted("a throw is never final", () => ({
    schedulerSettings: (settings) => ({ ...settings, volunteersToFail: 1e9 }),
    toScheduler: (event) =>
      event.type === "job-submitted" ? { ...event, options: { ...event.options, maxAttempts: 250 } } : event,
  })),
  planted("a program that does not load on one volunteer stops its job", () => ({
    schedulerSettings: (settings) => ({ ...settings, volunteersToStop: 1, failuresToStop: 1 }),
  })),
  planted("a program that loads nowhere is tried for ever", () => ({
    schedulerSettings: (settings) => ({ ...settings, volunteersToStop: 1e9, failuresToStop: 1e9 }),
  })),
  planted("a program that has loaded elsewhere counts as loading nowhere", () =>
    onNewJobs((job) => {
      Object.defineProperty(job.loading, "hasLoaded", { get: () => false, set: () => {} });
    }),
  ),
  planted("a program that does not load is taken for one that throws", () => ({
    toScheduler: (event) =>
      event.type === "results-arrived" && event.block.outcomes[0] === outcomes.notLoaded
        ? { ...event, block: { ...event.block, outcomes: event.block.outcomes.map(() => outcomes.threw) } }
        : event,
  })),
  planted("one death is poison", () => ({
    schedulerSettings: (settings) => ({ ...settings, deathsToPoison: 1 }),
  })),
  planted("nothing is ever poison", () => ({
    schedulerSettings: (settings) => ({ ...settings, deathsToPoison: 250 }),
  })),
  planted("a task that comes back is now and then forgotten", () => {
    const isDue = everyNth(5);
    return onNewJobs((job) => {
      const giveBack = job.queue.giveBack.bind(job.queue);
      job.queue.giveBack = (task, past) => {
        if (!isDue()) giveBack(task, past);
      };
    });
  }),
  planted("a task that comes back waits twice", () => {
    const isDue = everyNth(5);
    return onNewJobs((job) => {
      const giveBack = job.queue.giveBack.bind(job.queue);
      job.queue.giveBack = (task, past) => {
        giveBack(task, past);
        if (isDue()) giveBack(task, past);
      };
    });
  }),
  planted("a holder is not released", () => {
    const isDue = everyNth(7);
    return onNewJobs((job) => {
      const release = job.tasks.release.bind(job.tasks);
      job.tasks.release = (task) => {
        if (!isDue()) release(task);
      };
    });
  }),
  planted("credit leaks: a volunteer that has room is not known to", () => {
    const isDue = everyNth(40);
    return {
      fromScheduler: (effects, scheduler) => {
        const [first] = scheduler.hungry;
        if (first !== undefined && isDue()) scheduler.hungry.delete(first);
        return effects;
      },
    };
  }),
  planted("the ranks leak: a volunteer without work is not looked at for the last tasks", () => {
    const isDue = everyNth(40);
    return {
      fromScheduler: (effects, scheduler) => {
        const first = scheduler.fastestHungry.first();
        if (first !== undefined && isDue()) scheduler.fastestHungry.delete(first);
        return effects;
      },
    };
  }),
  planted("a straggler is forgotten: nobody gets a copy of it", () => {
    const isDue = everyNth(5);
    return {
      fromScheduler: (effects, scheduler) => {
        for (const job of scheduler.jobs.values()) {
          const straggler = job.tail?.bySilence.longest(() => true, 1);
          if (straggler !== undefined && isDue()) job.tail?.bySilence.delete(straggler);
        }
        return effects;
      },
    };
  }),
  planted("second copies are counted and not discounted", () => ({
    fromScheduler: (effects, scheduler) => {
      for (const effect of effects) {
        if (effect.type === "explain" && effect.explanation.type === "copied") scheduler.copiesRunning += 1;
      }
      return effects;
    },
  })),
  planted("a recall is counted twice", () => ({
    fromScheduler: (effects, scheduler) => {
      for (const effect of effects) {
        const lease = effect.type === "send-recall" ? scheduler.leases.get(effect.lease) : undefined;
        if (lease !== undefined) lease.job.recalls += 1;
      }
      return effects;
    },
  })),
  planted("the speed of who left stays in the room's", () => {
    const rates = new Map<unknown, number>();
    return {
      toScheduler: (event, scheduler) => {
        for (const job of scheduler.jobs.values()) rates.set(job, job.rate);
        return event;
      },
      fromScheduler: (effects, scheduler, event) => {
        if (event.type !== "volunteer-left") return effects;
        for (const job of scheduler.jobs.values()) job.rate = rates.get(job) ?? job.rate;
        return effects;
      },
    };
  }),
  planted("acknowledged on arrival, not on record", () =>
    withOrders((effect, event) => {
      if (effect.type !== "commit-results" || event.type !== "results-arrived") return [effect];
      return [effect, { type: "acknowledge", volunteer: event.volunteer, parcels: [event.parcel] }];
    }),
  ),
  planted("the second job starves", () =>
    withOrders((effect) => (effect.type === "send-batch" && jobNumber(effect.job) === 2 ? [] : [effect])),
  ),
  planted("positions of a commit are ignored", () =>
    withOrders((effect) => (effect.type === "commit-results" ? [{ ...effect, positions: null }] : [effect])),
  ),
  planted("a commit is ordered twice", () => {
    const isDue = everyNth(10);
    return withOrders((effect) => (effect.type === "commit-results" && isDue() ? [effect, effect] : [effect]));
  }),
  planted("what failed is not put on record", () =>
    withOrders((effect) => (effect.type === "commit-results" ? [{ ...effect, failures: [] }] : [effect])),
  ),
];
