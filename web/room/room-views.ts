import type { VolunteerId } from "../core/ids.ts";
import type { Lease, Scheduler } from "../core/scheduler/state.ts";
import type { JobArchive } from "./record/job-archive.ts";
import type { Members, Member } from "./people/people.ts";
import type { Progress } from "./jobs/progress.ts";
import type { JournalState } from "./record/room-journal.ts";
import type { JobView, JournalView, VolunteerView } from "./store.ts";
import type { PageJob } from "./jobs/scheduler-shell.ts";

function tasksIn(leases: Iterable<Lease>): number {
  let tasks = 0;
  for (const lease of leases) tasks += lease.outstanding;
  return tasks;
}

function volunteerView(scheduler: Scheduler, member: Member, tasksDone: number): VolunteerView {
  const session = scheduler.sessions.get(member.id);
  const silent = session?.presence === "suspect";
  const path = silent ? "wavering" : member.path;
  return {
    id: member.id,
    name: member.name,
    device: member.device,
    slots: member.slots,
    paused: member.paused,
    kind: member.kind,
    link: member.link === null ? "gone" : path,
    goneBecause: member.goneBecause,
    tasksDone,
    tasksLeased: session === undefined ? 0 : tasksIn(session.leases),
  };
}

function sameFields(a: VolunteerView, b: VolunteerView): boolean {
  const theirs = new Map<string, unknown>(Object.entries(b));
  return Object.entries(a).every(([field, value]) => theirs.get(field) === value);
}

/**
 * Rows that have not changed are the same objects as before, and so is a list without a changed row. `doneBy`: tasks done
 * of the job shown, by volunteer.
 */
export function volunteerViews(
  scheduler: Scheduler,
  members: Members,
  doneBy: ReadonlyMap<VolunteerId, number>,
  before: readonly VolunteerView[],
): readonly VolunteerView[] {
  const known = new Map(before.map((view) => [view.id, view]));
  const views = members.list().map((member) => {
    const view = volunteerView(scheduler, member, doneBy.get(member.id) ?? 0);
    const former = known.get(member.id);
    return former !== undefined && sameFields(former, view) ? former : view;
  });
  const unchanged = views.length === before.length && views.every((view, at) => view === before[at]);
  return unchanged ? before : views;
}

export function jobView(scheduler: Scheduler, job: PageJob, progress: Progress, now: number): JobView | null {
  const known = scheduler.jobs.get(job.id);
  if (known === undefined) return null;
  const { total, done, failed, leased, pending } = known.tasks;
  const phase = known.isWaiting ? "waiting" : known.phase;
  return {
    id: job.id,
    workload: job.workload.id,
    request: job.request,
    phase,
    problem: job.problem,
    total,
    done,
    failed,
    leased,
    pending,
    elapsedMs: progress.elapsedMs(now),
    // A job that stands still goes on at a rate that nobody knows.
    remainingMs: phase === "running" ? progress.remainingMs(now, done + failed, total) : null,
  };
}

/** The same object as before while nothing has changed: it is published with every frame of a running job. */
export function journalView(
  { state, problem }: JournalState,
  { jobs, liveRooms, quotaBytes }: JobArchive,
  before: JournalView,
): JournalView {
  const isSame =
    before.state === state &&
    before.problem === problem &&
    before.jobs === jobs &&
    before.liveRooms === liveRooms &&
    before.quotaBytes === quotaBytes;
  return isSame ? before : { state, problem, jobs, liveRooms, quotaBytes };
}
