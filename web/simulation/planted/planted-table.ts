import { simulateSeed } from "../simulate.ts";
import type { PlantedBug } from "./planted-bug.ts";
import { blobBugs } from "./blob-bugs.ts";
import { inputBugs } from "./input-bugs.ts";
import { earlyEndBugs } from "./early-end-bugs.ts";
import { growthBugs } from "./growth-bugs.ts";
import { environmentBugs } from "./environment-bugs.ts";
import { schedulerBugs } from "./scheduler-bugs.ts";
import { severalJobsBugs } from "./several-jobs-bugs.ts";
import { skipBugs } from "./skip-bugs.ts";
import { shellBugs } from "./shell-bugs.ts";
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
];

/** What the hunt for a planted bug has come to. */
export interface Catch {
  readonly seed: number;
  /** The first broken promise. */
  readonly found: string;
}

/** The first seed that finds the bug; null where none up to `seeds` does. */
export async function hunt({ plant }: PlantedBug, seeds: number): Promise<Catch | null> {
  for (let seed = 1; seed <= seeds; seed += 1) {
    const [found] = (await simulateSeed(seed, plant())).broken;
    if (found !== undefined) return { seed, found: found.split("\n")[0] ?? found };
  }
  return null;
}
