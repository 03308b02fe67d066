import { isAvailable } from "../availability.ts";
import { usableSlots } from "../earned-slots.ts";
import { mayBeJudged } from "../failed-attempts.ts";
import { holds } from "../holders.ts";
import {
  isOnceOnly,
  isOver,
  type Deadline,
  type InputLoad,
  type Job,
  type Lease,
  type Scheduler,
  type Session,
} from "../state.ts";
import { taskStates } from "../tasks.ts";
import { findJudges } from "../trust.ts";

/** What does not hold of the scheduler at this moment; empty where all is well. Takes time in proportion to the tasks. */
export function violations(scheduler: Scheduler): string[] {
  const found: string[] = [];
  const must = (holdsTrue: boolean, words: string): void => {
    if (!holdsTrue) found.push(words);
  };
  for (const job of scheduler.jobs.values()) checkJob(scheduler, job, must);
  for (const lease of scheduler.leases.values()) checkLease(scheduler, lease, must);
  for (const session of scheduler.sessions.values()) checkSession(scheduler, session, must);
  checkRoom(scheduler, must);
  return found;
}

type Must = (holdsTrue: boolean, words: string) => void;

function checkJob(scheduler: Scheduler, job: Job, must: Must): void {
  const { tasks } = job;
  const counts = [0, 0, 0, 0, 0, 0, 0, 0];
  const waiting = new Map<number, number>();
  for (const task of job.queue.waiting()) waiting.set(task, (waiting.get(task) ?? 0) + 1);
  const inCommits = committing(scheduler, job);
  const inLoads = loading(scheduler, job);
  for (let task = 0; task < tasks.total; task += 1) {
    const state = tasks.state(task);
    counts[state] = (counts[state] ?? 0) + 1;
    const name = `job ${job.id} task ${task}`;
    const held = tasks.holder(task) !== 0 || job.copies.has(task);
    must((waiting.get(task) ?? 0) === (state === taskStates.pending ? 1 : 0), `[I3] ${name} waits once while pending`);
    if (state === taskStates.skipped) must(!held, `[I4] ${name} is skipped and in somebody's hands`);
    const isLoading = state === taskStates.loading;
    must((inLoads.get(task) ?? 0) >= Number(isLoading), `[I15] ${name} awaits its input, and no load has it`);
    must((inLoads.get(task) ?? 0) <= 1, `[I15] the input of ${name} is asked for twice at once`);
    if (state === taskStates.pending || isLoading) must(!held, `[I4] ${name} is pending and in somebody's hands`);
    if (state === taskStates.leased) must(held, `[I4] ${name} is leased and in nobody's hands`);
    const holder = tasks.holder(task);
    if (holder !== 0) {
      const lease = [...job.leases].find((one) => one.id === holder);
      must(lease !== undefined && lease.indices.includes(task), `[I1] ${name} names a holder that has it not`);
    }
    must(
      (inCommits.get(task) ?? 0) === (state === taskStates.accepted ? 1 : 0),
      `[P1] ${name} is in one commit while accepted`,
    );
    if (isOnceOnly(job) && !isOver(job) && (state === taskStates.pending || isLoading)) {
      must(tasks.attempts(task) === 0, `[I21] ${name} waits, and may have been executed`);
    }
    must(tasks.deaths(task) <= scheduler.settings.deathsToPoison, `[I8] ${name} died too often`);
  }
  const [queued, leased, accepted, done, failed, awaited, notNeeded, skipped] = counts;
  must(
    tasks.pending === (queued ?? 0) + (awaited ?? 0) && tasks.queued === queued,
    `[P2] job ${job.id} counts pending tasks wrongly`,
  );
  must(tasks.leased === (leased ?? 0) + (accepted ?? 0), `[P2] job ${job.id} counts leased tasks wrongly`);
  must(tasks.done === done && tasks.failed === failed, `[P2] job ${job.id} counts settled tasks wrongly`);
  must(
    tasks.settled + tasks.leased + tasks.pending + tasks.notNeeded === tasks.total,
    `[P2] job ${job.id}: done + failed + skipped + leased + pending + notNeeded is not the total`,
  );
  must(tasks.notNeeded === notNeeded, `[P2] job ${job.id} counts tasks that are not needed wrongly`);
  must(tasks.skipped === skipped, `[P2] job ${job.id} counts skipped tasks wrongly`);
  must(
    job.phase === "ended-early" ? tasks.pending === 0 : notNeeded === 0,
    `[P8] job ${job.id} is ${job.phase} with ${notNeeded} tasks not needed and ${tasks.pending} pending`,
  );
  for (const [task, history] of job.histories) {
    const errors = history.filter((attempt) => attempt.outcome !== "lost").length;
    must(
      errors <= job.options.maxAttempts || job.doubted.has(task),
      `[P5] job ${job.id} task ${task} has ${errors} errors`,
    );
    const state = tasks.state(task);
    const isOpen = state === taskStates.pending || state === taskStates.loading || state === taskStates.leased;
    must(isOpen, `[I11] job ${job.id} task ${task} is settled and keeps a history`);
  }
  for (const task of job.doubted) {
    const isKnown = job.histories.has(task);
    must(isKnown, `[I11] job ${job.id} doubts the failure of task ${task}, which has no history`);
    const isWaiting = tasks.state(task) === taskStates.pending && job.phase === "running";
    const mayWait = !isWaiting || mayBeJudged(findJudges(scheduler, job), job.histories.get(task) ?? []);
    must(mayWait, `[P5] job ${job.id} task ${task} waits for a judge, and none is there`);
  }
  for (const [volunteer, lost] of job.losses) {
    must(lost.size > 0, `[I11] job ${job.id} keeps the losses of volunteer ${volunteer}, which are none`);
    for (const task of lost) {
      const isTold = job.histories.get(task)?.some((one) => one.volunteer === volunteer && one.outcome === "lost");
      must(isTold === true, `[I11] job ${job.id} keeps a loss of task ${task} that is in no history`);
    }
  }
  const openCommits = [...scheduler.commits.values()].filter((commit) => commit.job === job).length;
  must(job.openCommits === openCommits, `[I7] job ${job.id} counts ${job.openCommits} commits for ${openCommits}`);
  must(!job.isForgotten || openCommits > 0, `[I11] job ${job.id} is forgotten and kept`);
  let recalls = 0;
  for (const lease of job.leases) {
    must(scheduler.leases.get(lease.id) === lease, `[I2] lease ${lease.id} is known to its job only`);
    recalls += Number(lease.recalled);
  }
  must(job.recalls === recalls, `[I7] job ${job.id} counts ${job.recalls} recalls for ${recalls}`);
  const loads = loadsOf(scheduler, job);
  for (const load of loads) {
    if (load.copy)
      must(
        load.indices.every((task) => job.copying.has(task)),
        `[I15] load ${load.id} copies unknown to its job`,
      );
  }
  const copies = loads.filter(({ copy }) => copy);
  must(job.copyLoads === copies.length, `[I7] job ${job.id} counts ${job.copyLoads} copy loads for ${copies.length}`);
  const copying = copies.reduce((sum, { indices }) => sum + indices.length, 0);
  must(
    job.copying.size === copying,
    `[I15] job ${job.id} has ${job.copying.size} inputs on their way for copies, not ${copying}`,
  );
  must(!(job.isSealed && job.isAsked), `[I15] job ${job.id} is sealed, and its source is asked`);
  const isEmpty = job.leases.size === 0 && job.copies.size === 0 && loads.length === 0;
  if (isOver(job)) must(isEmpty, `[I9] job ${job.id} is over and has leases`);
  const isSettled = job.isSealed && tasks.settled === tasks.total;
  if (!isOver(job) || job.phase === "done")
    must(isSettled === (job.phase === "done"), `[P7] job ${job.id} ends when all is settled`);
  must(scheduler.running.includes(job) === (job.phase === "running"), `[I9] job ${job.id} runs while it is running`);
  checkRate(scheduler, job, must);
}

function loadsOf(scheduler: Scheduler, job: Job): readonly InputLoad[] {
  return [...scheduler.loads.values()].filter((load) => load.job === job);
}

function loading(scheduler: Scheduler, job: Job): Map<number, number> {
  const found = new Map<number, number>();
  for (const { indices, copy } of loadsOf(scheduler, job)) {
    if (!copy) for (const task of indices) found.set(task, (found.get(task) ?? 0) + 1);
  }
  return found;
}

function committing(scheduler: Scheduler, job: Job): Map<number, number> {
  const found = new Map<number, number>();
  for (const commit of scheduler.commits.values()) {
    if (commit.job !== job) continue;
    for (const task of commit.settled) found.set(task, (found.get(task) ?? 0) + 1);
  }
  return found;
}

function checkRate(scheduler: Scheduler, job: Job, must: Must): void {
  let rate = 0;
  for (const session of scheduler.sessions.values()) rate += session.stints.get(job)?.rate ?? 0;
  must(job.rate >= 0, `[I6] the rate of job ${job.id} is negative`);
  must((rate === 0) === (job.rate === 0), `[I6] the rate of job ${job.id} is ${job.rate} and should be ${rate}`);
  must(Math.abs(rate - job.rate) <= 1e-6 * (rate + 1), `[I6] the rate of job ${job.id} is ${job.rate}, not ${rate}`);
}

function checkLease(scheduler: Scheduler, lease: Lease, must: Must): void {
  let outstanding = 0;
  let unneeded = 0;
  for (const task of lease.indices) {
    if (!holds(lease, task)) continue;
    outstanding += 1;
    unneeded += Number(lease.job.tasks.state(task) !== taskStates.leased);
  }
  must(lease.unneeded === unneeded, `[I1] lease ${lease.id} has ${unneeded} settled tasks, counts ${lease.unneeded}`);
  must(
    lease.outstanding === outstanding,
    `[I1] lease ${lease.id} has ${outstanding} tasks, counts ${lease.outstanding}`,
  );
  for (const task of lease.callers?.keys() ?? []) {
    const counts = holds(lease, task) && lease.job.tasks.state(task) === taskStates.leased;
    must(counts, `[I20] task ${task} of lease ${lease.id} may call, and does not count`);
  }
  must(outstanding > 0, `[I1] lease ${lease.id} lives and is empty`);
  const isAlone = lease.indices.length === 1 && !lease.copy && !lease.raced;
  must(!isOnceOnly(lease.job) || isAlone, `[I21] the task of lease ${lease.id} travels with others, or twice`);
  must(lease.job.leases.has(lease), `[I2] lease ${lease.id} is unknown to its job`);
  must(isFound(lease), `[I13] lease ${lease.id} has a task that could get a copy and is not known to`);
  must(lease.session.leases.has(lease), `[I2] lease ${lease.id} is unknown to its volunteer`);
  must(
    scheduler.sessions.get(lease.session.id) === lease.session,
    `[I2] lease ${lease.id} is with a volunteer that is gone`,
  );
  must(
    scheduler.alarmAt !== null && scheduler.alarmAt <= lease.deadline,
    `[I10] lease ${lease.id} ends at ${lease.deadline} and the alarm rings at ${scheduler.alarmAt}`,
  );
}

/** Whether the lease's task without a copy, where it has one, would be found at the end of the job. */
function isFound(lease: Lease): boolean {
  const { job } = lease;
  if (job.tail === null || lease.copy) return true;
  const { tasks, copies, copying } = job;
  const isBare = (task: number): boolean =>
    tasks.holder(task) === lease.id &&
    tasks.state(task) === taskStates.leased &&
    !copies.has(task) &&
    !copying.has(task);
  return job.tail.bySilence.has(lease) || !lease.indices.some(isBare);
}

function checkSession(scheduler: Scheduler, session: Session, must: Must): void {
  const name = `volunteer ${session.id}`;
  const held = session.leases.size;
  const most = session.credit;
  must(most > 0 === isAvailable(session), `[I5] ${name} may hold ${most} leases`);
  const usable = usableSlots(scheduler.settings, session);
  must(session.usableSlots === usable, `[I7] volunteer ${session.id} uses ${session.usableSlots} slots of ${usable}`);
  const wants = held >= most ? "nothing" : held < session.usableSlots ? "work" : "more";
  must(scheduler.hungry.has(session) === (wants === "work"), `[I5] ${name} wants ${wants} and is not known to`);
  const isRanked = scheduler.fastestHungry.keyOf(session) !== undefined;
  must(!isRanked || wants === "work", `[I5] ${name} wants ${wants} and is ranked for work`);
  must(isRanked || wants !== "work" || session.loads.size > 0, `[I5] ${name} wants work and is not ranked so`);
  must(scheduler.roomy.has(session) === (wants === "more"), `[I5] ${name} wants ${wants} and is not known to`);
  const isWatched = (watch: Deadline): boolean => scheduler.deadlines.keyOf(watch) !== undefined;
  const { silence, path } = session.watches;
  must(
    isWatched(silence) !== (session.presence === "suspect"),
    `[I10] ${name} is watched though suspect, or not watched`,
  );
  must(isWatched(path) === (session.waversSince !== null), `[I10] the path of ${name} wavers unwatched, or is watched`);
  const kept = [...session.leases].filter(({ job }) => isOnceOnly(job)).length;
  must(session.keptSlots === kept, `[I7] ${name} keeps ${kept} slots for their tasks, and counts ${session.keptSlots}`);
  for (const lease of session.leases) {
    must(scheduler.leases.get(lease.id) === lease, `[I2] lease ${lease.id} is known to its volunteer only`);
  }
  const loads = [...scheduler.loads.values()].filter((load) => load.session === session);
  const isWhole = session.loads.size === loads.length && loads.every((load) => session.loads.has(load));
  must(isWhole, `[I15] ${name} has ${session.loads.size} loads for ${loads.length}`);
  for (const stint of session.stints.values()) must(stint.rate >= 0, `[I6] the rate of ${name} is negative`);
}

function mayCompute({ presence, paused, leases }: Session): boolean {
  return presence !== "suspect" && (!paused || leases.size > 0);
}

function checkRoom(scheduler: Scheduler, must: Must): void {
  let slots = 0;
  let available = 0;
  let computing = 0;
  let copies = 0;
  for (const session of scheduler.sessions.values()) {
    slots += session.slots;
    available += Number(isAvailable(session));
    computing += Number(mayCompute(session));
  }
  for (const lease of scheduler.leases.values()) copies += Number(lease.copy);
  must(scheduler.slots === slots, `[I7] the room counts ${scheduler.slots} slots for ${slots}`);
  must(scheduler.available === available, `[I7] the room counts ${scheduler.available} available for ${available}`);
  must(scheduler.computing === computing, `[I7] the room counts ${scheduler.computing} computing for ${computing}`);
  for (const job of scheduler.jobs.values()) {
    const sessions = [...scheduler.sessions.values()].filter(
      (one) =>
        job.needs.every((need) => one.features.has(need)) && (!job.hasBlobs || one.equipment.get(job) === "equipped"),
    );
    const hasWork = job.tasks.open > 0 || !job.isSealed;
    const isWaiting = job.phase === "running" && hasWork && !sessions.some(mayCompute);
    must(!job.isToEquip || job.phase !== "running", `[I14] job ${job.id} has volunteers that were not looked at`);
    must(job.isWaiting === isWaiting, `[I7] job ${job.id} waits for volunteers: ${isWaiting}, and says otherwise`);
  }
  must(scheduler.copiesRunning === copies, `[I7] the room counts ${scheduler.copiesRunning} copies for ${copies}`);
  const owed = scheduler.leases.size + 3 * scheduler.sessions.size + scheduler.jobs.size;
  must(scheduler.deadlines.size <= owed, `[I11] ${scheduler.deadlines.size} deadlines, and room for ${owed}`);
  must(scheduler.fastestHungry.size <= scheduler.hungry.size, "[I5] somebody is ranked who is not hungry");
  for (const session of scheduler.hungry) {
    must(scheduler.sessions.get(session.id) === session, `[I5] volunteer ${session.id} is gone and hungry`);
  }
  for (const session of scheduler.roomy) {
    must(scheduler.sessions.get(session.id) === session, `[I5] volunteer ${session.id} is gone and roomy`);
  }
}
