import { maxBigIntBytes, maxValueDepth, maxValueItems } from "./limits.ts";

/** Bytes of one element by typed array code; 16 is an ArrayBuffer, 17 a DataView. */
const elementBytes: Readonly<Record<number, number>> = {
  0: 1,
  1: 1,
  2: 1,
  3: 2,
  4: 2,
  5: 4,
  6: 4,
  7: 4,
  8: 8,
  9: 8,
  10: 8,
  16: 1,
  17: 1,
};

/** The extension types of msgpackr that only make data. What builds a RegExp, an Error, a record or a cycle is refused. */
const extension = { undefined: 0x00, bigInt: 0x42, set: 0x73, typedArray: 0x74, timestamp: 0xff } as const;

const cutOff = "the bytes end inside the value";

function isString(token: number): boolean {
  return (token >= 0xa0 && token < 0xc0) || (token >= 0xd9 && token <= 0xdb);
}

function isArray(token: number): boolean {
  return (token >= 0x90 && token < 0xa0) || token === 0xdc || token === 0xdd;
}

/** Bytes of a token's own length or number that follow it. */
function lengthBytes(token: number): 0 | 1 | 2 | 4 {
  switch (token) {
    case 0xc4:
    case 0xc7:
    case 0xd9:
      return 1;
    case 0xc5:
    case 0xc8:
    case 0xda:
    case 0xdc:
    case 0xde:
      return 2;
    case 0xc6:
    case 0xc9:
    case 0xdb:
    case 0xdd:
    case 0xdf:
      return 4;
    default:
      return 0;
  }
}

/** Bytes that follow a number, indexed by `token - 0xca`: two floats, four unsigned, four signed. */
const numberBytes: readonly number[] = [4, 8, 1, 2, 4, 8, 1, 2, 4, 8];

function readLength(bytes: Uint8Array, at: number, size: 1 | 2 | 4): number {
  let length = 0;
  for (let i = 0; i < size; i += 1) length = length * 256 + (bytes[at + i] ?? 0);
  return length;
}

/** What is wrong with an extension's payload, or null. `at` is its first byte after the type. */
function wrongExtension(type: number, bytes: Uint8Array, at: number, length: number): string | null {
  switch (type) {
    case extension.undefined:
    case extension.set:
      return length === 1 && bytes[at] === 0 ? null : "an extension with unexpected bytes";
    case extension.bigInt:
      if (length === 0) return "a big integer without digits";
      return length <= maxBigIntBytes ? null : `a big integer of ${length} bytes; the most is ${maxBigIntBytes}`;
    case extension.typedArray: {
      const size = length === 0 ? undefined : elementBytes[bytes[at] ?? 0];
      return size !== undefined && (length - 1) % size === 0 ? null : "a typed array of unknown kind or uneven length";
    }
    case extension.timestamp:
      return length === 1 || length === 4 || length === 8 || length === 12 ? null : "a date of unknown length";
    case 0x65:
      return "an Error cannot travel inside a value";
    case 0x78:
      return "a regular expression cannot travel inside a value";
    default:
      return `an object of a kind that cannot travel (extension type ${type})`;
  }
}

/**
 * Says why `bytes[start, end)` is not one MessagePack value that is safe to decode, or null if it is. Walks without
 * recursion and allocates nothing that grows with what the bytes claim: msgpackr trusts lengths, nesting and extension
 * types further than bytes from strangers deserve.
 */
export function wrongValue(bytes: Uint8Array, start: number, end: number): string | null {
  const outer: { readonly left: number; readonly isMap: boolean }[] = [];
  let at = start;
  let left = 1;
  let isMap = false;
  let mustBeArray = false;
  let items = 0;
  for (;;) {
    while (left === 0) {
      const back = outer.pop();
      if (back === undefined) return at === end ? null : "bytes follow the value";
      ({ left, isMap } = back);
    }
    if (at >= end) return cutOff;
    items += 1;
    if (items > maxValueItems) return `more than ${maxValueItems} values in one; use a typed array`;
    const token = bytes[at] ?? 0;
    at += 1;
    if (isMap && left % 2 === 0 && !isString(token)) return "a map whose keys are not all strings";
    left -= 1;
    if (mustBeArray && !isArray(token)) return "a set that is not made of an array";
    mustBeArray = false;

    if (token < 0x80 || token >= 0xe0) continue;
    const size = lengthBytes(token);
    if (at + size > end) return cutOff;
    const length = size === 0 ? 0 : readLength(bytes, at, size);
    at += size;
    const opensMap = token < 0x90 || token >= 0xde;
    if (opensMap || isArray(token)) {
      const children = (size === 0 ? token & 0x0f : length) * (opensMap ? 2 : 1);
      if (children > end - at) return cutOff;
      if (outer.length >= maxValueDepth) return `values nest deeper than ${maxValueDepth}`;
      outer.push({ left, isMap });
      left = children;
      isMap = opensMap;
    } else if (token < 0xc0) {
      at += token & 0x1f;
    } else if (token === 0xc1) {
      return "an unknown kind of value (0xc1)";
    } else if (token >= 0xca && token <= 0xd3) {
      at += numberBytes[token - 0xca] ?? 0;
    } else if ((token >= 0xd4 && token <= 0xd8) || (token >= 0xc7 && token <= 0xc9)) {
      const payload = token >= 0xd4 ? 1 << (token - 0xd4) : length;
      if (at + 1 + payload > end) return cutOff;
      const type = bytes[at] ?? 0;
      const wrong = wrongExtension(type, bytes, at + 1, payload);
      if (wrong !== null) return wrong;
      at += 1 + payload;
      if (type === extension.set || type === extension.undefined) {
        if (token !== 0xd4) return "an extension with unexpected bytes";
        if (type === extension.set) {
          // The array that follows is part of this value, not the next one of the container around it.
          mustBeArray = true;
          outer.push({ left, isMap });
          left = 1;
          isMap = false;
        }
      }
    } else {
      // nil, booleans, and strings and bytes with their length in front
      at += length;
    }
    if (at > end) return cutOff;
  }
}
