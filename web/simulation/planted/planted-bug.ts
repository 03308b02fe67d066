import type { SchedulerEffect } from "../../core/scheduler/effects.ts";
import type { SchedulerEvent } from "../../core/scheduler/events.ts";
import type { Job, Scheduler } from "../../core/scheduler/state.ts";
import { nothingInjected, type Injected } from "../injected.ts";

/** A mistake that could have been made, as it would look from outside the machines. */
export interface PlantedBug {
  readonly name: string;
  /** Fresh for each simulation. */
  readonly plant: () => Injected;
}

export function planted(name: string, plant: () => Partial<Injected>): PlantedBug {
  return { name, plant: () => ({ ...nothingInjected, ...plant() }) };
}

/** The order as it should not have been given; several, or none, where an array comes back. */
export function withOrders(
  change: (effect: SchedulerEffect, event: SchedulerEvent, scheduler: Scheduler) => readonly SchedulerEffect[],
): Partial<Injected> {
  return {
    fromScheduler: (effects, scheduler, event) => effects.flatMap((effect) => change(effect, event, scheduler)),
  };
}

/** After each event, hands on every job not met before. */
export function onNewJobs(tamper: (job: Job) => void): Partial<Injected> {
  const met = new Set<Job>();
  return {
    fromScheduler: (effects, scheduler) => {
      for (const job of scheduler.jobs.values()) {
        if (met.has(job)) continue;
        met.add(job);
        tamper(job);
      }
      return effects;
    },
  };
}

/** True once in `period` calls. */
export function everyNth(period: number): () => boolean {
  let calls = 0;
  return () => {
    calls += 1;
    return calls % period === 0;
  };
}
