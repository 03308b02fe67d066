import { epoch, leaseId, parcelId, type JobId } from "../core/ids.ts";
import { outcomes } from "../core/job/job.ts";
import { sampleTicket } from "../core/testing/sample-ticket.ts";
import { packAll } from "../core/values/packed.ts";
import type { UpMessage } from "../core/wire/messages.ts";
import { taskStates } from "../core/scheduler/tasks.ts";
import { maxDurationMs } from "../core/wire/limits.ts";
import { isOver } from "../core/scheduler/state.ts";
import { endedLeasesOf, type RememberedLease } from "./remembered-leases.ts";
import { planOfProgram, valueOf } from "./sample-task.ts";
import type { Fault } from "./scenario.ts";
import type { VolunteerTab } from "./volunteer-tab.ts";
import type { World } from "./world.ts";

interface Offer extends RememberedLease {
  readonly task: number;
}

/** An offer for which the tab has no right ticket: one of its own making, another tab's, or its own for a task that it was not given. */
function falseOffer(world: World, tab: VolunteerTab, { who, size }: Fault, made: Offer): Offer {
  const kind = (size >> 1) % 3;
  if (kind === 0) return made;
  const others = kind === 1 ? world.tabs.filter((other) => other !== tab) : [tab];
  const held = others.flatMap(endedLeasesOf);
  const shown = held[who % Math.max(1, held.length)];
  if (shown === undefined) return made;
  if (kind === 1) return { ...shown, task: shown.indices[0] ?? 0 };
  const task = openTask(world, shown.job, size);
  return shown.indices.includes(task) ? made : { ...shown, task };
}

/** A task of the job that has no result yet, the first one from `near` on; `near` where there is none. */
function openTask(world: World, job: JobId, near: number): number {
  const tasks = world.room?.scheduler?.jobs.get(job)?.tasks;
  if (tasks === undefined) return near;
  for (let step = 0; step < tasks.total; step += 1) {
    const task = (near + step) % tasks.total;
    const state = tasks.state(task);
    if (state === taskStates.pending || state === taskStates.leased) return task;
  }
  return near;
}

/** What no honest tab would say, from one that is in the room; null where it would be no lie. */
export function lieOf(world: World, tab: VolunteerTab, fault: Fault): UpMessage | null {
  const { who, size } = fault;
  const known = [...world.record.jobs.values()];
  const open = known.filter(({ id }) => {
    const job = world.room?.scheduler?.jobs.get(id);
    return job !== undefined && !isOver(job);
  });
  const jobs = open.length === 0 ? known : open;
  const job = jobs[who % Math.max(1, jobs.length)];
  if (job === undefined) return null;
  const task = size % 9 === 0 ? size + 1_000 : openTask(world, job.id, size);
  const newest = world.room?.scheduler?.epoch ?? 1;
  const name = {
    epoch: epoch(Math.max(1, newest + (who % 3) - 1)),
    lease: leaseId(1 + ((size * 7) % 40) + (who === 3 ? 100_000 : 0)),
  };
  if (size % 5 === 0) return { type: "returned", ...name, indices: Uint32Array.of(task) };
  const indices = Uint32Array.of(task);
  const made = { name, job: job.id, ticket: sampleTicket(), indices, task };
  const isOffer = size % 2 === 0;
  const told = isOffer ? falseOffer(world, tab, fault, made) : made;
  const ofJob = world.record.jobs.get(told.job);
  if (ofJob === undefined) return null;
  const plan = planOfProgram(ofJob.source);
  // A true value would be proof that its program loads.
  if (!world.tasks.loadsAnywhere(plan)) return null;
  // A lie under the tab's own lease cannot be told from an honest answer by the scheduler: that is for verified results.
  const isOwn = world.rooms.some(({ scheduler, links }) => {
    const session = scheduler?.leases.get(told.name.lease)?.session;
    return session !== undefined && links.get(session.id)?.ends.volunteer.page.tab === tab.number;
  });
  const isTrue = isOwn && !isOffer;
  return {
    type: "results",
    ...told.name,
    job: told.job,
    parcel: parcelId(900_000 + size),
    offered: isOffer ? told.ticket : null,
    granted: isOffer ? told.indices : new Uint32Array(),
    busyMs: 1,
    slot: 0,
    beganMsAgo: 1,
    block: {
      indices: Uint32Array.of(told.task),
      outcomes: Uint8Array.of(0),
      runtimesMs: Float32Array.of(1),
      values: packAll([valueOf({ plan, task: isTrue ? told.task : told.task + 1 })]),
    },
  };
}

/** What runtimes and busy times may be told as, in milliseconds. */
const toldTimes = [
  { runtimeMs: 3e38, busyMs: maxDurationMs },
  { runtimeMs: 0, busyMs: 0 },
  { runtimeMs: 1e9, busyMs: 1e-9 },
];

/** The right values of a lease that the tab has, with times of its own making; null where it has none to tell of. */
export function timeLieOf(world: World, { machine }: VolunteerTab, { who, size }: Fault): UpMessage | null {
  const batches = [...(machine?.batches ?? [])].filter((batch) => !batch.orphaned && !batch.closed);
  const batch = batches[who % Math.max(1, batches.length)];
  const told = toldTimes[size % toldTimes.length];
  const job = batch === undefined ? undefined : world.record.jobs.get(batch.job);
  if (batch === undefined || told === undefined || job === undefined) return null;
  const plan = planOfProgram(job.source);
  // A true value would be proof that its program loads.
  if (!world.tasks.loadsAnywhere(plan)) return null;
  const { indices, name } = batch;
  return {
    type: "results",
    ...name,
    job: batch.job,
    parcel: parcelId(950_000 + size),
    offered: null,
    granted: new Uint32Array(),
    busyMs: told.busyMs,
    slot: 0,
    beganMsAgo: Math.round(told.busyMs),
    block: {
      indices,
      outcomes: Uint8Array.from(indices, (task) =>
        world.tasks.endsJob({ plan, task }) ? outcomes.endsJob : outcomes.value,
      ),
      runtimesMs: Float32Array.from(indices, () => told.runtimeMs),
      values: packAll(Array.from(indices, (task) => valueOf({ plan, task }))),
    },
  };
}
