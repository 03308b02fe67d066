import { messageOf } from "../../core/message-of.ts";
import type { PickedFile } from "../field.ts";
import type { Stage } from "./stage.ts";

/** What the stages make of a file's first bytes. */
export interface HeadReading {
  /** Whether there is any input. */
  readonly isEmpty: boolean;
  /** What is wrong with the file, as far as it was looked at; null if nothing is. */
  readonly problem: string | null;
}

export function readHead({ head, size }: PickedFile, stages: Stage<Uint8Array, unknown>): HeadReading {
  let isEmpty = true;
  try {
    for (const _ of stages.take(head)) isEmpty = false;
    if (size > head.length) return { isEmpty: false, problem: null };
    for (const _ of stages.end()) isEmpty = false;
    return { isEmpty, problem: null };
  } catch (error) {
    return { isEmpty, problem: messageOf(error) };
  }
}
