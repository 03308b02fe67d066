import { describeFailure } from "./failure-text.ts";
import { hunt, plantedBugs } from "./planted/planted-table.ts";
import { nothingInjected } from "./injected.ts";
import { simulateSeed } from "./simulate.ts";

/** What the command line gives and takes. */
export interface Terminal {
  /** Replaces the last line. */
  progress(line: string): void;
  print(line: string): void;
  /** Milliseconds of any clock. */
  now(): number;
}

const inject = (): typeof nothingInjected => nothingInjected;

const stepMs = 1_000;
const failuresShown = 3;

/** What one seed has come to. */
export interface Outcome {
  readonly isBroken: boolean;
  readonly events: number;
  /** Virtual. */
  readonly hours: number;
}

export async function playSeed(seed: number): Promise<Outcome> {
  const { broken, events, hours } = await simulateSeed(seed);
  return { isBroken: broken.length > 0, events, hours };
}

/** Has the players play the seeds, each one after the other, and prints what there is to say. Gives the number of those that failed. */
export async function runSeeds(
  first: number,
  count: number,
  terminal: Terminal,
  players: readonly ((seed: number) => Promise<Outcome>)[] = [playSeed],
): Promise<number> {
  const startedAt = terminal.now();
  let saidAt = startedAt;
  let next = first;
  let played = 0;
  let events = 0;
  let hours = 0;
  const failed: number[] = [];
  const note = async (seed: number, outcome: Outcome): Promise<void> => {
    played += 1;
    events += outcome.events;
    hours += outcome.hours;
    if (outcome.isBroken) {
      failed.push(seed);
      if (failed.length <= failuresShown) for (const line of await describeFailure(seed, inject)) terminal.print(line);
    }
    const now = terminal.now();
    if (now - saidAt < stepMs) return;
    saidAt = now;
    const seconds = Math.round((now - startedAt) / 1_000);
    terminal.progress(
      `${played} of ${count} seeds, ${failed.length} failed, ${seconds} s, ${Math.round(hours)} simulated hours`,
    );
  };
  await Promise.all(
    players.map(async (play) => {
      while (next < first + count) {
        const seed = next;
        next += 1;
        await note(seed, await play(seed));
      }
    }),
  );
  const seconds = (terminal.now() - startedAt) / 1_000;
  terminal.print(
    `${count} seeds from ${first}, ${failed.length} failed; ${Math.round(hours)} simulated hours, ${events} events in ${seconds.toFixed(1)} s`,
  );
  if (failed.length > 0) terminal.print(`failed: ${failed.slice(0, 20).join(", ")}`);
  return failed.length;
}

/** One seed, with its story when it fails. */
export async function runSeed(seed: number, terminal: Terminal): Promise<number> {
  const report = await simulateSeed(seed);
  if (report.broken.length === 0) {
    terminal.print(`seed ${seed}: all promises kept; ${report.events} events, hash ${report.hash}`);
    return 0;
  }
  for (const line of await describeFailure(seed, inject)) terminal.print(line);
  return 1;
}

/** What a search for all planted bugs has come to. */
interface PlantedRun {
  readonly missed: number;
  /** Of each bug that was found, by its name, the first seed that finds it. */
  readonly seedsByName: readonly (readonly [name: string, seed: number])[];
}

/** The table of planted bugs and the seeds that it takes to find them. */
export async function runPlanted(seeds: number, terminal: Terminal): Promise<PlantedRun> {
  const seedsByName: [string, number][] = [];
  terminal.print(`${"seeds needed".padStart(12)}  planted bug: what is found`);
  for (const bug of plantedBugs) {
    const finding = await hunt(bug, seeds);
    if (finding !== null) seedsByName.push([bug.name, finding.seed]);
    terminal.print(
      `${(finding === null ? `> ${seeds}` : String(finding.seed)).padStart(12)}  ${bug.name}: ${finding?.found ?? "not found"}`,
    );
  }
  terminal.print(`${seedsByName.length} of ${plantedBugs.length} planted bugs found within ${seeds} seeds`);
  return { missed: plantedBugs.length - seedsByName.length, seedsByName };
}
