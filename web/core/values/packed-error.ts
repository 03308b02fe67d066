import type { ThrownError } from "../job/job.ts";
import { extensions, type Packed } from "./format.ts";
import * as tag from "./tags.ts";

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
 * Encodes one error as `core/values/packed.ts` reads it. Written by hand to keep the volunteer's page small: it encodes
 * nothing else, and slots have a codec of their own.
 */
export function packError({ name, message, stack }: ThrownError): Packed {
  const texts = [name, message, stack].map((text) =>
    withHead([tag.text32, 0, 0, 0, 0], 1, [new TextEncoder().encode(text)]),
  );
  const bytes = withHead([tag.extension32, 0, 0, 0, 0, extensions.error], 1, texts);
  return { ends: Uint32Array.of(bytes.length), bytes };
}
