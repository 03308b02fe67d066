import { epoch, leaseId, parcelId, type JobId } from "../core/ids.ts";
import type { UpMessage } from "../core/wire/messages.ts";
import type { CoordinatorProcess } from "./coordinator-process.ts";
import type { Side } from "./link.ts";
import type { Fault } from "./scenario.ts";
import type { Tab } from "./tab.ts";
import { inputOf, packBytes, valueFor } from "./work.ts";
import type { World } from "./world.ts";

const hourMs = 3_600_000;

/** ICE calls a path interrupted that has been silent for so long, and gives it up later. */
const pathWaversMs = 40_000;
const pathGivenUpMs = 240_000;

function partition(world: World, tab: Tab, from: readonly Side[], forMs: number): void {
  for (const side of from) tab.weather.blockedUntil[side] = world.timeline.now + forMs;
  const { link } = tab;
  if (forMs > pathWaversMs) {
    world.timeline.after(pathWaversMs, () => link?.changePath("coordinator", "wavering"));
    world.timeline.after(forMs, () => link?.changePath("coordinator", "steady"));
  }
  if (forMs > pathGivenUpMs) world.timeline.after(pathGivenUpMs, () => link?.break());
}

/** An answer that nobody honest would send, from a tab that is in the room. */
function forge(world: World, tab: Tab, { who, size }: Fault): void {
  const jobs = [...world.journal.jobs.keys()];
  const [first] = jobs;
  if (first === undefined || tab.machine.standing.type !== "present") return;
  const job: JobId = jobs[who % jobs.length] ?? first;
  // A true value would be proof that its program loads.
  if (!world.work.loadsAnywhere(job)) return;
  const task = size + (who === 4 ? 1_000 : 0);
  const name = {
    epoch: epoch(Math.max(1, world.journal.epoch + (who % 3) - 1)),
    lease: leaseId(1 + ((size * 7) % 40) + (who === 3 ? 100_000 : 0)),
  };
  // Who lies under its own lease cannot be told from an honest one by the scheduler: that is for verified results.
  const volunteer = world.volunteerNumber(tab.tabId);
  const isOwn = [world.coordinator, ...world.former].some(
    (process) => process?.scheduler.leases.get(name.lease)?.session.id === volunteer,
  );
  const isTrue = isOwn || size % 2 === 0;
  const isReturn = size % 5 === 0;
  const message: UpMessage = isReturn
    ? { type: "returned", ...name, indices: Uint32Array.of(task) }
    : {
        type: "results",
        ...name,
        job,
        parcel: parcelId(900_000 + size),
        offered: size % 2 === 0,
        busyMs: 1,
        block: {
          indices: Uint32Array.of(task),
          outcomes: Uint8Array.of(0),
          runtimesMs: Float32Array.of(1),
          values: packBytes([valueFor(inputOf(job, isTrue ? task : task + 1))]),
        },
      };
  tab.hasForged = true;
  tab.say(message);
}

function eachJob(world: World, act: (process: CoordinatorProcess, job: JobId) => void, which: number): void {
  const { coordinator } = world;
  const jobs = [...world.journal.jobs.keys()];
  const job = jobs[which % Math.max(1, jobs.length)];
  if (coordinator !== null && job !== undefined && coordinator.scheduler.jobs.has(job)) act(coordinator, job);
}

/** Lets it happen. Tabs are counted among those that live. */
export function strike(world: World, fault: Fault): void {
  const { timeline, chronicle } = world;
  const { kind, who, forMs, size } = fault;
  chronicle.note(timeline.now, kind, who, forMs, size);
  const living = world.tabs.filter((one) => !one.isDead && !one.hasLeft);
  const tab = living[who % Math.max(1, living.length)];
  if (tab === undefined) return;
  switch (kind) {
    case "link breaks":
      tab.link?.break();
      return;
    case "messages doubled":
      tab.weather.duplicates[size % 2 === 0 ? "volunteer" : "coordinator"] += size;
      return;
    case "messages delayed":
      tab.weather.delayedUntil = timeline.now + forMs;
      tab.weather.delayMs = 1_000 * size;
      return;
    case "partition both ways":
      partition(world, tab, ["volunteer", "coordinator"], forMs);
      return;
    case "partition upwards":
      partition(world, tab, ["volunteer"], forMs);
      return;
    case "partition downwards":
      partition(world, tab, ["coordinator"], forMs);
      return;
    case "chunk truncated":
      tab.weather.truncated[size % 2 === 0 ? "volunteer" : "coordinator"] += 1;
      return;
    case "tab crashes":
      tab.die();
      return;
    case "tab freezes":
      tab.freeze(forMs);
      return;
    case "tab slows down":
      tab.slots.slowness = 100;
      timeline.after(forMs, () => {
        tab.slots.slowness = 1;
      });
      return;
    case "slot crashes":
      tab.slots.crash(size % Math.max(1, tab.machine.slots));
      return;
    case "tab's clock jumps":
      tab.clockAheadMs += hourMs;
      tab.tell({ type: "alarm-rang" });
      return;
    case "coordinator's clock jumps":
      if (world.coordinator === null) return;
      world.coordinator.clockAheadMs += hourMs;
      world.coordinator.tell({ type: "alarm-rang" });
      return;
    case "coordinator crashes":
      if (world.coordinator !== null) world.coordinator.effectsToCrash = size;
      return;
    case "disk full":
      if (world.coordinator !== null) world.coordinator.quotaUntil = timeline.now + forMs;
      return;
    case "forged answer":
      forge(world, tab, fault);
      return;
    case "answer said again": {
      const message = tab.said[size % Math.max(1, tab.said.length)];
      if (message !== undefined && tab.machine.standing.type === "present") tab.link?.sendUp(message);
      return;
    }
    case "second coordinator":
      world.supersede();
      return;
    case "signaling down":
      world.signalingDownUntil = timeline.now + forMs;
      return;
    case "join storm": {
      const newcomers = Array.from({ length: 1 + (size % 8) }, () => world.addTab(1));
      for (const newcomer of newcomers) timeline.after(forMs, () => newcomer.tell({ type: "leave-requested" }));
      return;
    }
    case "tab pauses":
      tab.tell({ type: "paused" });
      return;
    case "tab resumes":
      tab.tell({ type: "resumed" });
      return;
    case "tab changes slots":
      tab.tell({ type: "slots-set", slots: 1 + (size % 4) });
      return;
    case "tab leaves":
      tab.tell({ type: "leave-requested" });
      return;
    case "tab comes":
      world.addTab(1 + (size % 3));
      return;
    case "job paused":
    case "job resumed":
      eachJob(world, (process, job) => pauseJob(world, process, job, kind === "job paused"), size);
      return;
    case "job cancelled":
      eachJob(world, (process, job) => cancelJob(world, process, job), size);
      return;
  }
}

export function pauseJob(world: World, process: CoordinatorProcess, job: JobId, isPaused: boolean): void {
  const journaled = world.journal.jobs.get(job);
  if (journaled !== undefined) journaled.isPaused = isPaused;
  process.tell({ type: isPaused ? "job-paused" : "job-resumed", job });
}

function cancelJob(world: World, process: CoordinatorProcess, job: JobId): void {
  const journaled = world.journal.jobs.get(job);
  const phase = process.scheduler.jobs.get(job)?.phase;
  if (journaled === undefined || phase === "done" || phase === "stopped") return;
  journaled.isCancelled = true;
  process.tell({ type: "job-cancelled", job });
}
