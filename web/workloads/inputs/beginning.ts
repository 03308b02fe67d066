import { SkippedInput } from "../../core/job/skipped-input.ts";
import { messageOf } from "../../core/message-of.ts";
import { fileIn, textIn } from "../field-values.ts";
import type { FieldValues, PickedFile } from "../field.ts";
import { formatOf, openBytes, openRows, openText, type InputFormat } from "./input-formats.ts";
import type { Stage } from "../../text/stage.ts";
import { TextDecoding } from "../../text/text-decoding.ts";
import { WrongRow } from "./wrong-row.ts";

/** Wrong rows that are named: further ones would say the same. */
const mostNamed = 3;

/** What comes of the first bytes of a file, or of a typed text. */
export interface Beginning {
  readonly inputs: readonly unknown[];
  /** `line 7 is no JSON value: …`, for the first rows that are wrong. */
  readonly wrong: readonly string[];
  /** Whether nothing behind the last wrong place can be read: it is no row that could be skipped. */
  readonly isBroken: boolean;
  /** Rows that will be skipped. */
  readonly skipped: readonly SkippedInput[];
  /** Whether there is nothing behind it. */
  readonly isWhole: boolean;
}

/** How the chosen text or file is read; what is left to be found is found in its beginning. */
export function readFormat(values: FieldValues): InputFormat {
  return formatOf(values, chosenText(values));
}

/** What is typed, or the beginning of the file, as far as it is text. */
export function chosenText(values: FieldValues): string {
  const file = chosenFile(values);
  return file === null ? textIn(values, "list") : textAtHead(file);
}

/** null where the inputs come from something else. */
export function chosenFile(values: FieldValues): PickedFile | null {
  return textIn(values, "given") === "file" ? fileIn(values, "file") : null;
}

function textAtHead({ head }: PickedFile): string {
  let text = "";
  try {
    for (const piece of new TextDecoding().take(head)) text += piece;
  } catch {
    // What is no text is named when the file is read in its format.
  }
  return text;
}

export function readBeginning(values: FieldValues, format: InputFormat): Beginning {
  const file = chosenFile(values);
  if (file !== null) return readHead(file, openRows(format));
  const text = textIn(values, "list");
  if (format.type !== "bytes") return readText(text, openText(format));
  return readPiece(new TextEncoder().encode(text), openBytes(format), true);
}

export function readHead({ head, size }: PickedFile, stages: Stage<Uint8Array, unknown>): Beginning {
  return readPiece(head, stages, size <= head.length);
}

export function readText(text: string, stages: Stage<string, unknown>): Beginning {
  return readPiece(text, stages, true);
}

function readPiece<Piece>(piece: Piece, stages: Stage<Piece, unknown>, isWhole: boolean): Beginning {
  const inputs: unknown[] = [];
  const wrong: string[] = [];
  const skipped: SkippedInput[] = [];
  const take = (rows: Iterable<unknown>): void => {
    for (const row of rows) {
      if (row instanceof SkippedInput) skipped.push(row);
      else if (!(row instanceof WrongRow)) inputs.push(row);
      else if (wrong.length < mostNamed) wrong.push(row.what);
    }
  };
  let isBroken = false;
  try {
    take(stages.take(piece));
    if (isWhole) take(stages.end());
  } catch (error) {
    wrong.push(messageOf(error));
    isBroken = true;
  }
  return { inputs, wrong, isBroken, skipped, isWhole };
}
