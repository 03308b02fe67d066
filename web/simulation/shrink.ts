import type { Fault, Scenario } from "./scenario.ts";

/**
 * The same failure with as few faults as can be found by leaving out ever smaller parts (delta debugging: Zeller and
 * Hildebrandt, 2002), and with as few jobs and tabs.
 */
export async function shrunk(scenario: Scenario, fails: (candidate: Scenario) => Promise<boolean>): Promise<Scenario> {
  let best = scenario;
  const keepIfFailing = async (candidate: Scenario): Promise<boolean> => {
    if (!(await fails(candidate))) return false;
    best = candidate;
    return true;
  };
  for (let part = Math.ceil(best.faults.length / 2); part >= 1; part = part === 1 ? 0 : Math.ceil(part / 2)) {
    for (let from = 0; from < best.faults.length;) {
      const faults: Fault[] = best.faults.toSpliced(from, part);
      if (!(await keepIfFailing({ ...best, faults }))) from += part;
    }
  }
  for (let at = best.jobs.length - 1; at >= 0; at -= 1)
    await keepIfFailing({ ...best, jobs: best.jobs.toSpliced(at, 1) });
  for (let at = best.tabs.length - 1; at >= 0; at -= 1)
    await keepIfFailing({ ...best, tabs: best.tabs.toSpliced(at, 1) });
  await keepIfFailing({ ...best, troubleShare: 0.000_1 });
  return best;
}
