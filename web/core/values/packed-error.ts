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

function textBytes(text: string): Uint8Array {
  return withHead([tag.text32, 0, 0, 0, 0], 1, [new TextEncoder().encode(text)]);
}

/** Encodes texts, each a value of its own, as `packed.ts` reads them. */
export function packTexts(texts: readonly string[]): Packed {
  const parts = texts.map(textBytes);
  let end = 0;
  const ends = Uint32Array.from(parts, (part) => (end += part.length));
  const bytes = new Uint8Array(end);
  for (const [at, part] of parts.entries()) bytes.set(part, ends[at - 1] ?? 0);
  return { ends, bytes };
}

/**
 * Encodes one error as `core/values/packed.ts` reads it. Written by hand to keep the volunteer's page small: it encodes
 * nothing else, and slots have a codec of their own.
 */
export function packError({ name, message, stack }: ThrownError): Packed {
  const texts = [name, message, stack].map(textBytes);
  const bytes = withHead([tag.extension32, 0, 0, 0, 0, extensions.error], 1, texts);
  return { ends: Uint32Array.of(bytes.length), bytes };
}
