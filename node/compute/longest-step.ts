import { longestStepMs } from "../../web/compute/frame/look-timing.ts";

/** Milliseconds of computing of all threads, and by the clock. */
interface Times {
  readonly computedMs: number;
  readonly now: number;
}

function timesHere(): Times {
  const { user, system } = process.cpuUsage();
  return { computedMs: (user + system) / 1000, now: performance.now() };
}

/**
 * Part of a step for which a process computes if its main thread is busy all the time, also on a machine with much to do. One that stood
 * still computed before and after that alone: less, if it stood still for long.
 */
const busyPart = 0.1;

/**
 * Makes a function that tells for each look from which step on the process has stood still. Where it has computed meanwhile, no
 * step is too long: its main thread was busy with other things, and the others went on.
 */
export function longestStep(times: () => Times = timesHere): () => number {
  let last = times();
  let longestMs = 0;
  return () => {
    const { computedMs, now } = times();
    // A look may ask twice.
    if (longestMs > 0 && now - last.now < 1) return longestMs;
    const wasBusy = computedMs - last.computedMs > (now - last.now) * busyPart;
    longestMs = wasBusy ? Infinity : longestStepMs(false);
    last = { computedMs, now };
    return longestMs;
  };
}
