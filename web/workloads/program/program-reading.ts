/** What is wrong with a program, and where. */
export interface ProgramProblem {
  /** The file of the job that it is in; without one it is in the program's own text. */
  readonly file?: string;
  /** UTF-16 code units of the text, from `from` to before `to`. */
  readonly from: number;
  readonly to: number;
  /** Counted from 1, as errors count them. */
  readonly line: number;
  readonly column: number;
  /** A sentence without its place. */
  readonly text: string;
}

/** A file of the job that a module imports as `./name`. */
export interface FileImport {
  readonly name: string;
  /** Of the specifier with its quotes, in UTF-16 code units. */
  readonly from: number;
  readonly to: number;
}

/** A module that can be computed. */
export interface ModuleReading {
  readonly type: "program";
  /** JavaScript with each line and column where the text has it. */
  readonly source: string;
  /** What the module exports. */
  readonly names: ReadonlySet<string>;
  readonly imports: readonly FileImport[];
}

export interface WrongProgram {
  readonly type: "wrong";
  readonly problems: readonly [ProgramProblem, ...ProgramProblem[]];
}

export type ProgramReading = ModuleReading | WrongProgram;

/** Problems that are told of one text: further ones would hardly be read. */
const mostProblems = 20;

/** null where there are none. */
export function wrongProgram([first, ...rest]: readonly ProgramProblem[]): WrongProgram | null {
  return first === undefined ? null : { type: "wrong", problems: [first, ...rest.slice(0, mostProblems - 1)] };
}

/** A problem of the code units from `from` to before `to`. `what`: a sentence. */
export function problemAt(text: string, from: number, to: number, what: string): ProgramProblem {
  const lines = text.slice(0, from).split(/\r\n|[\n\r\u2028\u2029]/);
  return {
    from,
    to: Math.min(to, text.length),
    line: lines.length,
    column: (lines.at(-1)?.length ?? 0) + 1,
    text: what,
  };
}

/** `Line 2, column 14: Unexpected token ";".` A line for each problem: the marks in a text are only for eyes and pointers. */
export function problemsInWords(problems: readonly ProgramProblem[]): string {
  return problems
    .map(({ file, line, column, text }) => {
      const where = file === undefined ? "Line" : `${file}, line`;
      return `${where} ${line}, column ${column}: ${text}`;
    })
    .join("\n");
}
