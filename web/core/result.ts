/** A value, or the problem that kept it from being made. An expected failure is returned like this, not thrown. */
export type Result<Value, Problem = string> =
  | { readonly type: "value"; readonly value: Value }
  | { readonly type: "problem"; readonly problem: Problem };

export function value<Value>(found: Value): { readonly type: "value"; readonly value: Value } {
  return { type: "value", value: found };
}

export function problem<Problem>(found: Problem): { readonly type: "problem"; readonly problem: Problem } {
  return { type: "problem", problem: found };
}
