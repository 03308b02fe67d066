import type { BlobName } from "../core/blobs/blob-name.ts";
import { jobNumber, type JobId } from "../core/ids.ts";
import type { InputStream } from "../core/job/input-stream.ts";
import type { JobDefinition } from "../core/job/job-definition.ts";
import { mixed } from "./dice.ts";
import type { Injected } from "./injected.ts";
import { sampleBlob } from "./sample-blobs.ts";
import { SampleSource } from "./sample-source.ts";
import type { SourceOracle } from "./source-oracle.ts";
import type { RecordBook } from "./record-book.ts";
import type { RoomPage } from "./room-page.ts";
import { firstInput, programOf, rowOf } from "./sample-task.ts";
import type { JobPlan } from "./scenario.ts";
import type { Timeline } from "./timeline.ts";

/** How often a person looks whether the room is there to take a job. */
const lookMs = 5_000;

/** Inputs that a person adds at a time, at most. */
const mostInPortion = 20;

export interface PlannedJobsWorld {
  readonly timeline: Timeline;
  readonly record: RecordBook;
  readonly sources: SourceOracle;
  readonly injected: Pick<Injected, "aroundSource">;
  /** The room as a person can use it at this moment; null where there is none that is open. */
  readonly findOpenRoom: () => RoomPage | null;
}

/**
 * The jobs of a scenario, and the person that submits each when its time has come, whatever else is open; again, should one
 * get lost with its page before it is on record.
 */
export class PlannedJobs {
  readonly #world: PlannedJobsWorld;
  readonly #plans: readonly JobPlan[];

  constructor(world: PlannedJobsWorld, plans: readonly JobPlan[]) {
    this.#world = world;
    this.#plans = plans;
    for (const [at, plan] of plans.entries()) this.#submitWhenDue(at + 1, plan);
  }

  get count(): number {
    return this.#plans.length;
  }

  /** Whether all are on record, with everything that will ever be of each. */
  get areOver(): boolean {
    return this.#plans.every((_, at) => this.#world.record.isWhole(programOf(at + 1)));
  }

  #submitWhenDue(number: number, plan: JobPlan): void {
    const { timeline, record, findOpenRoom } = this.#world;
    const submittedIn = new Set<RoomPage>();
    const submit = (): void => {
      if (record.jobOfProgram(programOf(number)) !== null) return;
      timeline.after(lookMs, submit);
      const room = findOpenRoom();
      if (room === null || submittedIn.has(room)) return;
      const shared = plan.blob === null ? null : sampleBlob(plan.blob);
      const definition = definitionOf(number, plan, shared?.name ?? null);
      const blobs = shared === null ? [] : [shared];
      const job = room.room.startJob(definition, { blobs, source: this.#sourceOf(number, plan, room) });
      submittedIn.add(room);
      if (plan.source?.kind === "by hand") this.#addByHand(number, plan, { room, job });
    };
    timeline.at(plan.at, submit);
    if (plan.source?.end === "falls silent") timeline.at(plan.at, () => this.#watchSilence(number));
  }

  #sourceOf(number: number, { total, source }: JobPlan, { page }: RoomPage): InputStream | null {
    if (source === null || source.kind === "by hand") return null;
    const { timeline, sources, injected } = this.#world;
    const opened = new SampleSource(
      { timeline, page, misused: (words) => sources.misused(words) },
      number,
      total,
      source,
    );
    sources.opened(opened);
    return injected.aroundSource(opened.stream);
  }

  /** A person adds further inputs until all are there, and seals the job then. */
  #addByHand(
    number: number,
    { total, source }: JobPlan,
    { room, job }: { readonly room: RoomPage; readonly job: JobId },
  ): void {
    const { timeline } = this.#world;
    let added = 0;
    const addPortion = (): void => {
      const next = mixed(8, number, added);
      const count = Math.min(total - added, 1 + (next % mostInPortion));
      const isDone = added === total;
      room.page.hear(() => {
        if (room.page.isClosed || !room.openJobs.some(({ id, isSealed }) => id === job && !isSealed)) return;
        if (isDone) {
          room.room.sealJob(job);
          return;
        }
        const first = added;
        room.room.addTasks(
          job,
          Array.from({ length: count }, (_, at) => rowOf({ plan: number, task: first + at }, source)),
        );
        added += count;
        timeline.after(next % (source?.longestWaitMs ?? 1), addPortion);
      });
    };
    timeline.after(0, addPortion);
  }

  /** A person that reads in the log that a source is silent cancels its job. */
  #watchSilence(number: number): void {
    const { timeline, record, findOpenRoom } = this.#world;
    if (record.isWhole(programOf(number))) return;
    timeline.after(lookMs, () => this.#watchSilence(number));
    const room = findOpenRoom();
    const job = record.jobOfProgram(programOf(number))?.id;
    if (room === null || job === undefined) return;
    const isTold = room.state.log.some(({ saying }) => saying.key === "source-silent" && saying.job === jobNumber(job));
    if (isTold) room.room.cancelJob(job);
  }
}

function definitionOf(
  number: number,
  { total, options, source, needs }: JobPlan,
  shared: BlobName | null,
): JobDefinition {
  return {
    title: "Sample",
    unit: "task",
    program: { language: "javascript", source: programOf(number), files: {} },
    inputs: source === null ? { type: "range", start: firstInput(number), step: 1, count: total } : { type: "stream" },
    shared,
    options,
    needs,
    view: { type: "table", input: null, task: "task {}" },
  };
}
