import { messageOf } from "../../core/message-of.ts";
import { problem, value, type Result } from "../../core/result.ts";

/** A text without these has no number that a double could not keep. */
const mayLose = /\d{16}|[eE][+-]?\d/;

/** Numbers, and texts, which may hold digits, too. */
const numbersAndTexts = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** The value of a JSON text, or why there is none. A number that would become another one is a problem, too. */
export function readJson(text: string): Result<unknown> {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch (error) {
    return problem(messageOf(error));
  }
  const lost = mayLose.test(text) ? lostNumber(text) : null;
  return lost === null ? value(found) : problem(`${lost}; write it as a text`);
}

function lostNumber(text: string): string | null {
  for (const [token] of text.matchAll(numbersAndTexts)) {
    if (token.startsWith('"')) continue;
    const number = Number(token);
    if (!Number.isFinite(number)) return `${token} is too large for a number`;
    if (/^-?\d+$/.test(token) && BigInt(token) !== BigInt(number)) return `${token} would become ${number}`;
  }
  return null;
}
