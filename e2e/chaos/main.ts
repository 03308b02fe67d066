import { plantedMistakes } from "./planted.ts";
import { runChaos, type ChaosJob, type Verdict } from "./run.ts";
import type { Scale } from "./plan.ts";
import type { House } from "./room.ts";

/** The job: 2.5 s of sleep on average in 48 slots, which without faults takes nearly as long as the faults do. */
const job: ChaosJob = {
  count: 2_000,
  shortestSleepSeconds: 0,
  longestSleepSeconds: 5,
  slots: 4,
  recoveryMs: 240_000,
};

/** A scale with few faults, for runs with a planted mistake. */
export const calm: Scale = {
  lengthMs: 1_500,
  volunteers: 2,
  house: { "signaling-restarted": 0, "coordinator-reloaded": 0, "coordinator-killed": 0 },
  crowd: {
    "tab-closed": 1,
    "renderer-killed": 0,
    "renderer-crashed": 0,
    "renderers-stopped": 0,
    "frame-removed": 0,
    "frame-killed": 0,
  },
  longestStopMs: 0,
};

export const shortJob: ChaosJob = {
  count: 16,
  shortestSleepSeconds: 0,
  longestSleepSeconds: 1,
  slots: 2,
  recoveryMs: 60_000,
};

function scaleOf(seconds: number): Scale {
  return {
    lengthMs: seconds * 1_000,
    volunteers: 12,
    house: { "signaling-restarted": 3, "coordinator-reloaded": 2, "coordinator-killed": 1 },
    crowd: {
      "tab-closed": 5,
      "renderer-killed": 4,
      "renderer-crashed": 2,
      "renderers-stopped": 4,
      "frame-removed": 3,
      "frame-killed": 2,
    },
    longestStopMs: 20_000,
  };
}

/** Runs the seeds one after the other, and prints a table of the verdicts at the end. */
export async function runSeeds(
  house: House,
  seeds: readonly number[],
  seconds: number,
  tell: (line: string) => void,
): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const seed of seeds) {
    const verdict = await runChaos(house, seed, scaleOf(seconds), job, tell);
    verdicts.push(verdict);
    tell(inWords(verdict));
  }
  tell("\n                                   noticed after, s     first new result after, s");
  tell("      seed  duration  faults  results    closed      killed    a reload      a kill  verdict");
  for (const verdict of verdicts) tell(row(verdict));
  return verdicts;
}

/** Runs each planted mistake with few faults. Resolves to the mistakes that the check has not found. */
export async function runPlanted(house: House, tell: (line: string) => void): Promise<readonly string[]> {
  const missed: string[] = [];
  for (const mistake of plantedMistakes) {
    const { complaints } = await runChaos(house, 1, calm, shortJob, () => {}, mistake);
    if (complaints.length === 0) missed.push(mistake.name);
    tell(`${complaints.length === 0 ? "MISSED" : "found "}  ${mistake.name}: ${firstLine(complaints)}`);
  }
  return missed;
}

function inWords({ seed, results, complaints }: Verdict): string {
  return complaints.length === 0
    ? `seed ${seed}: ${results} results, each once and right\n`
    : `seed ${seed}: FAILED, ${firstLine(complaints)}\n`;
}

/** The first line of an error: Playwright's errors have many lines, which the story has. */
function firstLine([complaint = ""]: readonly string[]): string {
  return complaint.split("\n", 1)[0] ?? "";
}

function row({ seed, tookMs, faults, results, delays, complaints }: Verdict): string {
  const duration = `${(tookMs / 1000).toFixed(1)} s`;
  const verdict = complaints.length === 0 ? "each once and right" : `FAILED: ${firstLine(complaints)}`;
  const figures = [String(seed).padStart(10), duration.padStart(8), String(faults).padStart(6)];
  const { closed, killed, reloaded, reopened } = delays;
  const times = [range(closed).padStart(8), ...[killed, reloaded, reopened].map((all) => range(all).padStart(10))];
  return [...figures, String(results).padStart(7), ...times, verdict].join("  ");
}

/** The shortest and the longest duration, in seconds. */
function range(delaysMs: readonly number[]): string {
  if (delaysMs.length === 0) return "-";
  const [least, most] = [Math.min(...delaysMs), Math.max(...delaysMs)].map((ms) => (ms / 1_000).toFixed(1));
  return least === most ? `${least}` : `${least} to ${most}`;
}
