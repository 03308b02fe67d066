import { beforeAll, describe, expect, test } from "vitest";
import { bytesIn } from "./bytes-in.ts";
import type { Packed } from "./format.ts";
import { openedBytes, unread } from "./glance.ts";
import { maxBigIntBytes } from "./limits.ts";
import { glanceAt, openAt, packAll, valueAt } from "./packed.ts";
import { shownValue } from "./shown-value.ts";
import { bytesReadIn } from "./testing/read-counter.ts";

const textLength = 30_000_000;
const maps = 4_000_000;

/** What is read of a large value for a line of words, and for a page. */
const bytesOfAGlance = 8 * 1024;
const bytesOfAPage = 1024 * 1024;

/** By name, encoded once: each is megabytes. */
const large = new Map<string, Packed>();

/** `[{}, {}, …]`, without making millions of objects. */
function emptyMaps(count: number): Packed {
  const bytes = new Uint8Array(5 + count).fill(0x80);
  bytes[0] = 0xdd;
  new DataView(bytes.buffer).setUint32(1, count);
  return { ends: Uint32Array.of(bytes.length), bytes };
}

/** A text of so many letters, without making it. */
function letters(length: number): Uint8Array {
  const bytes = new Uint8Array(5 + length).fill(0x61);
  bytes[0] = 0xdb;
  new DataView(bytes.buffer).setUint32(1, length);
  return bytes;
}

/** One value: a list of these. */
function listOf(...elements: readonly Uint8Array[]): Packed {
  const bytes = new Uint8Array(elements.reduce((sum, { length }) => sum + length, 1));
  bytes[0] = 0x90 + elements.length;
  let at = 1;
  for (const element of elements) {
    bytes.set(element, at);
    at += element.length;
  }
  return { ends: Uint32Array.of(bytes.length), bytes };
}

function oneValue(bytes: Uint8Array): Packed {
  return { ends: Uint32Array.of(bytes.length), bytes };
}

beforeAll(() => {
  large.set("a text", oneValue(letters(textLength)));
  large.set("a text of all the world's characters", packAll(["é€😀".repeat(150_000)]));
  large.set("a text with half a character", packAll([`\uD800${"x".repeat(600_000)}`]));
  large.set("texts in a list", listOf(letters(textLength), letters(textLength)));
  large.set("millions of empty maps", emptyMaps(maps));
  large.set("numbers", packAll([Array.from({ length: 150_000 }, (_, at) => at + 0.5)]));
  large.set("a map", packAll([new Map(Array.from({ length: 90_000 }, (_, at) => [`key number ${at}`, at]))]));
  large.set("a set", packAll([new Set(Array.from({ length: 150_000 }, (_, at) => at + 0.5))]));
  large.set("a typed array", packAll([new Float64Array(200_000)]));
  large.set("big integers", packAll([Array.from({ length: 30 }, (_, at) => (1n << 400_000n) + BigInt(at))]));
  large.set(
    "an error",
    packAll([Object.assign(new Error("x".repeat(600_000)), { stack: "", more: "y".repeat(600_000) })]),
  );
});

describe.each([
  "a text",
  "a text of all the world's characters",
  "a text with half a character",
  "texts in a list",
  "millions of empty maps",
  "numbers",
  "a map",
  "a set",
  "a typed array",
  "big integers",
  "an error",
])("%s of megabytes", (name) => {
  test("is read for a line of words in its first kilobytes alone", () => {
    const column = large.get(name) ?? packAll([]);
    expect(column.bytes.length).toBeGreaterThan(openedBytes);
    let words = "";
    expect(bytesReadIn(() => (words = shownValue(glanceAt(column, 0))))).toBeLessThan(bytesOfAGlance);
    expect(words.length).toBeGreaterThan(3);
    expect(words.length).toBeLessThan(2_000);
  });

  test("is read for a page that shows it in its first megabyte alone, and the page is told how much there is", () => {
    const column = large.get(name) ?? packAll([]);
    let opened = openAt(packAll([0]), 0);
    expect(bytesReadIn(() => (opened = openAt(column, 0)))).toBeLessThan(bytesOfAPage);
    expect(opened.bytes).toBe(column.bytes.length);
  });
});

test("bytes are opened whole, since nothing of them has to be read", () => {
  const bytes = new Uint8Array(2_000_000);
  for (const value of [bytes, bytes.buffer]) {
    const column = packAll([value]);
    let opened = openAt(packAll([0]), 0);
    expect(bytesReadIn(() => (opened = openAt(column, 0)))).toBeLessThan(bytesOfAGlance);
    expect(opened.bytes).toBeNull();
    expect(bytesIn(opened.value)?.length).toBe(bytes.length);
  }
});

test("views of one buffer are opened as the views that they are, cut where the buffer is, however many there are", () => {
  const shared = new Float64Array(300_000).fill(0.5);
  const rows = Array.from({ length: 200 }, (_, at) => shared.subarray(450 * at, 450 * (at + 1)));
  const { value, bytes } = openAt(packAll([[...rows, rows[199]]]), 0);
  expect(bytes).toBeGreaterThan(openedBytes);
  if (!Array.isArray(value)) throw new TypeError("no list");
  expect(value.slice(0, 3)).toEqual([rows[0], rows[1], rows[2]?.subarray(0, 100)]);
  expect(value.slice(3)).toEqual(Array.from({ length: 198 }, () => unread));
});

test("an empty view behind the cut of its buffer is an empty view", () => {
  const numbers = new Float64Array(300_000);
  const ends = [numbers.subarray(0, 0), numbers.subarray(300_000), numbers.subarray(150_000, 150_000)];
  const column = packAll([{ ends, numbers }]);
  for (const glanced of [glanceAt(column, 0), openAt(column, 0).value]) {
    expect(glanced).toHaveProperty("ends", [new Float64Array(), new Float64Array(), new Float64Array()]);
  }
});

test("a value of no more than a megabyte is opened whole", () => {
  const value = { numbers: Array.from({ length: 100_000 }, (_, at) => at) };
  expect(openAt(packAll([value]), 0)).toEqual({ value, bytes: null });
});

test("a big integer that takes all the words ends them, and small ones do not", () => {
  const huge = 1n << BigInt(8 * (maxBigIntBytes - 10));
  const glanced = glanceAt(packAll([[huge, huge]]), 0);
  expect(glanced).toEqual([huge]);
  expect(shownValue(glanced)).toMatch(/^\[\d{299}… \(157,\d{3} characters\)n\]$/);
  expect(shownValue(glanceAt(packAll([[1n << 70n, 5, "x".repeat(9)]]), 0))).toBe(
    '[1180591620717411303424n, 5, "xxxxxxxxx"]',
  );
});

test("what the counter counts is what a whole reading reads", () => {
  const value = ["x".repeat(1_000), 0.5, 70_000];
  expect(bytesReadIn(() => valueAt(packAll([value]), 0))).toBeGreaterThan(1_000 + 8 + 4);
});
