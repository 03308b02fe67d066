import type { Blob } from "../core/blobs/blob.ts";
import type { InputStream } from "../core/job/input-stream.ts";
import type { JobOptions } from "../core/job/job.ts";
import type { JobDefinition } from "../core/job/job-definition.ts";
import type { RunTrial } from "../core/job/trial.ts";
import type { Field, FieldValues } from "./field.ts";
import type { ImagePicture, WorkloadPicture } from "./image-picture.ts";
import type { InputPreview } from "./inputs/preview.ts";

/** A parameter of the page's URL that sets several fields at once. */
export interface Shorthand {
  readonly name: string;
  /** Names of the fields that it sets. */
  readonly fields: readonly string[];
  /** What may follow the `=`, as the end of a sentence: `a whole number from 1 to 10`. */
  readonly allowed: string;
  /** A value for each of its fields; null for a malformed text. */
  expand(text: string): FieldValues | null;
}

/** What a form can be filled with, to start from. */
export interface Example {
  readonly id: string;
  readonly title: string;
  /** Resolves to a value for each field that it does not leave as the presets have it; rejects where it cannot be loaded. */
  readonly loadValues: () => Promise<FieldValues>;
}

/** What to change, by the name of the field that is wrong. */
export type FieldProblems = Readonly<Record<string, string>>;

/** Options of a job that a person sets, for every workload. `auto` leaves the time limit to the workload. */
export interface ChosenOptions extends Omit<JobOptions, "timeLimitMs" | "seed"> {
  readonly timeLimitMs: "auto" | number;
}

/** A part of a card's picture: an SVG path in a place of `cardSize`. Its tone is a colour of the page, in either scheme. */
export interface CardShape {
  readonly tone: "strong" | "middle" | "soft" | "warm" | "good" | "ink";
  readonly path: string;
  /** Drawn as a line, not filled. */
  readonly isLine?: boolean;
}

/** Units of a card's picture, in which its paths are written. */
export const cardSize = { width: 160, height: 90 };

/** How the gallery shows a workload, beside its title and its explanation. */
export interface Card {
  /** What it teaches about computing together, in a sentence. */
  readonly lesson: string;
  /** How much computing its presets are, in short: `seconds to minutes`. */
  readonly effort: string;
  /** Drawn once for each page, in this order. */
  readonly picture: () => readonly CardShape[];
}

/** Values to start with, for a number of computers and a time. Fields that are not named stay as they are. */
export interface Preset {
  /** `Ten seconds on one laptop` */
  readonly title: string;
  readonly values: FieldValues;
}

/**
 * Makes the inputs of a job that follow from its results. It begins anew with each start of the room, and is told of every input on record before the
 * first result: what it gives has to follow from these alone, so that it gives no input twice, and the same ones after a reload.
 */
export interface InputPlan {
  /** Whether no further inputs follow, whatever comes. */
  readonly isComplete: boolean;
  /** An input that the job has, in the order of the tasks; those that the plan gave among them. */
  noteInput(task: number, input: unknown): void;
  /** What a task of a known input has come to; undefined where it has failed. Gives the inputs that follow now. Volunteers may return anything. */
  noteResult(task: number, value: unknown): readonly unknown[];
}

/** Jobs whose inputs follow from results: the page that runs the room adds them, and seals the job when the plan is complete. */
export interface Following {
  /** The type of the view that its jobs have. */
  readonly view: string;
  readonly startPlan: () => InputPlan;
  /** As that of a picture (`ImagePicture`). */
  readonly findWrong: ImagePicture["findWrong"];
}

/** A form, and the definitions that it makes. Nothing but a page with the form knows the workload: what it makes describes itself. */
export interface Workload {
  /** Names the workload in URLs. Lower-case letters. */
  readonly id: string;
  readonly title: string;
  /** One sentence for the person whose computer shall compute. */
  readonly explanation: string;
  readonly card: Card;
  /** From the shortest to the longest. With the first one the card starts a job at once; one without any only opens its form. */
  readonly presets: readonly Preset[];
  readonly fields: readonly Field[];
  /** Draws its jobs' results. Without one they are shown as their view's type says, which any page knows. */
  readonly picture?: WorkloadPicture;
  /** Without it a job has all its inputs from the start. With it those of the definition are its first ones. */
  readonly following?: Following;
  readonly shorthands?: readonly Shorthand[];
  /** The first one is what the presets are. */
  readonly examples?: readonly Example[];
  /**
   * The field that a part of the definition comes from, by the part's path: a definition that is refused is so at its
   * field. `inputs` stands for all that begins with it, such as `inputs.values[3]`.
   */
  originsOf?(values: FieldValues): Readonly<Record<string, string>>;
  /** Problems of values that are right each by itself, such as a smallest above a largest. */
  check(values: FieldValues): FieldProblems;
  /** The first inputs, for forms that read them from a text or a file; null where there is nothing to show. */
  preview?(values: FieldValues): InputPreview | null;
  createJob(values: FieldValues, chosen: ChosenOptions): JobDefinition;
  /** Where the inputs come from of a job whose definition says that they are a stream; null for any other. */
  openSource?(values: FieldValues): InputStream | null;
  /**
   * Both, where more must be looked at than a form can at each key, and so takes a moment: the text of a program, and what its
   * module says when it runs, in the page's own sandbox. `brought`: files by name of the job that the form was filled in from.
   */
  prepareJob?(
    values: FieldValues,
    chosen: ChosenOptions,
    runTrial: RunTrial,
    brought?: ReadonlyMap<string, Uint8Array>,
  ): Promise<PreparedJob>;
}

/** A job that can be started. */
export interface ReadyJob {
  readonly type: "prepared";
  readonly definition: JobDefinition;
  /** Where its inputs come from, if they are a stream. */
  readonly source: InputStream | null;
  /** Whether people may add inputs to it until they seal it. */
  readonly staysOpen?: boolean;
  /** All that the definition names. */
  readonly blobs: readonly Blob[];
}

export type PreparedJob = ReadyJob | { readonly type: "wrong"; readonly problems: FieldProblems };
