import { isRoomCode } from "../core/ids.ts";
import { boardViewIn, boardViews } from "./board-views.ts";
import {
  lessonParameter,
  networkSeatsParameter,
  ofRoom,
  projectorView,
  roomParameter,
  seatsParameter,
  viewParameter,
  workloadParameter,
} from "./page-in-url.ts";
import { standardSeats, type SeatLimits } from "../room/people/seats.ts";
import { malformed, readParameters, type ParameterRule, type UrlProblem } from "../ui/url-parameters.ts";
import { describeWholeNumber, parseWholeNumber, type Limits } from "../words/whole-number.ts";
import { isLessonId, lessonIds } from "../words/lesson-words.ts";
import { say } from "../words/say.ts";
import { findWorkload, workloads } from "../workloads/catalogue.ts";
import { own } from "../workloads/own/own.ts";
import {
  allowedIn,
  inputOf,
  isShown,
  isUrlField,
  presetsOf,
  readField,
  type Field,
  type FieldInput,
  type FieldValue,
  type FieldValues,
} from "../workloads/field.ts";
import type { Shorthand, Workload } from "../workloads/workload.ts";
import { holdsJob } from "../sharing/job-link.ts";
import { allowedInOption, optionFields, optionPresets, optionProblem, type OptionTexts } from "./option-fields.ts";

/** Volunteers that a job may wait for, and that a room may be told to admit: at most those that a browser can have links to. */
const seatLimits: Limits = { smallest: 1, largest: standardSeats.volunteers };

/** Of the form of one's own function: where a program stands. */
export const codeField = "code";

const programParameter = "program";

const leftToProgram = { list: "", title: "", unit: "" };

const programRule: ParameterRule = {
  name: programParameter,
  allowed:
    "the address of a program on this server, such as /programs/primes.js; from another server it could be anybody’s, who could change it at any time",
};

/** What `/coordinator?workload=squares&count=10&sleep=0&seed=7&start=2` asks for. */
export interface CoordinatorUrl {
  readonly workload: Workload;
  /** Whether it says anything of a job: then the page shows the form, else the gallery. */
  readonly asksForJob: boolean;
  /** A value for each of the workload's fields: the URL's where it is allowed, else the preset. */
  readonly values: FieldValues;
  /** The path of a program on this server, whose text takes its place in the field `code`; null where there is none. */
  readonly program: string | null;
  /** A text for each of the job's options: the URL's where it is allowed, else the preset. */
  readonly options: OptionTexts;
  /** Start by itself as soon as this number of volunteers is in; null: wait for a click. */
  readonly startAt: number | null;
  /** How many volunteers the room takes. */
  readonly seats: SeatLimits;
  /** If there are any, nothing may start by itself. */
  readonly problems: readonly UrlProblem[];
  /** All that this page takes. */
  readonly rules: readonly ParameterRule[];
}

/** A parameter of this page, and what its text does. */
interface Parameter extends ParameterRule {
  /** Takes the value in the text; returns what is wrong with it, or null. */
  readonly read: (text: string) => UrlProblem | null;
}

/** An address that leads nowhere: all that is known of this server's own where a test gives none. */
const someOrigin = "http://tabpool.invalid";

/** `hash`: what follows the address' `#`, with it; it may hold a job. */
export function parseCoordinatorUrl(
  search: string,
  { hash, origin }: Pick<Location, "hash" | "origin"> = { hash: "", origin: someOrigin },
): CoordinatorUrl {
  const query = new URLSearchParams(search);
  const preset = query.has(programParameter) ? own : workloads[0];
  const workload = findWorkload(query.get(workloadParameter) ?? "") ?? preset;
  const { fields, shorthands = [] } = workload;
  const values: Record<string, FieldValue> = { ...presetsOf(fields) };
  // What the address does not say of a program is left to what the program exports.
  if (query.has(programParameter) && workload === own) Object.assign(values, leftToProgram);
  const options = { ...optionPresets };
  const seats = { ...standardSeats };
  let startAt: number | null = null;
  let served: string | null = null;

  const parameters: readonly Parameter[] = [
    parameter(
      workloadParameter,
      say({ key: "one-of", ids: workloads.map(({ id }) => id) }),
      (text) => findWorkload(text) !== undefined,
    ),
    ...fields.map((field) => fieldParameter(field, values)),
    ...shorthands.map((shorthand) => shorthandParameter(shorthand, query, values)),
    ...optionFields.map((option) => {
      const allowed = say(allowedInOption(option, option.type === "number" ? (option.unit ?? null) : null));
      return parameter(option.name, allowed, (text) => {
        if (optionProblem(option, text) !== null) return false;
        options[option.name] = text.trim();
        return true;
      });
    }),
    parameter(
      roomParameter,
      "the code of a room of this browser; the page puts it there by itself, so that a reload goes on with it",
      (text) => isRoomCode(text),
    ),
    parameter(
      viewParameter,
      `${projectorView}: the page as a class sees it, without its controls`,
      (text) => text === projectorView,
    ),
    parameter(
      lessonParameter,
      `${say({ key: "one-of", ids: lessonIds })}: the page beside that lesson; the page /lessons has all of them`,
      isLessonId,
    ),
    {
      ...programRule,
      read: (text) => {
        const found = servedPath(text, origin);
        if (found === null) return malformed(programRule, text);
        if (query.has(codeField)) return { parameter: programParameter, text: `Give either it or ${codeField}.` };
        served = found;
        return null;
      },
    },
    numberParameter(
      "start",
      `${describeWholeNumber(seatLimits)}: the job starts by itself when so many volunteers are in`,
      seatLimits,
      (number) => {
        startAt = number;
      },
    ),
    numberParameter(
      seatsParameter,
      `${describeWholeNumber(seatLimits)}: how many volunteers the room takes`,
      seatLimits,
      (number) => {
        seats.volunteers = number;
      },
    ),
    numberParameter(
      networkSeatsParameter,
      `${describeWholeNumber(seatLimits)}: how many of them from one network`,
      seatLimits,
      (number) => {
        seats.ofOneNetwork = number;
      },
    ),
  ];

  const { given, problems: namingProblems } = readParameters(search, parameters);
  const problems = [...namingProblems];
  for (const { name, read } of parameters) {
    const text = given.get(name);
    const found = text === undefined ? null : read(text);
    if (found !== null) problems.push(found);
  }
  for (const field of fields) {
    if (given.has(field.name) && !isShown(field, shownInputs(values))) problems.push(withoutMeaning(field));
  }
  if (served !== null && workload !== own) {
    problems.push({ parameter: programParameter, text: `Has a meaning only with workload=${own.id}.` });
  }
  // What a program exports may take the place of what is missing here: it is looked at once more when the program is there.
  const found = query.has(programParameter) ? {} : workload.check(values);
  for (const [name, text] of Object.entries(found)) {
    const shorthand = shorthands.find((one) => given.has(one.name) && one.fields.includes(name));
    problems.push({ parameter: shorthand?.name ?? name, text });
  }
  if (hash !== "" && !holdsJob(hash) && boardViewIn(hash) === null) {
    const known = say({ key: "one-of", ids: boardViews.map(({ id }) => `#${id}`) });
    problems.push({ parameter: hash.slice(0, 40), text: `This page has no such view; it may be ${known}.` });
  }
  const program = fields.find(({ kind, name }) => kind === "code" && given.has(name));
  if (startAt !== null && program !== undefined) problems.push(byHand(program.name));
  if (startAt !== null && holdsJob(hash)) problems.push(byHand("the job"));
  const asksForJob = [...given.keys()].some((name) => !ofRoom.includes(name));
  return { workload, asksForJob, values, program: served, options, startAt, seats, problems, rules: parameters };
}

/** Characters of parameters that the page puts into its own address. A server takes some 16 kB of an address with its encoding. */
const mostOwnCharacters = 4_000;

/**
 * The parameters that say what is in a form, by name: of each field that an address may hold, where it differs from the preset. None where a
 * field is wrong, or where all of it is too long for an address.
 */
export function parametersOf(
  { fields }: Pick<Workload, "fields">,
  inputs: Readonly<Record<string, FieldInput>>,
): Readonly<Record<string, string>> {
  const parameters: Record<string, string> = {};
  let characters = 0;
  for (const field of fields) {
    const text = inputs[field.name];
    if (!isUrlField(field) || isSecret(field) || typeof text !== "string") continue;
    if (text === inputOf(field.preset) || !isShown(field, inputs)) continue;
    if (readField(field, text).type === "problem") return {};
    parameters[field.name] = text;
    characters += text.length;
  }
  return characters > mostOwnCharacters ? {} : parameters;
}

function isSecret(field: Field): boolean {
  return field.kind === "text" && field.isSecret === true;
}

/** The path with its query, or null where the address is none of this server's. */
function servedPath(text: string, origin: string): string | null {
  if (!URL.canParse(text, origin)) return null;
  const { origin: of, pathname, search } = new URL(text, origin);
  return text !== "" && of === origin ? `${pathname}${search}` : null;
}

function shownInputs(values: FieldValues): Readonly<Record<string, FieldInput>> {
  return Object.fromEntries(Object.entries(values).map(([name, found]) => [name, inputOf(found)]));
}

function withoutMeaning({ name, shownWith = {} }: Field): UrlProblem {
  const needed = Object.entries(shownWith).map(([other, ids]) => `${other}=${say({ key: "one-of", ids })}`);
  return { parameter: name, text: `Has a meaning only with ${needed.join(" and ")}.` };
}

/** Otherwise a link alone would have its maker's program computed by a room whose owner has not read it. */
function byHand(program: string): UrlProblem {
  return {
    parameter: "start",
    text: `A program from an address does not start by itself; leave out start or ${program}, or read the program and press Start.`,
  };
}

/** Sets its field in `values`. */
function fieldParameter(field: Field, values: Record<string, FieldValue>): Parameter {
  if (!isUrlField(field)) {
    return parameter(field.name, "picked in the form, since no address can hold a file", () => false);
  }
  if (isSecret(field)) {
    return parameter(field.name, "typed in the form, since every address is sent to its server", () => false);
  }
  return parameter(field.name, say(allowedIn(field)), (text) => {
    const read = readField(field, text);
    if (read.type === "value") values[field.name] = read.value;
    return read.type === "value";
  });
}

/** `take` returns false for a malformed text. */
function parameter(name: string, allowed: string, take: (text: string) => boolean): Parameter {
  const rule = { name, allowed };
  return { ...rule, read: (text) => (take(text) ? null : malformed(rule, text)) };
}

function numberParameter(
  name: string,
  allowed: string,
  limits: Limits,
  takeNumber: (number: number) => void,
): Parameter {
  return parameter(name, allowed, (text) => {
    const number = parseWholeNumber(text, limits);
    if (number.type === "value") takeNumber(number.value);
    return number.type === "value";
  });
}

/** Sets its fields in `values`, unless the query has one of them, too. */
function shorthandParameter(
  shorthand: Shorthand,
  query: URLSearchParams,
  values: Record<string, FieldValue>,
): Parameter {
  const { name, fields, allowed } = shorthand;
  const rule = { name, allowed };
  return {
    ...rule,
    read: (text) => {
      const expanded = shorthand.expand(text);
      if (expanded === null) return malformed(rule, text);
      if (fields.some((field) => query.has(field))) {
        return { parameter: name, text: `Says the same as ${fields.join(" and ")}; give one or the other.` };
      }
      Object.assign(values, expanded);
      return null;
    },
  };
}
