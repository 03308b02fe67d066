import type { JoinProblem } from "../core/handshake/join-problem.ts";
import { common } from "./english/common.ts";
import { joinProblems } from "./english/join-problems.ts";
import { oneLine } from "../core/clean-words.ts";
import { sentenceOf } from "./sentence-of.ts";
import type { CommonKey, ProblemWords, Saying } from "./sayings.ts";

/** As `say`, without the sentences that only a room needs: a volunteer's page does not load them. */
export function sayCommon<Key extends CommonKey>(saying: Saying<Key>): string {
  return oneLine(put(saying));
}

/** As `saySentence`. */
export function sayCommonSentence<Key extends CommonKey>(saying: Saying<Key>): string {
  return sentenceOf(sayCommon(saying));
}

function put<Key extends CommonKey>(saying: Saying<Key>): string {
  return common[saying.key](saying, put);
}

/** `hasKey`: the address has the room's key in it. Then it was copied, and no code was mistyped. `isHandheld`: on a phone or tablet. */
export function problemWords(problem: JoinProblem, hasKey: boolean, isHandheld: boolean): ProblemWords {
  const words = joinProblems[problem === "unknown-room" && hasKey ? "closed-room" : problem];
  const { first, advice } = words;
  if (first === undefined) return words;
  return { ...words, advice: [isHandheld ? first.handheld : first.computer, ...advice] };
}
