import { isFields } from "../../core/fields.ts";
import { openInputs } from "../../core/job/inputs.ts";
import { checkDefinition, type JobDefinition } from "../../core/job/job-definition.ts";
import { defaultJobOptions } from "../../core/job/job.ts";
import { taskRandom } from "../../core/job/task-random.ts";
import { presetsOf, type FieldValues } from "../field.ts";
import type { Workload } from "../workload.ts";

/** Wraps what a task has given to `done`. */
export class Done {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}

/** A program as a slot would get it. What ends the job comes as a `Done`. */
export interface LoadedProgram {
  readonly compute: (input: unknown) => unknown;
  /** What the program's `reduce` makes of the values, from its `initial` on. */
  readonly reduce: (values: readonly unknown[]) => unknown;
}

/** What a task is given beside its input. */
export const task = { done: (value: unknown) => new Done(value), random: taskRandom(1, 0) };

/** The module's export, called. @throws Error where it exports no function of that name. */
function call(module: object, name: string, args: readonly unknown[]): unknown {
  const found: unknown = Reflect.get(module, name);
  if (typeof found !== "function") throw new Error(`no function is exported as ${name}`);
  return Reflect.apply(found, undefined, args);
}

export async function loadProgram({ program }: JobDefinition): Promise<LoadedProgram> {
  const module: unknown = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(program.source)}`);
  if (typeof module !== "object" || module === null) throw new Error("no module");
  return {
    compute: (input) => call(module, "default", [input, task]),
    reduce: (values) => {
      const initial: unknown = Reflect.get(module, "initial");
      const first = typeof initial === "function" ? call(module, "initial", []) : initial;
      return values.reduce((before, value) => call(module, "reduce", [before, value]), first);
    },
  };
}

/** The definition that a form makes, where nothing but these values differs from the presets. */
export function jobOf(workload: Workload, values: FieldValues = {}): JobDefinition {
  const filled = { ...presetsOf(workload.fields), ...values };
  const problems = workload.check(filled);
  if (Object.keys(problems).length > 0) throw new Error(JSON.stringify(problems));
  return checkDefinition(workload.createJob(filled, { ...defaultJobOptions, timeLimitMs: "auto" }));
}

/** What is wrong with these values, by field. */
export function problemsOf(workload: Workload, values: FieldValues): Readonly<Record<string, string>> {
  return workload.check({ ...presetsOf(workload.fields), ...values });
}

export function inputsOf({ inputs }: JobDefinition): readonly unknown[] {
  const source = openInputs(inputs);
  return Array.from({ length: source.total }, (_, at) => source.at(at));
}

/** What each task of the job comes to. */
export async function valuesOf(job: JobDefinition): Promise<readonly unknown[]> {
  const { compute } = await loadProgram(job);
  return inputsOf(job).map((input) => compute(input));
}

/** What `reduce` makes of all tasks. */
export async function reducedOf(job: JobDefinition): Promise<unknown> {
  const { compute, reduce } = await loadProgram(job);
  return reduce(inputsOf(job).map((input) => compute(input)));
}

/** The number in a field of an object. @throws Error where there is none. */
export function numberAt(value: unknown, name: string): number {
  const found = isFields(value) ? value[name] : undefined;
  if (typeof found !== "number") throw new Error(`no number at ${name}`);
  return found;
}
