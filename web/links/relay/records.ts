import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { maxFrameBytes } from "../../core/wire/limits.ts";

/**
 * A record is what travels in one message of the WebSocket: its number in four bytes, little-endian, and what ChaCha20-Poly1305
 * (RFC 8439) makes of its content, with the number in the nonce. Numbers count from 0 in each direction, which has a key of its own:
 * so no nonce comes twice, and a receiver knows which record is due.
 */
const numberBytes = 4;
const nonceBytes = 12;
const tagBytes = 16;

/** Records of one direction. The next one would have the first one's nonce. */
const mostRecords = 2 ** 32 - 1;

/** Bytes of a content: one for its kind, and a frame. */
const maxContentBytes = 1 + maxFrameBytes;
const overheadBytes = numberBytes + tagBytes;
export const maxRecordBytes: number = maxContentBytes + overheadBytes;

function nonceOf(number: number): Uint8Array {
  const nonce = new Uint8Array(nonceBytes);
  new DataView(nonce.buffer).setUint32(0, number, true);
  return nonce;
}

/** Encrypts the records of one direction. */
export class Sealer {
  readonly #key: Uint8Array;
  readonly #content = new Uint8Array(maxContentBytes);
  #next: number;

  /** `first`: the number of the first record, 0 but in tests. */
  constructor(key: Uint8Array, first = 0) {
    this.#key = key;
    this.#next = first;
  }

  /** The record of a content that is a byte and what follows; null once all numbers are used up. `payload`: at most `maxFrameBytes`. */
  sealContent(kind: number, payload: Uint8Array): Uint8Array<ArrayBuffer> | null {
    if (this.#next >= mostRecords) return null;
    const content = this.#content.subarray(0, 1 + payload.length);
    content[0] = kind;
    content.set(payload, 1);
    const record = new Uint8Array(content.length + overheadBytes);
    new DataView(record.buffer).setUint32(0, this.#next, true);
    chacha20poly1305(this.#key, nonceOf(this.#next)).encrypt(content, record.subarray(numberBytes));
    this.#next += 1;
    return record;
  }
}

export type OpenedRecord =
  | { readonly type: "content"; readonly content: Uint8Array<ArrayBuffer> }
  /** The link is over: nothing can be believed after it. */
  | { readonly type: "malformed"; readonly reason: string };

const malformed = (reason: string): OpenedRecord => ({ type: "malformed", reason });

/** Decrypts the records of one direction, each once and in their order. */
export class Opener {
  readonly #key: Uint8Array;
  #due = 0;

  constructor(key: Uint8Array) {
    this.#key = key;
  }

  openRecord(record: Uint8Array): OpenedRecord {
    if (record.length > maxRecordBytes) {
      return malformed(`a relayed record of ${record.length} bytes; the most is ${maxRecordBytes}`);
    }
    if (record.length <= overheadBytes) return malformed(`a relayed record that was cut to ${record.length} bytes`);
    const number = new DataView(record.buffer, record.byteOffset).getUint32(0, true);
    if (number < this.#due) return malformed(`a relayed record that has come before (${number})`);
    if (number > this.#due) return malformed(`a relayed record ahead of its turn: ${number} instead of ${this.#due}`);
    const content = new Uint8Array(record.length - overheadBytes);
    try {
      chacha20poly1305(this.#key, nonceOf(number)).decrypt(record.subarray(numberBytes), content);
    } catch {
      return malformed("a relayed record that is forged, cut or not encrypted");
    }
    this.#due += 1;
    return { type: "content", content };
  }
}
