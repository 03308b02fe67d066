import { simulateSeed } from "../simulate.ts";
import type { PlantedBug } from "./planted-bug.ts";
import { blobBugs } from "./blob-bugs.ts";
import { inputBugs } from "./input-bugs.ts";
import { callBugs } from "./call-bugs.ts";
import { earlyEndBugs } from "./early-end-bugs.ts";
import { growthBugs } from "./growth-bugs.ts";
import { environmentBugs } from "./environment-bugs.ts";
import { onceBugs } from "./once-bugs.ts";
import { schedulerBugs } from "./scheduler-bugs.ts";
import { severalJobsBugs } from "./several-jobs-bugs.ts";
import { skipBugs } from "./skip-bugs.ts";
import { shellBugs } from "./shell-bugs.ts";
import { ticketBugs } from "./ticket-bugs.ts";
import { timeBugs } from "./time-bugs.ts";
import { volunteerBugs } from "./volunteer-bugs.ts";

export const plantedBugs: readonly PlantedBug[] = [
  ...schedulerBugs,
  ...shellBugs,
  ...volunteerBugs,
  ...environmentBugs,
  ...severalJobsBugs,
  ...blobBugs,
  ...inputBugs,
  ...growthBugs,
  ...earlyEndBugs,
  ...skipBugs,
  ...ticketBugs,
  ...timeBugs,
  ...onceBugs,
  ...callBugs,
];

/** What the hunt for a planted bug has come to. */
export interface Catch {
  readonly seed: number;
  /** The first broken promise. */
  readonly found: string;
}

/**
 * The first seed that finds the bug; null where none up to `seeds` does. A `known` seed that is given is played before all others, and
 * is the one where it finds the bug.
 */
export async function hunt(bug: PlantedBug, seeds: number, known?: number): Promise<Catch | null> {
  const again = known === undefined ? null : await play(bug, known);
  if (again !== null) return again;
  for (let seed = 1; seed <= seeds; seed += 1) {
    const finding = await play(bug, seed);
    if (finding !== null) return finding;
  }
  return null;
}

async function play({ plant }: PlantedBug, seed: number): Promise<Catch | null> {
  const [found] = (await simulateSeed(seed, plant())).broken;
  return found === undefined ? null : { seed, found: found.split("\n")[0] ?? found };
}
