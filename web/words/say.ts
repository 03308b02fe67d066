import type { JoinProblem } from "../core/handshake/join-problem.ts";
import { english } from "./english/english.ts";
import { oneLine } from "./one-line.ts";
import type { ProblemWords, Saying, SayingKey } from "./sayings.ts";

/** The sentence of a saying, in one line. */
export function say<Key extends SayingKey>(saying: Saying<Key>): string {
  return oneLine(put(saying));
}

/** As a sentence by itself: sayings that stand in others begin with a small letter. */
export function saySentence<Key extends SayingKey>(saying: Saying<Key>): string {
  const said = say(saying);
  return `${said.charAt(0).toUpperCase()}${said.slice(1).replace(/\.+$/, "")}.`;
}

function put<Key extends SayingKey>(saying: Saying<Key>): string {
  return english.sentences[saying.key](saying, put);
}

/** `hasKey`: the address has the room's key in it. Then it was copied, and no code was mistyped. */
export function problemWords(problem: JoinProblem, hasKey: boolean): ProblemWords {
  return english.joinProblems[problem === "unknown-room" && hasKey ? "closed-room" : problem];
}
