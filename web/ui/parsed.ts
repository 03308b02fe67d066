/** What came of a text that a person or a URL gave: a value, or what is wrong and what is allowed. */
export type Parsed<Value> =
  | { readonly type: "value"; readonly value: Value }
  | { readonly type: "problem"; readonly problem: string };

export function value<Value>(found: Value): Parsed<Value> {
  return { type: "value", value: found };
}

export function problem(text: string): { readonly type: "problem"; readonly problem: string } {
  return { type: "problem", problem: text };
}
