import { isOver } from "../core/scheduler/state.ts";
import type { JournaledJob } from "./journal.ts";
import { pauseJob, strike } from "./faults.ts";
import { scenarioFor, type Scenario } from "./scenario.ts";
import { soundSeams, type Seams } from "./seams.ts";
import { World } from "./world.ts";

export interface Report {
  readonly seed: number;
  /** Of all that happened. */
  readonly hash: string;
  /** Empty where all promises were kept. */
  readonly broken: readonly string[];
  readonly events: number;
  /** Virtual. */
  readonly hours: number;
  /** What happened last. */
  readonly story: readonly string[];
}

/** Once nothing goes wrong any more, every job must be over within this, one honest volunteer being there. */
const patienceMs = 4 * 3_600_000;

/** No honest run comes near; one that plans ever more for the same moment would never end. */
const mostEvents = 400_000;

/** What volunteers still hold must have been said and acknowledged within this after the jobs' end. */
const lastWordsMs = 900_000;

export function simulate(scenario: Scenario, seams: Seams = soundSeams, linesKept = 0): Report {
  const world = new World(scenario, seams, linesKept);
  const { timeline, oracle, chronicle } = world;
  const isBroken = (): boolean => {
    oracle.must(timeline.happened < mostEvents, "[I11] events without end");
    return oracle.broken.length > 0;
  };
  try {
    for (const fault of scenario.faults) timeline.at(fault.at, () => strike(world, fault));
    timeline.run(scenario.faultsEndAt, isBroken);
    if (!isBroken()) {
      heal(world);
      timeline.run(scenario.faultsEndAt + patienceMs, () => isBroken() || areJobsOver(world));
      oracle.must(isBroken() || areJobsOver(world), `[P7] ${unfinished(world)}`);
    }
    if (!isBroken()) {
      timeline.run(timeline.now + lastWordsMs, isBroken);
      if (!isBroken()) checkEnd(world);
    }
  } catch (error) {
    oracle.broken.push(
      `${(timeline.now / 1_000).toFixed(1)} s: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  }
  return {
    seed: scenario.seed,
    hash: chronicle.hash,
    broken: oracle.broken,
    events: timeline.happened,
    hours: timeline.now / 3_600_000,
    story: chronicle.lines(),
  };
}

export function simulateSeed(seed: number, seams: Seams = soundSeams): Report {
  return simulate(scenarioFor(seed), seams);
}

/** Everything that people or the network did is over; one honest volunteer comes. */
function heal(world: World): void {
  const { timeline } = world;
  world.signalingDownUntil = 0;
  for (const tab of world.tabs) {
    Object.assign(tab.weather.blockedUntil, { volunteer: 0, coordinator: 0 });
    Object.assign(tab.weather.duplicates, { volunteer: 0, coordinator: 0 });
    Object.assign(tab.weather.truncated, { volunteer: 0, coordinator: 0 });
    tab.weather.delayedUntil = 0;
    tab.slots.slowness = 1;
  }
  if (world.coordinator !== null) {
    world.coordinator.quotaUntil = 0;
    world.coordinator.effectsToCrash = Number.POSITIVE_INFINITY;
  }
  // By then a coordinator that was away is back.
  timeline.after(200_000, () => {
    const { coordinator } = world;
    if (coordinator === null) return;
    for (const [job, { isPaused }] of world.journal.jobs) {
      if (isPaused && coordinator.scheduler.jobs.has(job)) pauseJob(world, coordinator, job, false);
    }
  });
  world.addTab(2, true);
}

function areJobsOver(world: World): boolean {
  if (world.coordinator === null) return false;
  return [...world.journal.jobs.values()].every(isJobOver);
}

function isJobOver({ total, entries, isCancelled, isStopped }: JournaledJob): boolean {
  return isCancelled || isStopped || entries.length >= total;
}

function unfinished(world: World): string {
  const jobs = [...world.journal.jobs.values()].filter((job) => !isJobOver(job));
  const parts = jobs.map(({ id, total, entries }) => {
    const tasks = world.coordinator?.scheduler.jobs.get(id)?.tasks;
    return `job ${id} has ${entries.length} of ${total} on record (${tasks?.pending} wait, ${tasks?.leased} are leased)`;
  });
  return `long after the last fault ${parts.join(", ")}`;
}

function checkEnd(world: World): void {
  const { coordinator, oracle } = world;
  if (coordinator === null) return;
  oracle.checkWhole(coordinator);
  for (const id of coordinator.scheduler.sessions.keys()) {
    const tab = world.tabOf(id);
    oracle.must(tab?.isDead === false && !tab.hasLeft, `[I11] volunteer ${id} is gone and still in the room`);
  }
  for (const job of coordinator.scheduler.jobs.values()) {
    oracle.must(isOver(job), `[P7] job ${job.id} is ${job.phase} with all on record`);
  }
  for (const tab of world.tabs) {
    if (tab.isDead || tab.hasLeft || tab.machine.standing.type !== "present") continue;
    const { parcels, batches, runs } = tab.machine;
    oracle.must(parcels.size === 0, `[P4] tab ${tab.number} still keeps ${parcels.size} parcels`);
    // A former coordinator learns that it is one when it has something to put on record; until then it has work done.
    if (tab.machine.epoch !== coordinator.scheduler.epoch) continue;
    oracle.must(batches.size === 0 && runs.size === 0, `[I11] tab ${tab.number} still has tasks in hand`);
  }
}
