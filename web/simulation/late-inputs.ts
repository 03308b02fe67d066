import type { SchedulerEvent } from "../core/scheduler/events.ts";
import type { Scheduler } from "../core/scheduler/state.ts";
import { mixed } from "./dice.ts";
import type { Scenario } from "./scenario.ts";

/** How late inputs are at most, in milliseconds. */
const latestMs = 60_000;

type Ready = Extract<SchedulerEvent, { type: "inputs-ready" }>;

/** What a job's source says. */
const ofSources: ReadonlySet<SchedulerEvent["type"]> = new Set(["tasks-added", "job-sealed", "source-failed"]);

interface HeldFact {
  readonly scheduler: Scheduler;
  readonly dueAt: number;
  readonly fact: SchedulerEvent;
}

/**
 * Holds back what a room's shell says of inputs that it has, as if they had taken time to be had, or could not be had at first.
 * Told with the first fact after their time, as a room's machine hears of something all the time.
 */
export class LateInputs {
  readonly #scenario: Pick<Scenario, "seed" | "lateInputShare" | "faultsEndAt">;
  #held: readonly HeldFact[] = [];

  constructor(scenario: Pick<Scenario, "seed" | "lateInputShare" | "faultsEndAt">) {
    this.#scenario = scenario;
  }

  /** What the machine is told now that the fact is there: that fact, unless it is held back, and what was held back before. */
  factsDue(fact: SchedulerEvent, scheduler: Scheduler, now: number): readonly SchedulerEvent[] {
    // A source's answer comes alone: it would be taken for that to an order that its shell has not been given yet.
    if (ofSources.has(fact.type)) return [fact];
    const due = this.#held.filter((one) => one.scheduler === scheduler && one.dueAt <= now);
    this.#held = this.#held.filter((one) => one.scheduler === scheduler && one.dueAt > now);
    const facts = due.map((one) => at(fact.now, one.fact));
    if (fact.type !== "inputs-ready") return [...facts, fact];
    const lateMs = this.#lateMs(fact, scheduler);
    if (lateMs === 0) return [...facts, fact];
    this.#held = [...this.#held, { scheduler, dueAt: now + lateMs, fact: this.#perhapsFailed(fact, scheduler, now) }];
    return facts;
  }

  #lateMs({ load }: Ready, { epoch }: Scheduler): number {
    const { seed, lateInputShare } = this.#scenario;
    if ((mixed(seed, 7, epoch, load) % 10_000) / 10_000 >= lateInputShare) return 0;
    return Math.round(latestMs ** ((mixed(seed, 8, epoch, load) % 1_000) / 1_000));
  }

  /** One in ten late loads comes to nothing, as long as anything goes wrong: people have its job go on then. */
  #perhapsFailed(fact: Ready, { epoch, loads }: Scheduler, now: number): SchedulerEvent {
    const { seed, faultsEndAt } = this.#scenario;
    const [task] = loads.get(fact.load)?.indices ?? [];
    if (task === undefined || now >= faultsEndAt || mixed(seed, 9, epoch, fact.load) % 10 > 0) return fact;
    return { type: "inputs-failed", load: fact.load, task, reason: "the disk is locked", now: fact.now };
  }
}

function at(now: number, fact: SchedulerEvent): SchedulerEvent {
  return { ...fact, now };
}
