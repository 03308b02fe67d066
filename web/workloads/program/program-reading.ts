/** What is wrong with a program, and where. */
export interface ProgramProblem {
  /** UTF-16 code units of the text, from `from` to before `to`. */
  readonly from: number;
  readonly to: number;
  /** Counted from 1, as errors count them. */
  readonly line: number;
  readonly column: number;
  /** A sentence without its place. */
  readonly text: string;
}

export type ProgramReading =
  /** `source` is JavaScript with each line and column where the text has it. `names`: what the module exports. */
  | { readonly type: "program"; readonly source: string; readonly names: ReadonlySet<string> }
  | { readonly type: "wrong"; readonly problems: readonly [ProgramProblem, ...ProgramProblem[]] };

/** `Line 2, column 14: Unexpected token ";".` Of several the first, and how many more there are. */
export function problemsInWords(problems: readonly ProgramProblem[]): string {
  const [first, ...more] = problems;
  if (first === undefined) return "";
  const { line, column, text } = first;
  const further = more.length === 0 ? "" : ` (${more.length} more marked in the text.)`;
  return `Line ${line}, column ${column}: ${text}${further}`;
}
