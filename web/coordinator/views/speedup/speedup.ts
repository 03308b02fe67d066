import type { JobFigures } from "./job-ledger.ts";

/** What parallelism has bought, measured. */
export interface Speedup {
  /** The sum of runtimes by the time that the job took: how many times as fast it was as one slot that never waits. */
  readonly measured: number;
  /** Slots in the room, averaged over the job's time. */
  readonly slots: number;
  /** The part of all slots' time that went into computing. */
  readonly efficiency: number;
  /** The part of the job that went on in one slot alone, as this speed-up tells; null where one slot or none was there. */
  readonly serialPart: number | null;
}

/** null before anything is computed. */
export function speedupOf({ wallMs, slotTime }: JobFigures): Speedup | null {
  const { computing } = slotTime;
  const all = Object.values(slotTime).reduce((sum: number, ms: number) => sum + ms, 0);
  if (wallMs <= 0 || computing <= 0 || all <= 0) return null;
  const measured = computing / wallMs;
  const slots = all / wallMs;
  return { measured, slots, efficiency: computing / all, serialPart: serialPartOf(measured, slots) };
}

/** Karp and Flatt, 1990: the serial part that Amdahl's law needs to come to this speed-up with so many slots. */
function serialPartOf(speedup: number, slots: number): number | null {
  if (slots < 1.05) return null;
  return Math.min(1, Math.max(0, (1 / speedup - 1 / slots) / (1 - 1 / slots)));
}

/** Amdahl, 1967: the speed-up of a job of this serial part with so many slots. */
export function amdahl(serialPart: number, slots: number): number {
  return 1 / (serialPart + (1 - serialPart) / slots);
}

/** Columns of a picture: numbers of slots, and at each the ideal, Amdahl's and the measured speed-up, null where there is none. */
export type SpeedupCurve = [slots: number[], ideal: number[], amdahl: (number | null)[], measured: (number | null)[]];

const pointsOfCurve = 48;

/** From one slot to twice as many as there were, and eight at least. */
export function speedupCurve({ measured, slots, serialPart }: Speedup): SpeedupCurve {
  const most = Math.max(8, Math.ceil(2 * slots));
  const steps = Array.from({ length: pointsOfCurve }, (_, nth) => 1 + ((most - 1) * nth) / (pointsOfCurve - 1));
  const at = [...new Set([...steps, slots])].toSorted((a, b) => a - b);
  return [
    at,
    at,
    at.map((count) => (serialPart === null || count < 1 ? null : amdahl(serialPart, count))),
    at.map((count) => (count === slots ? measured : null)),
  ];
}
