import { problem, value, type Result } from "../result.ts";

/** How many characters are put together at a time: engines limit the arguments of one call. */
const charactersAtOnce = 8192;

const beyondAscii = /[\u0080-\uffff]/g;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function asciiJson(given: unknown): string {
  return JSON.stringify(given).replace(beyondAscii, escaped);
}

/** Bytes that the text takes in JSON in ASCII, without its quotes: 6 for each code unit beyond ASCII, and for most control characters. */
export function asciiJsonLength(text: string): number {
  return asciiJson(text).length - 2;
}

/**
 * JSON in ASCII alone, everything else as `\u20ac` and the like: valid UTF-8 that needs neither an encoder nor a decoder, which
 * not every place where this runs has.
 */
export function toAsciiJson(given: unknown): Uint8Array {
  const json = asciiJson(given);
  const bytes = new Uint8Array(json.length);
  for (let i = 0; i < json.length; i += 1) bytes[i] = json.charCodeAt(i);
  return bytes;
}

export function fromAsciiJson(bytes: Uint8Array): Result<unknown> {
  for (const byte of bytes) if (byte > 0x7f) return problem("characters beyond ASCII in JSON");
  let json = "";
  for (let at = 0; at < bytes.length; at += charactersAtOnce) {
    // Spread, the bytes would be iterated over one by one: three times the time for a heartbeat.
    json += Reflect.apply(String.fromCharCode, null, bytes.subarray(at, at + charactersAtOnce));
  }
  try {
    return value<unknown>(JSON.parse(json));
  } catch {
    return problem("no valid JSON");
  }
}
