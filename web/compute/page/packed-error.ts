import type { Packed, ThrownError } from "../../core/job/job.ts";

const mapOfThree = 0x83;
/** A text with its length in four bytes, big-endian. */
const longText = 0xdb;

function packText(text: string): Uint8Array {
  const utf8 = new TextEncoder().encode(text);
  const packed = new Uint8Array(5 + utf8.length);
  packed[0] = longText;
  new DataView(packed.buffer).setUint32(1, utf8.length);
  packed.set(utf8, 5);
  return packed;
}

/**
 * One error as `core/values/packed.ts` reads it. By hand, since it is all that the volunteer's page ever encodes itself:
 * the codec is 12 kB gzipped there, and slots have their own.
 */
export function packError({ name, message, stack }: ThrownError): Packed {
  const texts = ["name", name, "message", message, "stack", stack].map(packText);
  const bytes = new Uint8Array(texts.reduce((length, text) => length + text.length, 1));
  bytes[0] = mapOfThree;
  let at = 1;
  for (const text of texts) {
    bytes.set(text, at);
    at += text.length;
  }
  return { ends: Uint32Array.of(bytes.length), bytes };
}
