import type { VolunteerId } from "../ids.ts";
import { lookAtTailAgain } from "./alarm.ts";
import {
  commitFailures,
  countTask,
  explainGivenUp,
  giveUp,
  isBelieved,
  mayBeJudged,
  verdict,
  type Counted,
  type GivenUp,
} from "./failed-attempts.ts";
import type { Job, Scheduler } from "./state.ts";
import type { TaskFailure } from "./task-failure.ts";
import { taskStates } from "./tasks.ts";
import { findJudges, maybeUndecided, watchJudges } from "./trust.ts";

/** Doubted tasks that one event looks at while somebody is there whose word on them counts; the next event looks at the next ones. */
const doubtedExamined = 16;

/** Tasks that one event gives up: a commit of a million would hold up the page. */
const mostGivenUp = 8_192;

/**
 * Gives up the doubted tasks that wait, if nobody is there any more whose word on them is worth waiting for, and those that have failed
 * on a volunteer that has become trusted since.
 */
export function settleDoubted(scheduler: Scheduler, job: Job): void {
  watchJudges(scheduler, job);
  if (job.doubted.size === 0) return;
  const judges = findJudges(scheduler, job);
  const failures = new Map<VolunteerId, TaskFailure[]>();
  const told = new Map<GivenUp, Counted>();
  let count = 0;
  for (const task of maybeUndecided(job, judges) ?? nextDoubted(job)) {
    if (!job.doubted.has(task) || job.tasks.state(task) !== taskStates.pending) continue;
    if (count === mostGivenUp) {
      lookAtTailAgain(scheduler, job, scheduler.now + 1);
      break;
    }
    const history = job.histories.get(task) ?? [];
    if (mayBeJudged(judges, history) && !isBelieved(scheduler, job, history)) continue;
    const { volunteer } = history.findLast(({ outcome }) => outcome !== "lost") ?? {};
    const because = verdict(scheduler, job, history);
    if (volunteer === undefined || because === null) continue;
    const ofVolunteer = failures.get(volunteer) ?? [];
    failures.set(volunteer, ofVolunteer);
    ofVolunteer.push(giveUp(scheduler, job, volunteer, task));
    count += 1;
    countTask(told, because, task);
  }
  for (const [volunteer, failed] of failures) commitFailures(scheduler, job, volunteer, failed);
  explainGivenUp(scheduler, job, told);
}

/** Takes some of the doubted tasks, which come last from now on. */
function nextDoubted({ doubted }: Job): readonly number[] {
  const next: number[] = [];
  for (const task of doubted) {
    if (next.length === doubtedExamined) break;
    next.push(task);
  }
  for (const task of next) {
    doubted.delete(task);
    doubted.add(task);
  }
  return next;
}
