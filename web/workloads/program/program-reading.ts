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

/** `Line 2, column 14: Unexpected token ";".` A line for each problem: the marks in a text are only for eyes and pointers. */
export function problemsInWords(problems: readonly ProgramProblem[]): string {
  return problems.map(({ line, column, text }) => `Line ${line}, column ${column}: ${text}`).join("\n");
}
