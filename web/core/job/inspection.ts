import { isFields, type Fields } from "../fields.ts";
import { foundIn, type Allowed, type Problem, type Wrong } from "./problem.ts";

/** What a field may hold. */
export interface Rule<Value> {
  readonly allowed: Allowed;
  readonly is: (value: unknown) => value is Value;
}

/** Reads any value field by field and collects every problem with it. */
export class Inspection {
  readonly problems: Problem[] = [];

  note(field: string, wrong: Wrong): void {
    this.problems.push({ field, wrong });
  }

  noteWrong(field: string, allowed: Allowed, value: unknown): void {
    this.note(field, { key: "must-be", allowed, found: foundIn(value) });
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
    this.noteWrong(field, { key: "object" }, value);
    return null;
  }
}

export function wholeNumberRule(least: number, most: number): Rule<number> {
  return {
    allowed: { key: "whole-number", least, most },
    is: (value): value is number => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
  };
}

/** Half of the random generator’s key; the same seed in more bits would be another one. */
export const seedRule = wholeNumberRule(0, 0xffff_ffff);

export function textRule(least: number, most: number): Rule<string> {
  return {
    allowed: { key: "text", least, most },
    is: (value): value is string => typeof value === "string" && value.length >= least && value.length <= most,
  };
}

export const truthRule: Rule<boolean> = {
  allowed: { key: "true-or-false" },
  is: (value): value is boolean => typeof value === "boolean",
};
