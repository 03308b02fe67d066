import type { ThrownError } from "../../core/job/job.ts";

/** Characters of a message that fit into a line or two; the record has it all. */
const longestMessage = 200;

/** `stopped: the program could not be loaded: SyntaxError: Unexpected token ';' (task.js:2:13)` */
export function stoppedInWords(problem: ThrownError | null): string {
  if (problem === null) return "stopped: the program could not be loaded";
  const { name, message, stack } = problem;
  const place = /\btask\.js:\d+(?::\d+)?/.exec(stack)?.[0];
  const where = place === undefined ? "" : ` (${place})`;
  const said = message.length <= longestMessage ? message : `${message.slice(0, longestMessage)}…`;
  return `stopped: the program could not be loaded: ${name}: ${said}${where}`;
}
