import { isRoomCode } from "../core/ids.ts";
import { malformed, readParameters, type ParameterRule, type UrlProblem } from "../ui/url-parameters.ts";
import { describeWholeNumber, parseWholeNumber, type Limits } from "../words/whole-number.ts";
import { findWorkload, workloads } from "../workloads/catalogue.ts";
import type { Field, FieldValues, Workload } from "../workloads/workload.ts";
import {
  describeOption,
  optionFields,
  optionPresets,
  optionProblem,
  type OptionField,
  type OptionTexts,
} from "./option-fields.ts";

/** What a room admits: a job that waits for more volunteers would never start. */
const startLimits: Limits = { smallest: 1, largest: 400 };

/** What `/coordinator?workload=squares&count=10&sleep=0&seed=7&start=2` asks for. */
export interface CoordinatorUrl {
  readonly workload: Workload;
  /** A value for each of the workload's fields: the URL's where it is allowed, else the preset. */
  readonly values: FieldValues;
  /** A text for each of the job's options: the URL's where it is allowed, else the preset. */
  readonly options: OptionTexts;
  /** Start by itself as soon as so many volunteers are in; null: wait for a click. */
  readonly startAt: number | null;
  /** Where there are any, nothing may start by itself. */
  readonly problems: readonly UrlProblem[];
  /** All that this page takes. */
  readonly rules: readonly ParameterRule[];
}

export function parseCoordinatorUrl(search: string): CoordinatorUrl {
  const asked = new URLSearchParams(search).get("workload") ?? "";
  const workload = findWorkload(asked) ?? workloads[0];
  const sleep = sleepFields(workload);
  const rules = rulesFor(workload, sleep);
  const { given, problems: namingProblems } = readParameters(search, rules);
  const problems = [...namingProblems];
  const values: Record<string, number> = {};
  const options = { ...optionPresets };
  let startAt: number | null = null;

  for (const field of workload.fields) values[field.name] = field.preset;
  for (const rule of rules) {
    const text = given.get(rule.name);
    if (text === undefined) continue;
    const field = workload.fields.find(({ name }) => name === rule.name);
    const option = optionFields.find(({ name }) => name === rule.name);
    if (field !== undefined) {
      const number = parseWholeNumber(text, field);
      if (number.type === "value") values[field.name] = number.value;
      else problems.push(malformed(rule, text));
    } else if (option !== undefined) {
      if (optionProblem(option, text) === null) options[option.name] = text.trim();
      else problems.push(malformed(rule, text));
    } else if (rule.name === "workload") {
      if (findWorkload(text) === undefined) problems.push(malformed(rule, text));
    } else if (rule.name === "room") {
      if (!isRoomCode(text)) problems.push(malformed(rule, text));
    } else if (rule.name === "start") {
      const number = parseWholeNumber(text, startLimits);
      if (number.type === "value") startAt = number.value;
      else problems.push(malformed(rule, text));
    } else if (sleep !== null) {
      const ends = sleepEnds(text, sleep);
      if (ends === null) problems.push(malformed(rule, text));
      else if (given.has("shortest") || given.has("longest")) {
        problems.push({ parameter: "sleep", text: "Says the same as shortest and longest; give one or the other." });
      } else {
        values["shortest"] = ends.shortest;
        values["longest"] = ends.longest;
      }
    }
  }
  for (const [name, text] of Object.entries(workload.check(values))) problems.push({ parameter: name, text });
  return { workload, values, options, startAt, problems, rules };
}

interface SleepFields {
  readonly shortest: Field;
  readonly longest: Field;
}

/** Where a workload has a shortest and a longest time, `sleep` gives both at once. */
function sleepFields(workload: Workload): SleepFields | null {
  const shortest = workload.fields.find(({ name }) => name === "shortest");
  const longest = workload.fields.find(({ name }) => name === "longest");
  return shortest === undefined || longest === undefined ? null : { shortest, longest };
}

/** `2`: up to two seconds; `1-2`: from one to two. */
function sleepEnds(text: string, fields: SleepFields): { shortest: number; longest: number } | null {
  const [first = "", second, ...others] = text.split("-");
  if (others.length > 0) return null;
  const shortest = parseWholeNumber(second === undefined ? String(fields.shortest.smallest) : first, fields.shortest);
  const longest = parseWholeNumber(second ?? first, fields.longest);
  if (shortest.type === "problem" || longest.type === "problem" || shortest.value > longest.value) return null;
  return { shortest: shortest.value, longest: longest.value };
}

function rulesFor(workload: Workload, sleep: SleepFields | null): ParameterRule[] {
  const rules = [
    { name: "workload", allowed: workloads.map(({ id }) => id).join(" or ") },
    ...workload.fields.map((field) => ({
      name: field.name,
      allowed: withUnit(describeWholeNumber(field), field.unit),
    })),
  ];
  if (sleep !== null) {
    const seconds = describeWholeNumber(sleep.longest);
    rules.push({ name: "sleep", allowed: `the longest sleep, ${seconds} (s), or both ends, as in 1-2` });
  }
  for (const option of optionFields) rules.push({ name: option.name, allowed: allowedFor(option) });
  rules.push({
    name: "room",
    allowed: "the code of a room of this browser; the page puts it there by itself, so that a reload goes on with it",
  });
  rules.push({
    name: "start",
    allowed: `${describeWholeNumber(startLimits)}: the job starts by itself when so many volunteers are in`,
  });
  return rules;
}

function withUnit(words: string, unit: string | undefined): string {
  return unit === undefined ? words : `${words} (${unit})`;
}

function allowedFor(option: OptionField): string {
  return withUnit(describeOption(option), option.type === "number" ? option.unit : undefined);
}
