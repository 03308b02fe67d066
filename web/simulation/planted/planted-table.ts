import { simulateSeed } from "../simulate.ts";
import type { PlantedBug } from "./planted-bug.ts";
import { schedulerBugs } from "./scheduler-bugs.ts";
import { shellBugs } from "./shell-bugs.ts";
import { volunteerBugs } from "./volunteer-bugs.ts";

export const plantedBugs: readonly PlantedBug[] = [...schedulerBugs, ...shellBugs, ...volunteerBugs];

/** The first seed that finds the bug, and what it finds; null where none up to `seeds` does. */
export function hunt({ plant }: PlantedBug, seeds: number): { readonly seed: number; readonly found: string } | null {
  for (let seed = 1; seed <= seeds; seed += 1) {
    const [found] = simulateSeed(seed, plant()).broken;
    if (found !== undefined) return { seed, found: found.split("\n")[0] ?? found };
  }
  return null;
}
