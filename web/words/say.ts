import { english } from "./english.ts";
import type { Saying, SayingKey } from "./sayings.ts";

/** The sentence of a saying. */
export function say<Key extends SayingKey>(saying: Saying<Key>): string {
  return english[saying.key](saying);
}
