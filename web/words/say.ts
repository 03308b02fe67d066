import { english } from "./english/english.ts";
import { oneLine } from "../core/clean-words.ts";
import { sentenceOf } from "./sentence-of.ts";
import type { Saying, SayingKey } from "./sayings.ts";

/** The sentence of a saying, in one line. */
export function say<Key extends SayingKey>(saying: Saying<Key>): string {
  return oneLine(put(saying));
}

/** As a sentence by itself. */
export function saySentence<Key extends SayingKey>(saying: Saying<Key>): string {
  return sentenceOf(say(saying));
}

function put<Key extends SayingKey>(saying: Saying<Key>): string {
  return english.sentences[saying.key](saying, put);
}
