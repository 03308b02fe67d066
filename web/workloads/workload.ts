import type { JobOptions } from "../core/job/job.ts";
import type { JobDefinition } from "../core/job/job-definition.ts";
import type { JobDescriber } from "../core/job/job-describer.ts";

/** One number of a workload's form; the URL parameter has the field's name. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly unit?: string;
  readonly smallest: number;
  readonly largest: number;
  readonly preset: number;
}

export type FieldValues = Readonly<Record<string, number>>;

/** Which field is wrong, and what to do about it. */
export type FieldProblems = Readonly<Record<string, string>>;

/** What a person sets of a job, whatever its workload; `auto` leaves the time limit to the workload. */
export interface ChosenOptions extends Omit<JobOptions, "timeLimitMs" | "priority"> {
  readonly timeLimitMs: "auto" | number;
}

/** A job that ships with Tabpool: its form, its inputs and function, and how its tasks and results are put in words. */
export interface Workload extends JobDescriber {
  /** Lower-case letters; names it in URLs and on the wire. */
  readonly id: string;
  /** One sentence for the person whose machine is asked. */
  readonly explanation: string;
  readonly fields: readonly Field[];
  /** Problems that concern more than one field, such as a smallest above a largest. */
  check(values: FieldValues): FieldProblems;
  createJob(values: FieldValues, chosen: ChosenOptions): JobDefinition;
}
