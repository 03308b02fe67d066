import { scenarioFor, type Fault, type Scenario } from "./scenario.ts";
import type { Seams } from "./seams.ts";
import { shrunk } from "./shrink.ts";
import { simulate, type Report } from "./simulate.ts";

/** Lines of the end of a failing run that are printed. */
const linesShown = 40;

function faultInWords({ at, kind, who, forMs, size }: Fault): string {
  return `  ${(at / 1_000).toFixed(3).padStart(10)} s  ${kind} (who ${who}, for ${(forMs / 1_000).toFixed(1)} s, size ${size})`;
}

/** The shrunk scenario of a failing seed and how it ends, for people to read. */
export function storyOf(seed: number, seams: () => Seams): string[] {
  const fails = (candidate: Scenario): boolean => simulate(candidate, seams()).broken.length > 0;
  const scenario = shrunk(scenarioFor(seed), fails);
  const report: Report = simulate(scenario, seams(), linesShown);
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
