import type { Limits } from "../../words/whole-number.ts";

/** The most slots that a volunteer may announce. */
const mostSlots = 256;

export interface OwnSlots extends Limits {
  /** Cores of this computer, as the browser reports them. */
  readonly cores: number;
  /** Slots to begin with. One core is left to the person at the computer. */
  readonly preset: number;
}

/** How many tasks at a time make sense on this computer. */
export function ownSlots(cores: number): OwnSlots {
  const largest = Math.min(2 * cores, mostSlots);
  return { cores, smallest: 1, largest, preset: Math.min(Math.max(cores - 1, 1), largest) };
}
