import { commitId } from "../../core/ids.ts";
import { outcomes } from "../../core/job/job.ts";
import type { SchedulerEvent } from "../../core/scheduler/events.ts";
import { isOver } from "../../core/scheduler/state.ts";
import { taskStates, type Tasks } from "../../core/scheduler/tasks.ts";
import { everyNth, planted, withOrders, type PlantedBug } from "./planted-bug.ts";

type ResultsArrived = Extract<SchedulerEvent, { readonly type: "results-arrived" }>;

function withOutcomes(event: ResultsArrived, change: (outcome: number) => number): ResultsArrived {
  return { ...event, block: { ...event.block, outcomes: event.block.outcomes.map(change) } };
}

/** A commit that no scheduler orders in a run of this length. */
const strangeCommit = 1_000_000;

/** Mistakes with jobs that one of their results ends, by itself or by a rule. */
export const earlyEndBugs: readonly PlantedBug[] = [
  planted("a job ends early though no result said so", () => {
    const isDue = everyNth(20);
    return {
      toScheduler: (event) => {
        if (event.type !== "results-arrived" || !isDue()) return event;
        return withOutcomes(event, (outcome) => (outcome === outcomes.value ? outcomes.endsJob : outcome));
      },
    };
  }),
  planted("a result that ends its job is taken for any other", () => ({
    toScheduler: (event) => {
      if (event.type !== "results-arrived") return event;
      return withOutcomes(event, (outcome) => (outcome === outcomes.endsJob ? outcomes.value : outcome));
    },
  })),
  planted("a job goes on after the result that ends it", () => ({
    fromScheduler: (effects, { commits }) => {
      for (const commit of commits.values()) Object.assign(commit, { endedBy: null });
      return effects;
    },
  })),
  planted("a late result of a task that is not needed counts", () => {
    let commit = strangeCommit;
    return withOrders((effect, event, { jobs }) => {
      const isStale = effect.type === "explain" && effect.explanation.type === "stale";
      if (!isStale || event.type !== "results-arrived") return [effect];
      if (jobs.get(event.job)?.phase !== "ended-early") return [effect];
      commit += 1;
      const { job, volunteer, slot, beganMsAgo, block } = event;
      const came = { job, volunteer, slot, beganMsAgo, block, settled: block.indices, isLast: false };
      const attempts = new Uint8Array(block.indices.length).fill(1);
      return [
        effect,
        { type: "commit-results", commit: commitId(commit), ...came, attempts, positions: null, failures: [] },
      ];
    });
  }),
  planted("that a result ends its job is lost at a reload", () => ({
    toScheduler: (event) =>
      event.type === "job-restored" ? { ...event, records: { ...event.records, endedBy: null } } : event,
  })),
  planted("a volunteer that was away when its job ended is not told so", () =>
    withOrders((effect, { type }) =>
      effect.type === "send-close-job" && type === "volunteer-equipped" ? [] : [effect],
    ),
  ),
  planted("an early end is not put on record", () =>
    withOrders((effect) => (effect.type === "job-ended-early" ? [] : [effect])),
  ),
  planted("a rule ends a job that nothing satisfies", () => {
    const isDue = everyNth(40);
    return {
      toScheduler: (event, { jobs }) => {
        if (event.type !== "heartbeat-arrived" || !isDue()) return event;
        const job = [...jobs.values()].find((one) => !isOver(one) && firstDone(one.tasks) !== null);
        if (job === undefined) return event;
        const task = firstDone(job.tasks) ?? 0;
        return { type: "job-satisfied", now: event.now, job: job.id, task, rule: "precision" };
      },
    };
  }),
  planted("a rule that is satisfied does not end its job", () => ({
    toScheduler: (event) => (event.type === "job-satisfied" ? null : event),
  })),
  planted("a rule that was satisfied before a restart does not end its job", () => {
    let isRestored = false;
    return {
      toScheduler: (event) => {
        const isLost = isRestored && event.type === "job-satisfied";
        isRestored = event.type === "job-restored";
        return isLost ? null : event;
      },
    };
  }),
  planted("a rule ends its job before the result is on record", () =>
    withOrders((effect, _event, { jobs }) => {
      const job = effect.type === "commit-results" ? jobs.get(effect.job) : undefined;
      if (effect.type !== "commit-results" || job?.options.precision === undefined || job.tasks.done < 29)
        return [effect];
      const [task = 0] = effect.settled;
      return [effect, { type: "job-ended-early", job: job.id, task, rule: "precision", notNeeded: 0 }];
    }),
  ),
  planted("a job that its rule has ended is computed on", () =>
    withOrders((effect, { type }) => (effect.type === "send-close-job" && type === "job-satisfied" ? [] : [effect])),
  ),
];

function firstDone(tasks: Tasks): number | null {
  for (let task = 0; task < tasks.total; task += 1) if (tasks.state(task) === taskStates.done) return task;
  return null;
}
