import type { Dial, DialOutcome } from "./link.ts";

/** Milliseconds for a direct path once the coordinator has answered: in a network that has one it takes a fraction of a second. */
export const directMs = 2_000;

/** Goes on with a direct try that has no path, or none yet, beside another way. */
export type DialBeside = (direct: Promise<DialOutcome>, signal: AbortSignal) => Promise<DialOutcome>;

/**
 * Makes a `Dial` that looks for a direct link, and beside it for a relayed one where `directMs` after the coordinator's answer there
 * is no path yet, or at once where there can be none. `dialDirect` calls `onAnswered` when the coordinator has answered. `loadBeside`
 * loads the relay's code; where that cannot be had, the direct try's outcome is that of the dial.
 */
export function dialBeside(
  dialDirect: (signal: AbortSignal, onAnswered: () => void) => Promise<DialOutcome>,
  loadBeside: () => Promise<DialBeside>,
): Dial {
  return async (signal) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let ring: ((overdue: null) => void) | null = null;
    const overdue = new Promise<null>((resolve) => {
      ring = resolve;
    });
    const direct = dialDirect(signal, () => {
      timer = setTimeout(() => ring?.(null), directMs);
    });
    const first = await Promise.race([direct, overdue]);
    clearTimeout(timer);
    if (first?.type === "opened" || signal.aborted) return direct;
    if (first !== null && first.failure !== "no-path" && first.failure !== "unsupported") return first;
    const beside = await loadBeside().catch(() => null);
    return beside === null ? direct : beside(direct, signal);
  };
}
