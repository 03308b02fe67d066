import { scenarioFor, type Fault, type Scenario } from "./scenario.ts";
import type { Injected } from "./injected.ts";
import { shrunk } from "./shrink.ts";
import { simulate, type Report } from "./simulate.ts";

/** Lines of the end of a failing run that are printed. */
const linesShown = 40;

function faultInWords({ at, kind, who, forMs, size }: Fault): string {
  return `  ${(at / 1_000).toFixed(3).padStart(10)} s  ${kind} (who ${who}, for ${(forMs / 1_000).toFixed(1)} s, size ${size})`;
}

/** Tells a failing seed for people to read: its scenario, as small as can be, and how that ends. */
export async function describeFailure(seed: number, inject: () => Injected): Promise<string[]> {
  const fails = async (candidate: Scenario): Promise<boolean> =>
    (await simulate(candidate, inject())).broken.length > 0;
  const scenario = await shrunk(scenarioFor(seed), fails);
  const report: Report = await simulate(scenario, inject(), linesShown);
  const jobs = scenario.jobs.map((job, at) => `job ${at + 1} with ${job.total} tasks at ${job.at / 1_000} s`);
  return [
    `seed ${seed} fails; shrunk: ${jobs.join(", ")}; tabs with ${scenario.tabs.join(", ")} slots; faults:`,
    ...(scenario.faults.length === 0 ? ["  none"] : scenario.faults.map(faultInWords)),
    "broken:",
    ...report.broken.map((words) => `  ${words}`),
    "what happened last:",
    ...report.story,
    `again: npm run simulate -- --seed ${seed}`,
  ];
}
