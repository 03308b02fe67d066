import { isFields } from "../fields.ts";
import { problem, value, type Result } from "../result.ts";
import { cutWords, shownValue } from "../values/shown-value.ts";
import type { TemplateFlaw } from "./problem.ts";

/**
 * A sentence with places for parts of an input: `{}` is the whole of it, `{0}` an element of a list, `{name}` a property; `{{`
 * and `}}` are braces. So a job says how its tasks read without code that its readers would have to run. A template for results has parts of
 * the value, and of the input where the value has none of that name.
 */
export type Template = string;

/** Longest template, in UTF-16 code units: with its parts filled in it still is a line of a log. */
export const maxTemplateLength = 200;

/** Of a number with a fraction. */
const shownDigits = 7;

/** A text that stands as it is, or the name of the part of the input that takes its place. */
type Piece = { readonly type: "text"; readonly text: string } | { readonly type: "part"; readonly name: string };

/** What is missing where there is no such part: every value can be a part, `undefined` too. */
const nothing = Symbol("nothing");

function piecesOf(template: Template): Result<readonly Piece[], TemplateFlaw> {
  const pieces: Piece[] = [];
  let text = "";
  for (let at = 0; at < template.length; at += 1) {
    const character = template.charAt(at);
    if ((character === "{" || character === "}") && template.charAt(at + 1) === character) {
      text += character;
      at += 1;
    } else if (character === "}") {
      return problem({ key: "brace-closes-nothing", place: at + 1 });
    } else if (character === "{") {
      const end = template.indexOf("}", at);
      if (end === -1) return problem({ key: "brace-not-closed", place: at + 1 });
      const name = template.slice(at + 1, end);
      if (name.includes("{")) return problem({ key: "brace-in-braces", place: at + 1 });
      pieces.push({ type: "text", text }, { type: "part", name });
      text = "";
      at = end;
    } else text += character;
  }
  pieces.push({ type: "text", text });
  return value(pieces);
}

/** What is wrong with the template; null if nothing is. */
export function templateFlaw(template: Template): TemplateFlaw | null {
  const pieces = piecesOf(template);
  return pieces.type === "problem" ? pieces.problem : null;
}

function partOf(input: unknown, name: string): unknown {
  if (name === "") return input;
  if (Array.isArray(input)) return /^\d+$/.test(name) && Object.hasOwn(input, name) ? input[Number(name)] : nothing;
  return isFields(input) && Object.hasOwn(input, name) ? input[name] : nothing;
}

/** Texts as they are, without the quotation marks that they have as a value; numbers with no more digits than people read. */
function partInWords(part: unknown): string {
  if (typeof part === "string") return cutWords(part);
  if (typeof part === "number" && !Number.isInteger(part)) return String(Number(part.toPrecision(shownDigits)));
  return shownValue(part);
}

/** Throws what the inputs' own code throws. */
function filledPieces(pieces: readonly Piece[], inputs: readonly unknown[]): string | null {
  let words = "";
  for (const piece of pieces) {
    if (piece.type === "text") {
      words += piece.text;
      continue;
    }
    const holder = inputs.find((input) => partOf(input, piece.name) !== nothing);
    const part = partOf(holder, piece.name);
    if (part === nothing) return null;
    words += partInWords(part);
  }
  return cutWords(words);
}

/**
 * The input in words, in a few hundred characters at most; null where a part is lacking, or where the template is none. Of several inputs
 * each part is taken from the first one that has it. Never throws: the template and the inputs may be a stranger's.
 */
export function fillTemplate(template: Template, ...inputs: readonly unknown[]): string | null {
  const pieces = piecesOf(template);
  if (pieces.type === "problem") return null;
  try {
    return filledPieces(pieces.value, inputs);
  } catch {
    // A proxy or a getter of the input threw.
    return null;
  }
}
