import type { LogLine } from "../words/log-line.ts";
import { sayCommon } from "../words/say-common.ts";
import type { Saying } from "../words/sayings.ts";

/** A line as people read it, with how often it was said. `say`: puts what it says into words. */
export function lineWords<Said extends Saying>(
  { saying, times }: LogLine<Said>,
  say: (saying: Said) => string,
): string {
  const words = say(saying);
  return times === 1 ? words : sayCommon({ key: "said-again", words, times });
}
