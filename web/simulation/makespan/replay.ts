import { epoch } from "../../core/ids.ts";
import type { SchedulerEvent } from "../../core/scheduler/events.ts";
import { handle } from "../../core/scheduler/scheduler.ts";
import { defaultSchedulerSettings } from "../../core/scheduler/settings.ts";
import { createScheduler, type Scheduler } from "../../core/scheduler/state.ts";
import { gather, type CrowdPlan } from "./crowd.ts";
import { latencyMs } from "./makespan-table.ts";
import { OwnRun } from "./own.ts";

/** What one stretch of some jobs cost. */
interface Stretch {
  events: number;
  ms: number;
}

interface Replay {
  /** While tasks wait. */
  readonly body: Readonly<Stretch>;
  /** From the first moment on at which none waits: recalls and second copies. */
  readonly tail: Readonly<Stretch>;
}

function isInTail(scheduler: Scheduler): boolean {
  for (const job of scheduler.jobs.values()) if (job.tasks.queued > 0) return false;
  return true;
}

function record(plan: CrowdPlan): readonly SchedulerEvent[] {
  const events: SchedulerEvent[] = [];
  new OwnRun(gather(plan), latencyMs, (event) => events.push(event)).run();
  return events;
}

/** Whole jobs are recorded, then told to fresh schedulers event by event: nothing but the scheduler is measured. */
export function measureReplay(plans: readonly CrowdPlan[], clock: () => number): Replay {
  const body: Stretch = { events: 0, ms: 0 };
  const tail: Stretch = { events: 0, ms: 0 };
  for (const events of plans.map(record)) {
    const scheduler = createScheduler(epoch(1), defaultSchedulerSettings);
    const from = clock();
    let bodyEvents = 0;
    let tailFrom = from;
    for (const event of events) {
      handle(scheduler, event);
      if (tailFrom > from) continue;
      bodyEvents += 1;
      if (isInTail(scheduler)) tailFrom = clock();
    }
    body.events += bodyEvents;
    body.ms += tailFrom - from;
    tail.events += events.length - bodyEvents;
    tail.ms += clock() - tailFrom;
  }
  return { body, tail };
}
