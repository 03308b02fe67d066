import type { CallOff, Clock } from "./clock.ts";
import { SteadyTime } from "./steady-time.ts";

/** Milliseconds: how often somebody looks while anything is waited for, and from which step between two looks on nothing went on. */
export interface Looks {
  readonly everyMs: number;
  readonly longestMs: number;
}

/** Timers of hidden tabs ring once a second, and later on a busy machine. */
const usualLooks: Looks = { everyMs: 1_000, longestMs: 3_000 };

/** The clock without the times at which its machine slept or stood still: nobody was late then, and nothing was due. What is waited for rings that much later. */
export function steadyClock(clock: Clock, { everyMs, longestMs }: Looks = usualLooks): Clock {
  const time = new SteadyTime(clock.now(), () => longestMs);
  /** Waits that are longer than from one look to the next. */
  let longWaits = 0;
  let callOffLook: CallOff | null = null;

  const now = (): number => {
    const raw = clock.now();
    time.look(raw);
    return raw - time.leftOutMs;
  };
  const planLook = (): void => {
    callOffLook = clock.after(everyMs, () => {
      planLook();
      time.lookAsPlanned(clock.now());
    });
  };
  const beginLongWait = (): void => {
    longWaits += 1;
    if (longWaits > 1) return;
    time.planLooks(clock.now());
    planLook();
  };
  const endLongWait = (): void => {
    longWaits -= 1;
    if (longWaits === 0) callOffLook?.();
  };

  return {
    now,
    date: () => clock.date(),
    leftOutMs: () => time.leftOutMs,
    after(ms, ring) {
      if (ms <= 0) return clock.after(0, ring);
      const due = now() + ms;
      const isLong = ms > everyMs;
      let callOff: CallOff | null = null;
      const end = (): void => {
        if (callOff === null) return;
        callOff();
        callOff = null;
        if (isLong) endLongWait();
      };
      const wait = (restMs: number): void => {
        callOff = clock.after(restMs, () => {
          // In whole milliseconds: after a standstill the machine's own time is a larger number, and a tiny rest added to it is rounded away.
          const rest = Math.ceil(due - now());
          if (rest > 0) {
            wait(rest);
            return;
          }
          end();
          ring();
        });
      };
      if (isLong) beginLongWait();
      wait(ms);
      return end;
    },
  };
}
