import type { Feature } from "../core/job/features.ts";
import { sampleFeatures } from "./sample-features.ts";
import { SkippedInput } from "../core/job/skipped-input.ts";
import { isSameBytes } from "../core/same-bytes.ts";
import { mixed } from "./dice.ts";
import { sampleInput, sampleInputCount } from "./sample-inputs.ts";
import type { JobPlan, Scenario, SourcePlan } from "./scenario.ts";

/** How a task behaves wherever it runs. */
export type Nature = "plain" | "throws" | "endless" | "poison" | "throws-once";

/** One task of the planned jobs: both count from 1 and from 0. */
export interface TaskPlace {
  readonly plan: number;
  readonly task: number;
}

/** Inputs of a job are a range that starts at its number times this. */
const inputsAPlan = 1_000_000;

/** The first input of a planned job: those that follow are whole numbers, so that each tells which task it belongs to. */
export function firstInput(plan: number): number {
  return plan * inputsAPlan;
}

/** Whether a malformed row stands in place of the task's input. */
export function isSkipped({ plan, task }: TaskPlace, source: SourcePlan | null): boolean {
  return source !== null && (mixed(10, plan, task) % 1_000) / 1_000 < source.skipShare;
}

/** Which of the large inputs the task has; null where its input is small. */
function largeInputOf({ plan, task }: TaskPlace, { largeShare }: Pick<JobPlan, "largeShare">): number | null {
  const draw = mixed(11, plan, task);
  return (draw % 1_000) / 1_000 < largeShare ? draw % sampleInputCount : null;
}

export type Row = number | Uint8Array | SkippedInput;

/** What the source of a planned job gives for the task, and what stands there in a list. */
export function rowOf(place: TaskPlace, job: Pick<JobPlan, "source" | "largeShare">): Row {
  const { plan, task } = place;
  if (isSkipped(place, job.source)) return new SkippedInput(`line ${task}`, "is malformed", "?");
  const large = largeInputOf(place, job);
  return large === null ? firstInput(plan) + task : sampleInput(large).input;
}

export function isRowOf(place: TaskPlace, job: Pick<JobPlan, "source" | "largeShare">, found: unknown): boolean {
  const row = rowOf(place, job);
  return row instanceof Uint8Array ? found instanceof Uint8Array && isSameBytes(found, row) : found === row;
}

/** @throws TypeError for what is no input of a planned job. */
export function placeOfInput(input: unknown): TaskPlace {
  if (typeof input !== "number") throw new TypeError(`${String(input)} is no input`);
  return { plan: Math.floor(input / inputsAPlan), task: input % inputsAPlan };
}

/** The program of a planned job says its number, and that a result may end the job. */
export function programOf(plan: number): string {
  return `${plan} // task.done`;
}

export function planOfProgram(source: string): number {
  return Number.parseInt(source, 10);
}

/** The value of a task: tells which input it was computed from. */
export function valueOf({ plan, task }: TaskPlace): number {
  return mixed(plan, task);
}

/** What the tasks of a simulation are, fixed by its seed: how each behaves and how long it takes. */
export class SampleTasks {
  readonly #seed: number;
  readonly #troubleShare: number;
  readonly #longestMs: number;
  readonly #loadTroubleShare: number;
  readonly #jobs: Scenario["jobs"];

  constructor({ seed, troubleShare, longestMs, loadTroubleShare, jobs }: Scenario) {
    this.#seed = seed;
    this.#troubleShare = troubleShare;
    this.#longestMs = longestMs;
    this.#loadTroubleShare = loadTroubleShare;
    this.#jobs = jobs;
  }

  /** Whether that is the input of the task. */
  isInputOf(place: TaskPlace, input: unknown): boolean {
    const job = this.#jobs[place.plan - 1];
    return job !== undefined && isRowOf(place, job, input);
  }

  /** Which of the sample blobs is the job's shared value; null where it has none. */
  blobOf(plan: number): number | null {
    return this.#jobs[plan - 1]?.blob ?? null;
  }

  needsOf(plan: number): readonly Feature[] {
    return this.#jobs[plan - 1]?.needs ?? [];
  }

  /** Those that any job has. */
  get blobs(): ReadonlySet<number> {
    return new Set(this.#jobs.flatMap(({ blob }) => (blob === null ? [] : [blob])));
  }

  /** Whether the job's program loads in some browser, though perhaps not in each. */
  loadsAnywhere(plan: number): boolean {
    return (mixed(this.#seed, 3, plan) % 10_000) / 10_000 >= this.#loadTroubleShare;
  }

  /** Whether it loads in that tab, where it loads at all: browsers differ in age. */
  loadsIn(tab: number, plan: number): boolean {
    return (mixed(this.#seed, 4, plan, tab) % 10_000) / 10_000 >= this.#loadTroubleShare;
  }

  /** Whether tasks throw in that tab that others answer: in a third of the seeds some tabs are like that. */
  isSpoiler(tab: number): boolean {
    return mixed(this.#seed, 12) % 3 === 0 && mixed(this.#seed, 13, tab) % 3 === 0;
  }

  /** Whether the task throws in that spoiler's tab: one of three spoilers answers none, one a quarter, one half. */
  isSpoilt(tab: number, { plan, task }: TaskPlace): boolean {
    return mixed(this.#seed, 15, tab, plan, task) % 4 >= mixed(this.#seed, 14, tab) % 3;
  }

  /** What a tab offers to jobs that need it. */
  featuresIn(tab: number, isModern: boolean): readonly Feature[] {
    return sampleFeatures.filter((_, at) => isModern || mixed(this.#seed, 6, tab, at) % 2 === 0);
  }

  nature({ plan, task }: TaskPlace): Nature {
    const draw = (mixed(this.#seed, 1, plan, task) % 10_000) / 10_000;
    const share = draw / this.#troubleShare;
    if (share < 0.25) return "throws";
    if (share < 0.45) return "endless";
    if (share < 0.6) return "poison";
    return share < 1 ? "throws-once" : "plain";
  }

  /** Whether its function returns `task.done(value)`. */
  endsJob({ plan, task }: TaskPlace): boolean {
    return (mixed(this.#seed, 9, plan, task) % 10_000) / 10_000 < (this.#jobs[plan - 1]?.endShare ?? 0);
  }

  /** How many calls of shared objects it makes: in a quarter of the seeds half of the tasks make some. */
  callsOf({ plan, task }: TaskPlace): number {
    if (mixed(this.#seed, 16) % 4 !== 0) return 0;
    const draw = mixed(this.#seed, 17, plan, task);
    return draw % 2 === 0 ? 1 + (draw % 5) : 0;
  }

  /** Whether its slot reports it together with the next task of its run. */
  isHeldBack({ plan, task }: TaskPlace): boolean {
    return mixed(this.#seed, 5, plan, task) % 3 === 0;
  }

  runtimeMs({ plan, task }: TaskPlace): number {
    const draw = mixed(this.#seed, 2, plan, task) % 1_000;
    return Math.max(1, Math.round(this.#longestMs ** (draw / 1_000)));
  }
}
