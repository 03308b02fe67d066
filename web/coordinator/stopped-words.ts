import type { ThrownError } from "../core/job/job.ts";

/** `stopped: the program could not be loaded: SyntaxError: Unexpected token ';' (task.js:2:13)` */
export function stoppedInWords(problem: ThrownError | null): string {
  if (problem === null) return "stopped: the program could not be loaded";
  const { name, message, stack } = problem;
  const place = /\btask\.js:\d+(?::\d+)?/.exec(stack)?.[0];
  const where = place === undefined ? "" : ` (${place})`;
  return `stopped: the program could not be loaded: ${name}: ${message}${where}`;
}
