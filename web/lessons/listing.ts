/** One line of a program that people see. */
export interface ListedLine {
  readonly text: string;
  /** The turn that the program takes before it; null for a line without one. */
  readonly turn: string | null;
}

const hidden = /\/\/ hidden$/;
const shownAlone = /\/\/ shown: /;
const turnOfProgram = /^\s*await turn\("([^"]+)"\);/;
const turnOfPython = /\s*# turn: (\w+)$/;

/**
 * A program's source as people see it: one that a person could run. What only the lesson needs is left out, what it is given is opened, and the body of
 * its function stands as the program itself.
 */
export function readListing(source: string): readonly ListedLine[] {
  const listed: ListedLine[] = [];
  let turn: string | null = null;
  let isInProgram = false;
  for (const line of source.trimEnd().split("\n")) {
    turn = turnOfProgram.exec(line)?.[1] ?? turn;
    if (line.startsWith("export default async function program(")) {
      isInProgram = true;
      continue;
    }
    if (hidden.test(line) || (isInProgram && line === "}")) continue;
    const text = isInProgram ? line.replace(/^ {2}/, "").replace(/^(\s*)print\(/, "$1console.log(") : line;
    listed.push({
      text: text.replace(shownAlone, "").replace(turnOfPython, ""),
      turn: turn ?? turnOfPython.exec(line)?.[1] ?? null,
    });
    turn = null;
  }
  // What was hidden at the top may leave an empty line behind.
  return listed[0]?.text === "" ? listed.slice(1) : listed;
}
