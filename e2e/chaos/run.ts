import { setTimeout as wait } from "node:timers/promises";
import { expect } from "../actors/expect.ts";
import { drawPlan, faultInWords, type Scale } from "./plan.ts";
import { complaintsAbout } from "./oracle.ts";
import type { PlantedMistake } from "./planted.ts";
import { gatherEvidence } from "./records.ts";
import { ChaosRoom, type Delays, type House } from "./room.ts";

export interface ChaosJob {
  readonly count: number;
  readonly shortestSleepSeconds: number;
  readonly longestSleepSeconds: number;
  readonly slots: number;
  /** Milliseconds that the job may take after its last fault. */
  readonly recoveryMs: number;
}

export interface Verdict {
  readonly seed: number;
  /** Faults that happened while the job ran. */
  readonly faults: number;
  /** Tasks that the page showed as done at the end. */
  readonly results: number;
  /** From the job's start to its end, or to the moment at which it failed. */
  readonly tookMs: number;
  readonly delays: Delays;
  /** Broken promises; empty if there are none. */
  readonly complaints: readonly string[];
}

/** Milliseconds until a fault must have had its effect, such as a page that is open again: long on a slow machine. */
const faultLimitMs = 60_000;

async function withinLimit(performed: Promise<void>, words: string): Promise<void> {
  const ended = new AbortController();
  const late = wait(faultLimitMs, null, { signal: ended.signal }).then(() => {
    throw new Error(`not done within ${faultLimitMs / 1000} s: ${words}`);
  });
  try {
    await Promise.race([performed, late]);
  } finally {
    ended.abort();
    await late.catch(() => undefined);
  }
}

/** Runs one job through one plan of faults. Calls `tell` with a line of the story for each fault. */
export async function runChaos(
  house: House,
  seed: number,
  scale: Scale,
  job: ChaosJob,
  tell: (line: string) => void,
  mistake: PlantedMistake | null = null,
): Promise<Verdict> {
  const room = new ChaosRoom(house, job.slots, mistake);
  const plan = drawPlan(seed, scale);
  const complaints: string[] = [];
  let faults = 0;
  let results = 0;
  let startedAt = performance.now();
  let tookMs = 0;
  const story = (words: string): void => {
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    tell(`${seconds.padStart(6)} s  ${String(results).padStart(5)} done  ${words}`);
  };
  tell(`seed ${seed}: ${job.count} tasks, ${scale.volunteers} volunteers`);
  try {
    await room.open(scale.volunteers);
    await room.coordinator.start({
      Count: job.count,
      "Shortest sleep": job.shortestSleepSeconds,
      "Longest sleep": job.longestSleepSeconds,
      Seed: seed,
    });
    await room.coordinator.waitForDone(1);
    startedAt = performance.now();
    for (const { atMs, fault } of plan) {
      // The drawn time of the fault. After a fault that took long, the next one comes later.
      await wait(Math.max(0, startedAt + atMs - performance.now()));
      results = await room.look();
      story(faultInWords(fault, room.crew.nameOf));
      await withinLimit(room.perform(fault), faultInWords(fault, room.crew.nameOf));
      if (results < job.count) faults += 1;
    }
    await expect
      .poll(async () => (results = await room.look()), { timeout: job.recoveryMs, message: "the job did not end" })
      .toBe(job.count);
    tookMs = performance.now() - startedAt;
    story("all tasks are done");
    await room.expectSignaling();
    await room.expectAllIn();
    complaints.push(...complaintsAbout(await gatherEvidence(room.coordinator), job.count));
  } catch (error) {
    tookMs = performance.now() - startedAt;
    complaints.push(error instanceof Error ? error.message : String(error));
    story("went wrong");
  } finally {
    await room.end();
  }
  complaints.push(...new Set(room.noise));
  for (const complaint of complaints) tell(`  not as promised: ${complaint}`);
  return { seed, faults, results, tookMs, delays: room.delays, complaints };
}
