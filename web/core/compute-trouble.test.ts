import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  isComputeTrouble,
  readComputeTrouble,
  troubleInData,
  troubleOf,
  type ComputeTrouble,
} from "./compute-trouble.ts";
import { thrownError } from "./values/thrown.ts";

const text = fc.oneof(fc.string({ unit: "binary" }), fc.constant('a "b\\" \n limitMs=1'));

/** A time limit is any number above 0. */
const milliseconds = fc.double({ min: 0, noNaN: true, noDefaultInfinity: true });

const anyTrouble: fc.Arbitrary<ComputeTrouble> = fc.oneof(
  fc.record({ key: fc.constantFrom("task-too-long", "loading-too-long", "worker-late"), limitMs: milliseconds }),
  fc.record({ key: fc.constantFrom("too-many-messages", "too-many-bytes"), most: fc.nat() }),
  fc.record({ key: fc.constantFrom("thread-failed", "sandbox-not-checked"), message: text }),
  fc.record({ key: fc.constant("frame-not-loaded"), url: text, limitMs: fc.nat() }),
  fc.record({ key: fc.constant("ways-out"), escapes: fc.array(fc.constantFrom("fetch (Worker)", 'the "page" [1]')) }),
  fc.record({ key: fc.constantFrom("sandbox-closed", "volunteers-died") }),
);

test("what travels as the message of an error is read back", () => {
  fc.assert(
    fc.property(anyTrouble, (trouble) => {
      expect(readComputeTrouble(troubleInData(trouble))).toEqual(trouble);
      expect(troubleOf({ name: "SlotCrashed", message: troubleInData(trouble) })).toEqual(trouble);
    }),
  );
});

test("one that is too long is read back with as much of its text or list as there is space for", () => {
  const message = '"'.repeat(3_000);
  const failed = readComputeTrouble(
    thrownError("SlotCrashed", troubleInData({ key: "thread-failed", message })).message,
  );
  expect(failed).toMatchObject({ key: "thread-failed", message: expect.stringMatching(/^"{700,}…$/) });
  const escapes = Array.from({ length: 40 }, (_, at) => `way ${at} (Worker)`);
  const told = troubleInData({ key: "ways-out", escapes }, 200);
  expect(told.length).toBeLessThanOrEqual(200);
  expect(readComputeTrouble(told)).toEqual({ key: "ways-out", escapes: [...escapes.slice(0, 8), "…"] });
  fc.assert(
    fc.property(anyTrouble, fc.integer({ min: 100, max: 300 }), (trouble, most) => {
      const short = troubleInData(trouble, most);
      expect(short.length).toBeLessThanOrEqual(most);
      expect(readComputeTrouble(short)?.key).toBe(trouble.key);
    }),
  );
});

test.each([
  "",
  "The task took longer than 9 ms.",
  "task-too-long",
  'task-too-long limitMs="9"',
  "task-too-long limitMs=9 ",
  'thread-failed message="cut',
  'thread-failed message="\\x"',
  "ways-out escapes=[1]",
  "constructor",
  "from-a-later-version most=1",
])("any other text is no trouble of this version: %s", (other) => {
  expect(readComputeTrouble(other)).toBeNull();
});

test("an error of a task keeps its words, whatever they are", () => {
  expect(troubleOf({ name: "Error", message: "sandbox-closed" })).toBeNull();
});

test("what a frame reports is checked", () => {
  expect(isComputeTrouble({ key: "frame-silent", pings: 5 })).toBe(true);
  for (const other of [null, "frame-silent", [], { key: "frame-silent" }, { key: "frame-silent", pings: "5" }, {}]) {
    expect(isComputeTrouble(other)).toBe(false);
  }
});
