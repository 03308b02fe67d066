import { Pace, Speed } from "../job/runtimes.ts";
import type { Job, Session, Stint } from "./state.ts";

export function createStint(): Stint {
  return { isTold: false, speed: new Speed(), pace: new Pace(), proven: 1, rate: 0 };
}

/** Milliseconds assumed for a task that the clock measures as nothing. */
const leastMsPerTask = 0.000_1;

/** Updates the volunteer's part of the job's rate: what its slots manage while it may be given tasks. */
function refreshRate(job: Job, session: Session, stint: Stint): void {
  const ms = stint.speed.msPerTask;
  const idle = ms === null || session.paused || session.presence !== "present";
  const rate = idle ? 0 : session.usableSlots / Math.max(leastMsPerTask, ms);
  changeRate(job, stint, rate);
}

function changeRate(job: Job, stint: Stint, rate: number): void {
  job.contributors += Number(rate > 0) - Number(stint.rate > 0);
  job.rate = job.contributors === 0 ? 0 : Math.max(rate, job.rate + rate - stint.rate);
  stint.rate = rate;
  if (rate > 0) job.byRate.set(stint, -rate);
  else job.byRate.delete(stint);
}

/**
 * The job's rate, in which the fastest volunteer counts for no more than all others together: one that says to be a thousand times as fast
 * as they are would leave them a thousandth of what remains.
 */
export function sharedRate({ rate, byRate, contributors }: Job): number {
  if (contributors < 2) return rate;
  const fastest = -(byRate.top()?.key ?? 0);
  return Math.min(rate, 2 * Math.max(rate - fastest, 0));
}

export function refreshRates(session: Session): void {
  for (const [job, stint] of session.stints) refreshRate(job, session, stint);
}

export function forgetRates(session: Session): void {
  for (const [job, stint] of session.stints) changeRate(job, stint, 0);
}

/** Tells whether there was one. */
export function forgetStint(job: Job, session: Session): boolean {
  const stint = session.stints.get(job);
  if (stint === undefined) return false;
  changeRate(job, stint, 0);
  return session.stints.delete(job);
}

/** Runtimes of one block that count for the pace: the cost of an event must not grow with its block for that. */
const paceSamples = 32;

export function recordSpeed(job: Job, session: Session, runtimesMs: Float32Array, busyMs: number): void {
  const tasks = runtimesMs.length;
  const stint = session.stints.get(job);
  if (stint === undefined || tasks === 0) return;
  stint.speed.add(tasks, busyMs);
  job.times.addSpeed(session.id, tasks, busyMs);
  for (let at = 0; at < Math.min(tasks, paceSamples); at += 1) {
    const runtimeMs = runtimesMs[at] ?? 0;
    stint.pace.add(runtimeMs);
    job.times.addPace(session.id, runtimeMs);
  }
  refreshRate(job, session, stint);
}

/** Milliseconds that a typical task takes on the volunteer, to compare it with others; null while nothing is known. */
export function typicalMs(job: Job, session: Session): number | null {
  return session.stints.get(job)?.pace.typicalMs ?? job.times.typicalMs;
}

/** Standard errors that a volunteer's typical runtime must be above the usual one, before it counts as slow: fewer are chance. */
const errorsInDoubt = 2;

/**
 * How many times as long as usual a typical task takes on the volunteer at least; 1 where it may be of the usual speed. Where one task takes
 * nothing and the next one seconds, who has had three of the long ones is not slow for that.
 */
export function timesAsLong(job: Job, session: Session): number {
  const pace = session.stints.get(job)?.pace;
  const [typical, usual] = [pace?.typicalMs ?? null, job.times.typicalMs];
  if (pace === undefined || typical === null || usual === null) return 1;
  const spread = Math.max(pace.spread ?? 0, job.times.spread ?? 0);
  const octaves = Math.log2(typical / usual) - (errorsInDoubt * spread) / Math.sqrt(pace.weightOfAll);
  return 2 ** Math.max(0, octaves);
}

/** Average milliseconds that a task takes on the volunteer: its own average, else that of the job; null while nothing is known. */
export function expectedMs(job: Job, session: Session): number | null {
  return session.stints.get(job)?.speed.msPerTask ?? job.times.msPerTask;
}
