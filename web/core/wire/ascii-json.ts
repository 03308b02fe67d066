/** How many characters are put together at a time: engines limit the arguments of one call. */
const charactersAtOnce = 8192;

const beyondAscii = /[\u0080-\uffff]/g;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/**
 * JSON in ASCII alone, everything else as `\u20ac` and the like: valid UTF-8 that needs neither an encoder nor a decoder, which
 * not every place where this runs has.
 */
export function toAsciiJson(value: unknown): Uint8Array {
  const json = JSON.stringify(value).replace(beyondAscii, escaped);
  const bytes = new Uint8Array(json.length);
  for (let i = 0; i < json.length; i += 1) bytes[i] = json.charCodeAt(i);
  return bytes;
}

export type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reason: string };

export function fromAsciiJson(bytes: Uint8Array): Parsed {
  for (const byte of bytes) if (byte > 0x7f) return { ok: false, reason: "characters beyond ASCII in JSON" };
  let json = "";
  for (let at = 0; at < bytes.length; at += charactersAtOnce) {
    json += String.fromCharCode(...bytes.subarray(at, at + charactersAtOnce));
  }
  try {
    const value: unknown = JSON.parse(json);
    return { ok: true, value };
  } catch {
    return { ok: false, reason: "no valid JSON" };
  }
}
