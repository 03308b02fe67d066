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
