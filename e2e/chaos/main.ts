import { runChaos, type ChaosJob, type Verdict } from "./run.ts";
import type { Scale } from "./plan.ts";
import type { House } from "./room.ts";

/** Two and a half seconds of sleep on average in 48 slots: without faults nearly as long as the faults' time. */
const job: ChaosJob = {
  count: 2_000,
  shortestSleepSeconds: 0,
  longestSleepSeconds: 5,
  slots: 4,
  recoveryMs: 240_000,
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

/** Runs the seeds one after the other; the verdicts come as a table at the end where there are several. */
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
  if (seeds.length > 1) {
    tell("\n      seed  duration  faults  results  verdict");
    for (const verdict of verdicts) tell(row(verdict));
  }
  return verdicts;
}

function inWords({ seed, results, complaints }: Verdict): string {
  return complaints.length === 0
    ? `seed ${seed}: ${results} results, each once and right\n`
    : `seed ${seed}: FAILED, ${firstLine(complaints)}\n`;
}

/** What Playwright says of a failed wait takes many lines; the story has them. */
function firstLine([complaint = ""]: readonly string[]): string {
  return complaint.split("\n", 1)[0] ?? "";
}

function row({ seed, tookMs, faults, results, complaints }: Verdict): string {
  const duration = `${(tookMs / 1000).toFixed(1)} s`;
  const verdict = complaints.length === 0 ? "each once and right" : `FAILED: ${firstLine(complaints)}`;
  const figures = [String(seed).padStart(10), duration.padStart(8), String(faults).padStart(6)];
  return [...figures, String(results).padStart(7), verdict].join("  ");
}
