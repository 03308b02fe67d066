import { isFields, type Fields } from "../fields.ts";
import { shown } from "../shown.ts";

/** One thing that keeps a job from running. */
export interface Problem {
  /** Where it stands, such as `options.timeLimitMs`. */
  readonly field: string;
  /** What is allowed there and what was found. */
  readonly what: string;
}

/** What a field may hold. */
export interface Rule<Value> {
  /** Continues "must be". */
  readonly allowed: string;
  readonly is: (value: unknown) => value is Value;
}

/** Reads any value field by field and collects every problem with it. */
export class Inspection {
  readonly problems: Problem[] = [];

  note(field: string, what: string): void {
    this.problems.push({ field, what });
  }

  noteWrong(field: string, allowed: string, value: unknown): void {
    this.note(field, `must be ${allowed}, got ${shown(value)}`);
  }

  /**
   * The value under the last part of `field`; if it breaks its rule, that is noted and `standIn` returned. Without fields
   * nothing more is noted.
   */
  read<Value>(fields: Fields | null, field: string, rule: Rule<Value>, standIn: Value): Value {
    if (fields === null) return standIn;
    const value = fields[field.slice(field.lastIndexOf(".") + 1)];
    if (rule.is(value)) return value;
    this.noteWrong(field, rule.allowed, value);
    return standIn;
  }

  /** The value's fields; null if it has none, which is noted. */
  fields(field: string, value: unknown): Fields | null {
    if (isFields(value)) return value;
    this.noteWrong(field, "an object", value);
    return null;
  }
}

/** `program.source must be text, got 3; options.order …` */
export function inWords(problems: readonly Problem[]): string {
  return problems.map(({ field, what }) => `${field} ${what}`).join("; ");
}

export function wholeNumberRule(least: number, most: number): Rule<number> {
  return {
    allowed: `a whole number from ${least} to ${most}`,
    is: (value): value is number => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
  };
}

/** Half of the random generator’s key; the same seed in more bits would be another one. */
export const seedRule = wholeNumberRule(0, 0xffff_ffff);

export function textRule(least: number, most: number): Rule<string> {
  return {
    allowed: `text of ${least} to ${most} characters`,
    is: (value): value is string => typeof value === "string" && value.length >= least && value.length <= most,
  };
}

export const truthRule: Rule<boolean> = {
  allowed: "true or false",
  is: (value): value is boolean => typeof value === "boolean",
};
