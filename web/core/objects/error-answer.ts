import type { Packed } from "../values/format.ts";
import { packTexts } from "../values/packed-error.ts";

/** The encoded answer of a call that has failed. */
export function errorAnswer(name: string, message: string): Packed {
  return packTexts(["error", name, message]);
}

/** Answers each call where there are no shared objects. */
export function noObjectsAnswer(): Packed {
  return errorAnswer("NoObjects", "There are no shared objects here.");
}

/** Answers each call of an attempt that has lost its lease, or whose task another one has settled. */
export function fencedAnswer(): Packed {
  return errorAnswer("Fenced", "The room has given this task up here: what it does counts no more.");
}
