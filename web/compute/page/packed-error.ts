import type { ThrownError } from "../../core/job/job.ts";
import { extensions, type Packed } from "../../core/values/format.ts";

/** An extension, and a text, with the length in four bytes, big-endian. */
const longExtension = 0xc9;
const longText = 0xdb;

function withHead(head: readonly number[], lengthAt: number, parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const bytes = new Uint8Array(head.length + length);
  bytes.set(head);
  new DataView(bytes.buffer).setUint32(lengthAt, length);
  let at = head.length;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/**
 * One error as `core/values/packed.ts` reads it. By hand, since it is all that the volunteer's page ever encodes itself:
 * it has no use for the rest of the codec, and slots have their own.
 */
export function packError({ name, message, stack }: ThrownError): Packed {
  const texts = [name, message, stack].map((text) =>
    withHead([longText, 0, 0, 0, 0], 1, [new TextEncoder().encode(text)]),
  );
  const bytes = withHead([longExtension, 0, 0, 0, 0, extensions.error], 1, texts);
  return { ends: Uint32Array.of(bytes.length), bytes };
}
