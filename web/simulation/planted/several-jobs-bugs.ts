import type { Compute } from "../../compute/compute.ts";
import type { JobId } from "../../core/ids.ts";
import { isOver, type Scheduler } from "../../core/scheduler/state.ts";
import { membershipAround, roomJournal } from "./around.ts";
import { everyNth, planted, type PlantedBug } from "./planted-bug.ts";

/** Another job that is open; null where there is none. */
function otherOpenJob({ jobs }: Scheduler, than: JobId): JobId | null {
  for (const job of jobs.values()) if (job.id !== than && !isOver(job)) return job.id;
  return null;
}

/** The fact, said of another open job. */
function aboutAnother<Fact extends { readonly job: JobId }>(event: Fact, scheduler: Scheduler): Fact {
  const job = otherOpenJob(scheduler, event.job);
  return job === null ? event : { ...event, job };
}

/** Mistakes between several jobs that are open at once. */
export const severalJobsBugs: readonly PlantedBug[] = [
  planted("results of one job are taken for another's", () => {
    const isDue = everyNth(20);
    return {
      toScheduler: (event, scheduler) =>
        event.type === "results-arrived" && isDue() ? aboutAnother(event, scheduler) : event,
    };
  }),
  planted("offers of one job are taken for another's", () => ({
    toScheduler: (event, scheduler) =>
      event.type === "results-arrived" && event.offered ? aboutAnother(event, scheduler) : event,
  })),
  planted("cancelling one job cancels another", () => ({
    toScheduler: (event, scheduler) => (event.type === "job-cancelled" ? aboutAnother(event, scheduler) : event),
  })),
  planted("pausing one job pauses another", () => ({
    toScheduler: (event, scheduler) => (event.type === "job-paused" ? aboutAnother(event, scheduler) : event),
  })),
  planted("a job is restored with the pause of the one before it", () => {
    let before = false;
    return {
      toScheduler: (event) => {
        if (event.type !== "job-restored") return event;
        const { paused } = event;
        const changed = { ...event, paused: before };
        before = paused;
        return changed;
      },
    };
  }),
  planted("only the newest job goes on after a restart", () =>
    roomJournal((journal) => ({
      jobs: async () => {
        const [newest, ...others] = await journal.jobs();
        return newest === undefined ? [] : [newest, ...others.filter(isOver)];
      },
    })),
  ),
  planted("a job that is over and not shown is not forgotten", () => ({
    toScheduler: (event) => (event.type === "job-forgotten" ? null : event),
  })),
  planted("closing one job in a tab ends another's runs", () =>
    membershipAround((environment) => ({
      createCompute: () => {
        const compute = environment.createCompute();
        const opened: Parameters<Compute["openJob"]>[] = [];
        const careless: Compute = {
          listen: (listener) => compute.listen(listener),
          open: async (slots) => compute.open(slots),
          resize: (slots) => compute.resize(slots),
          openJob: (...job) => {
            opened.push(job);
            compute.openJob(...job);
          },
          closeJob: (job) => {
            compute.closeJob(job);
            for (const other of opened) {
              if (other[0] === job) continue;
              compute.closeJob(other[0]);
              compute.openJob(...other);
            }
          },
          start: (slot, run) => compute.start(slot, run),
          answerCall: (answer) => compute.answerCall(answer),
          close: () => compute.close(),
        };
        return careless;
      },
    })),
  ),
];
