import { isOver } from "../core/scheduler/state.ts";
import { strike } from "./faults.ts";
import { nothingInjected, type Injected } from "./injected.ts";
import type { RoomPage } from "./room-page.ts";
import { scenarioFor, type Scenario } from "./scenario.ts";
import { isUnderWay } from "../room/store.ts";
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
  /** The last events in words. */
  readonly story: readonly string[];
}

/** Every job must be over within this once nothing goes wrong any more, one honest volunteer being there. */
const patienceMs = 4 * 3_600_000;

/** Planning ever more for the same moment would never end; no honest run comes near. */
const mostEvents = 400_000;

/** Volunteers must have had all they hold acknowledged within this after the jobs' end. */
const lastWordsMs = 900_000;

/** Everybody must have heard within this that the room is closed. */
const closingMs = 120_000;

export async function simulate(
  scenario: Scenario,
  injected: Injected = nothingInjected,
  linesKept = 0,
): Promise<Report> {
  const world = new World(scenario, injected, linesKept);
  const { timeline, findings, log } = world;
  const isBroken = (): boolean => {
    findings.must(timeline.happened < mostEvents, "[I11] events without end");
    return findings.broken.length > 0;
  };
  try {
    for (const fault of scenario.faults) timeline.at(fault.at, () => strike(world, fault));
    await timeline.run(scenario.faultsEndAt, isBroken);
    if (!isBroken()) {
      heal(world);
      await timeline.run(scenario.faultsEndAt + patienceMs, () => isBroken() || world.jobs.areOver);
      findings.must(isBroken() || world.jobs.areOver, `[P7] ${unfinished(world)}`);
    }
    if (!isBroken()) {
      await timeline.run(timeline.now + lastWordsMs, isBroken);
      world.followRoom();
      if (!isBroken()) checkEnd(world);
    }
    if (!isBroken()) {
      closeRoom(world);
      await timeline.run(timeline.now + closingMs, isBroken);
      if (!isBroken()) checkClosed(world);
    }
  } catch (error) {
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
    findings.broken.push(`${(timeline.now / 1_000).toFixed(1)} s: ${words}`);
  }
  return {
    seed: scenario.seed,
    hash: log.hash,
    broken: findings.broken,
    events: timeline.happened,
    hours: timeline.now / 3_600_000,
    story: log.lines(),
  };
}

export async function simulateSeed(seed: number, injected: Injected = nothingInjected): Promise<Report> {
  return simulate(scenarioFor(seed), injected);
}

/** Everything that people or the network did is over; one honest volunteer comes. */
function heal(world: World): void {
  const { timeline } = world;
  world.network.comeBack();
  world.database.fullUntil = 0;
  world.database.hasHealed = true;
  world.seats.muteUntil = 0;
  for (const tab of world.tabs) {
    tab.weather.clear();
    tab.slowness = 1;
  }
  for (const room of world.rooms) room.ordersToCrash = null;
  // What it holds to itself it would never have acknowledged.
  for (const tab of world.tabs) if (tab.silence > 0) world.crashTab(tab);
  const resume = (): void => {
    // People go nowhere once they have closed the room: a page that never heard of its later start may still be open.
    if (world.isRoomClosed) return;
    world.followRoom();
    const { room } = world;
    for (const { id } of room?.openJobs ?? []) room?.page.hear(() => room.room.resumeJob(id));
  };
  // By the first time a room that was away is back, by the second one that was frozen has thawed.
  for (const ms of [200_000, 1_200_000]) timeline.after(ms, resume);
  world.addTab(2, true);
}

function unfinished(world: World): string {
  const parts = [...world.record.jobs.values()].map(({ id, total, byTask, phase }) => {
    const tasks = world.room?.scheduler?.jobs.get(id)?.tasks;
    return `job ${id} is ${phase} with ${byTask.size} of ${total} on record (${tasks?.pending} wait, ${tasks?.leased} are leased)`;
  });
  return `long after the last fault, of ${world.jobs.count} jobs: ${parts.join(", ")}; the room is ${world.room?.state.room.phase}`;
}

function checkEnd(world: World): void {
  const { room, machines, shells, findings } = world;
  if (room === null) return;
  const { phase } = room.state.room;
  findings.must(phase === "open", `[P7] the room is ${phase} at the end`);
  machines.checkWhole(room);
  shells.checkArrivals();
  // Pages that have not heard of a later start believe that they run the room.
  const former = world.rooms.filter((one) => one !== room && one.state.room.phase === "open");
  world.sources.checkClosed(new Set(former.map(({ page }) => page)));
  checkRoom(world, room);
  checkTabs(world, room);
}

function checkRoom({ findings, tabs }: World, { scheduler, links, state }: RoomPage): void {
  for (const job of state.jobs) {
    findings.must(job === state.job || isUnderWay(job), `[S8] job ${job.id} is over, is not shown and not forgotten`);
  }
  for (const id of scheduler?.sessions.keys() ?? []) {
    const tab = tabs[(links.get(id)?.ends.volunteer.page.tab ?? 0) - 1];
    findings.must(tab?.isDead === false && !tab.hasLeft, `[I11] volunteer ${id} is gone and still in the room`);
  }
  const listed = new Set(state.jobs.map(({ id }) => id));
  for (const job of scheduler?.jobs.values() ?? []) {
    findings.must(listed.has(job.id), `[S8] job ${job.id} is not listed any more, and the scheduler keeps it`);
    findings.must(isOver(job), `[P7] job ${job.id} is ${job.phase} with all on record`);
  }
}

function checkTabs({ findings, tabs }: World, { scheduler }: RoomPage): void {
  for (const tab of tabs) {
    const { machine, number } = tab;
    if (tab.isDead || tab.hasLeft || machine?.standing.type !== "present") continue;
    const { parcels, batches, runs, paused, slots, epoch } = machine;
    findings.must(parcels.size === 0, `[P4] tab ${number} still keeps ${parcels.size} parcels`);
    findings.must(
      paused === tab.isPaused,
      `[S7] tab ${number} is ${paused ? "" : "not "}paused, against what was wanted`,
    );
    findings.must(slots === tab.slots, `[S7] tab ${number} has ${slots} slots, and ${tab.slots} were wanted`);
    const computing = tab.compute?.slots;
    findings.must(computing === slots, `[S7] ${computing} of the ${slots} slots of tab ${number} compute`);
    // A former room learns that it is one when it has something to put on record; until then it has work done.
    if (epoch !== scheduler?.epoch) continue;
    findings.must(batches.size === 0 && runs.size === 0, `[I11] tab ${number} still has tasks in hand`);
  }
}

/** A person closes the room for good. */
function closeRoom(world: World): void {
  const { room, network, shells, timeline } = world;
  world.isRoomClosed = true;
  if (room === null) return;
  const open = network.links.filter(({ ends }) => ends.room.page === room.page && !ends.room.isOver);
  room.room.closeRoom();
  for (const { ends, number } of open) {
    world.findings.must(ends.room.isOver, `[S4] the room is closed, and keeps link ${number}`);
  }
  shells.checkGoodbyes(open, "room", room.page);
  world.calls.checkStopped(room.page);
  timeline.after(closingMs / 2, () => {
    world.findings.must(room.page.timers === 0, `[S2] ${room.page.timers} timers outlive the room`);
    world.findings.must(
      world.seats.epochOf(room.page) === null,
      "[S3] a page keeps the seat of a room that it has closed",
    );
    room.room.close();
    room.page.isClosed = true;
    shells.checkClosedPage(room.page);
  });
}

/** [S4] Volunteers that were in the room know that it is closed, and nobody finds its code any more. */
function checkClosed({ findings, tabs, room, network }: World): void {
  const code = room?.state.room.code ?? null;
  findings.must(code === null || !network.isHeld(code), "[S4] the closed room keeps its code");
  for (const tab of tabs) {
    const { type } = tab.phase;
    const isWaiting = type === "present" && tab.machine?.epoch === room?.scheduler?.epoch;
    findings.must(
      tab.isDead || tab.page.isFrozen || !isWaiting,
      `[S4] tab ${tab.number} was not told of the room's end`,
    );
  }
}
