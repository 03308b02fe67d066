import { problem, value, type Result } from "../core/result.ts";
import type { FieldAllowed, FieldWrong } from "../words/sayings.ts";
import { placesIn, type MapSize } from "./places.ts";
import { parseWholeNumber, wholeNumber, type Limits } from "../words/whole-number.ts";

interface Named {
  /** Its URL parameter has the same name, if its kind has one. */
  readonly name: string;
  readonly label: string;
  /** What belongs there, in a sentence. */
  readonly hint?: string;
  /** The choices of other fields with which this one is shown; otherwise it has no meaning. Without any it always is. */
  readonly shownWith?: Readonly<Record<string, readonly string[]>>;
}

interface NumberField extends Named, Limits {
  readonly kind: "number";
  readonly unit?: string;
  readonly preset: number;
}

interface TextField extends Named {
  readonly kind: "text";
  /** Fewest and most characters, in UTF-16 code units. */
  readonly fewest: number;
  readonly most: number;
  readonly preset: string;
  /** Whether the text has several lines. */
  readonly hasLines?: boolean;
  /** Whether it stays in the page: no address holds it. */
  readonly isSecret?: boolean;
}

/** Places on a map, as a text: `120,45 300,200`. */
export interface PlacesField extends Named, MapSize {
  readonly kind: "places";
  /** Fewest and most places. */
  readonly fewest: number;
  readonly most: number;
  readonly preset: string;
}

interface ChoiceField extends Named {
  readonly kind: "choice";
  readonly choices: readonly { readonly id: string; readonly label: string }[];
  readonly preset: string;
}

interface SwitchField extends Named {
  readonly kind: "switch";
  readonly preset: boolean;
}

/** A file that a person may pick; no address can do that for them. */
export interface FileField extends Named {
  readonly kind: "file";
  /** As of an input's `accept`: `.txt,text/plain`. */
  readonly accept: string;
}

/** Any number of files that a person may pick; a later one of the same name takes the place of an earlier one. */
export interface FilesField extends Named {
  readonly kind: "files";
}

/** A program, for people to write. An address can bring one in, but never start it by itself. */
interface CodeField extends Named {
  readonly kind: "code";
  readonly most: number;
  readonly preset: string;
}

/** One part of a workload's form. */
export type Field =
  | NumberField
  | TextField
  | PlacesField
  | ChoiceField
  | SwitchField
  | FileField
  | FilesField
  | CodeField;

/** Fields that an address can fill in. */
export type UrlField = Exclude<Field, FileField | FilesField>;

/** A file that is read when it is needed, and not before. */
export interface ReadableFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  stream(): ReadableStream<Uint8Array>;
}

/** A file of any size, read while its job asks for inputs. */
export interface PickedFile extends ReadableFile {
  /** When it was changed last, in milliseconds since 1970. */
  readonly modifiedAt: number;
  /** Its first bytes, all of a small file: what is wrong with them is said before the start. */
  readonly head: Uint8Array;
}

export type FieldValue = number | string | boolean | PickedFile | readonly ReadableFile[] | null;

/** By the fields' names. */
export type FieldValues = Readonly<Record<string, FieldValue>>;

/** What is in a field of a form before it is read: text as it is typed, `on` or `off`, files, or why a file cannot be used. */
export type FieldInput = string | PickedFile | readonly ReadableFile[] | UnusableFile | null;

/** Why a file cannot be used, in a sentence. */
export interface UnusableFile {
  readonly unusable: string;
}

export function isUrlField(field: Field): field is UrlField {
  return field.kind !== "file" && field.kind !== "files";
}

/** One list for all: forms compare what is in them with what was there at first. */
const noFiles: readonly ReadableFile[] = [];

export function presetOf(field: Field): FieldValue {
  if (field.kind === "files") return noFiles;
  return field.kind === "file" ? null : field.preset;
}

export function presetsOf(fields: readonly Field[]): FieldValues {
  return Object.fromEntries(fields.map((field) => [field.name, presetOf(field)]));
}

/** `inputs`: what is in all fields of the form. */
export function isShown({ shownWith = {} }: Field, inputs: Readonly<Record<string, FieldInput>>): boolean {
  return Object.entries(shownWith).every(([name, choices]) => choices.some((id) => id === inputs[name]));
}

/** What a form shows for the value. */
export function inputOf(found: FieldValue): FieldInput {
  if (typeof found === "boolean") return found ? "on" : "off";
  return typeof found === "number" ? String(found) : found;
}

/** What the field may hold. */
export function allowedIn(field: UrlField): FieldAllowed {
  switch (field.kind) {
    case "number":
      return wholeNumber(field, field.unit);
    case "text":
      return { key: "text-length", fewest: field.fewest, most: field.most };
    case "places":
      return { key: "places", fewest: field.fewest, most: field.most, right: field.width - 1, lower: field.height - 1 };
    case "code":
      return { key: "program", most: field.most };
    case "choice":
      return { key: "one-of", ids: field.choices.map(({ id }) => id) };
    case "switch":
      return { key: "one-of", ids: ["on", "off"] };
  }
}

/** The value in a field of a form or in a parameter of an address, or what is wrong with it. */
export function readField(field: Field, input: FieldInput): Result<FieldValue, FieldWrong> {
  const text = typeof input === "string" ? input : "";
  switch (field.kind) {
    case "number":
      return parseWholeNumber(text, field);
    case "text":
      return readText(text, field);
    case "places":
      return readPlaces(text, field);
    case "code":
      return readText(text, { fewest: 1, most: field.most });
    case "choice":
      return field.choices.some(({ id }) => id === text)
        ? value(text)
        : problem({ key: "field-must-be", allowed: allowedIn(field) });
    case "switch":
      return text === "on" || text === "off"
        ? value(text === "on")
        : problem({ key: "field-must-be", allowed: allowedIn(field) });
    case "file":
      if (typeof input !== "object" || input === null || isFileList(input)) return value(null);
      return "unusable" in input ? problem({ key: "thrown", message: input.unusable }) : value(input);
    case "files":
      return value(isFileList(input) ? input : noFiles);
  }
}

/** The list of a field of the kind `files`. */
export function isFileList(input: FieldInput | FieldValue | undefined): input is readonly ReadableFile[] {
  return Array.isArray(input);
}

function readPlaces(text: string, field: PlacesField): Result<string, FieldWrong> {
  const places = placesIn(text, field);
  const isRight = places.length >= field.fewest && places.length <= field.most && !places.includes(null);
  return isRight ? value(text) : problem({ key: "field-must-be", allowed: allowedIn(field) });
}

function readText(text: string, { fewest, most }: Pick<TextField, "fewest" | "most">): Result<string, FieldWrong> {
  const { length } = text;
  if (length >= fewest && length <= most) return value(text);
  return problem(length === 0 ? { key: "field-empty" } : { key: "field-too-long", fewest, most, length });
}
