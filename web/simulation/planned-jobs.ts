import type { JobDefinition } from "../core/job/job-definition.ts";
import { sampleBlob } from "./sample-blobs.ts";
import type { RecordBook } from "./record-book.ts";
import type { RoomPage } from "./room-page.ts";
import { firstInput, programOf } from "./sample-task.ts";
import type { JobPlan } from "./scenario.ts";
import type { Timeline } from "./timeline.ts";

/** How often a person looks whether the room is there to take a job. */
const lookMs = 5_000;

export interface PlannedJobsWorld {
  readonly timeline: Timeline;
  readonly record: RecordBook;
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

  #submitWhenDue(number: number, { at, total, options, blob }: JobPlan): void {
    const { timeline, record, findOpenRoom } = this.#world;
    const isOnRecord = (plan: number): boolean => record.jobOfProgram(programOf(plan)) !== null;
    const submittedIn = new Set<RoomPage>();
    const submit = (): void => {
      if (isOnRecord(number)) return;
      timeline.after(lookMs, submit);
      const room = findOpenRoom();
      if (room === null || submittedIn.has(room)) return;
      const inputs = { type: "range", start: firstInput(number), step: 1, count: total } as const;
      const shared = blob === null ? null : sampleBlob(blob);
      const definition: JobDefinition = {
        title: "Sample",
        unit: "task",
        program: { language: "javascript", source: programOf(number), files: {} },
        inputs,
        shared: shared?.name ?? null,
        options,
        needs: [],
        view: { type: "table", input: null, task: "task {}" },
      };
      room.room.startJob(definition, { blobs: shared === null ? [] : [shared] });
      submittedIn.add(room);
    };
    timeline.at(at, submit);
  }
}
