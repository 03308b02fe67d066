import type { BlobName } from "../core/blobs/blob-name.ts";
import { jobNumber } from "../core/ids.ts";
import type { InputRecipe } from "../core/job/input-recipe.ts";
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
      if (plan.source?.kind === "by hand") this.#world.sources.takesByHand(job);
    };
    timeline.at(plan.at, submit);
    if (plan.source?.kind === "by hand") timeline.at(plan.at, () => this.#addByHand(number, plan));
    if (plan.source?.end === "falls silent") timeline.at(plan.at, () => this.#watchSilence(number));
  }

  #sourceOf(number: number, plan: JobPlan, { page }: RoomPage): InputStream | null {
    const { total, source } = plan;
    if (source === null || source.kind === "by hand") return null;
    const { timeline, sources, injected } = this.#world;
    const opened = new SampleSource({ timeline, page, misused: (words) => sources.misused(words) }, number, total, {
      ...plan,
      source,
    });
    sources.opened(opened);
    return injected.aroundSource(opened.stream);
  }

  /**
   * A person adds further inputs to the open job, behind those that its page is told of, until all are there, and seals it then. So it
   * goes on where its page was loaded anew.
   */
  #addByHand(number: number, plan: JobPlan): void {
    const { timeline, record, findOpenRoom } = this.#world;
    if (record.isWhole(programOf(number))) return;
    const { total, source } = plan;
    const room = findOpenRoom();
    const job = room?.openJobs.find((one) => one.request.program.source === programOf(number) && one.takesInputs);
    const next = mixed(8, number, job?.inputsDue ?? 0);
    const waitMs = job === undefined ? lookMs : Math.max(1, next % (source?.longestWaitMs ?? 1));
    timeline.after(waitMs, () => this.#addByHand(number, plan));
    if (room === null || job === undefined) return;
    room.page.hear(() => {
      const { id, inputsDue: start } = job;
      if (start >= total) room.room.sealJob(id);
      else {
        const count = Math.min(total - start, 1 + (next % mostInPortion));
        room.room.addInputs(id, recipeOf(number, plan, start, count));
      }
    });
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

/** The inputs of the tasks from `start` on. */
function recipeOf(number: number, plan: JobPlan, start: number, count: number): InputRecipe {
  if (plan.largeShare === 0) return { type: "range", start: firstInput(number) + start, step: 1, count };
  const rows = Array.from({ length: count }, (_, at) => rowOf({ plan: number, task: start + at }, plan));
  return { type: "list", values: rows };
}

function inputsOf(number: number, plan: JobPlan): InputRecipe {
  const { source, total } = plan;
  if (source === null) return recipeOf(number, plan, 0, total);
  return { type: source.kind === "by hand" ? "open" : "stream" };
}

function definitionOf(number: number, plan: JobPlan, shared: BlobName | null): JobDefinition {
  const { options, needs } = plan;
  return {
    title: "Sample",
    unit: "task",
    program: { language: "javascript", source: programOf(number), files: {} },
    inputs: inputsOf(number, plan),
    shared,
    options,
    needs,
    view: { type: "table", input: null, task: "task {}" },
  };
}
