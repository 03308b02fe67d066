import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  epoch,
  isEpoch,
  isJobId,
  isLeaseId,
  isParcelId,
  isRoomCode,
  isTabId,
  isVolunteerId,
  jobId,
  leaseId,
  parcelId,
  roomAlphabet,
  roomCodeLength,
  volunteerId,
} from "./ids.ts";

const numbered = [
  { name: "job id", is: isJobId, make: jobId },
  { name: "volunteer id", is: isVolunteerId, make: volunteerId },
  { name: "lease id", is: isLeaseId, make: leaseId },
  { name: "epoch", is: isEpoch, make: epoch },
  { name: "parcel id", is: isParcelId, make: parcelId },
] as const;

describe.each(numbered)("a $name", ({ name, is, make }) => {
  test("is a whole number from 1 to 2^32 - 1", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 0xffff_ffff }), (value) => {
        expect(is(value)).toBe(true);
        expect(make(value)).toBe(value);
      }),
    );
  });

  test.each([0, -1, 0x1_0000_0000, 1.5, NaN, Infinity, -0])("is not %s, and its maker says so by name", (value) => {
    expect(is(value)).toBe(false);
    expect(() => make(value)).toThrow(new RegExp(`^${name} must be a whole number from 1 to 4294967295, got`));
  });

  test("is nothing but a number", () => {
    for (const value of ["1", 1n, null, undefined, [1], {}, true]) expect(is(value)).toBe(false);
  });
});

describe("a tab id", () => {
  test("is 32 lower-case hex digits", () => {
    expect(isTabId("0123456789abcdef0123456789abcdef")).toBe(true);
  });

  test.each([
    { title: "empty", value: "" },
    { title: "too short", value: "0123456789abcdef0123456789abcde" },
    { title: "too long", value: "0123456789abcdef0123456789abcdef0" },
    { title: "upper-case", value: "0123456789ABCDEF0123456789abcdef" },
    { title: "not hex", value: "0123456789abcdef0123456789abcdeg" },
    { title: "followed by a line end", value: "0123456789abcdef0123456789abcdef\n" },
    { title: "a list", value: ["0123456789abcdef0123456789abcdef"] },
    { title: "a number", value: 12 },
  ])("is not $title", ({ value }) => {
    expect(isTabId(value)).toBe(false);
  });
});

describe("a room code", () => {
  test("is six characters of the room alphabet, and every one of them may stand anywhere", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...roomAlphabet.split("")), { minLength: roomCodeLength, maxLength: roomCodeLength }),
        (characters) => {
          expect(isRoomCode(characters.join(""))).toBe(true);
        },
      ),
    );
  });

  test("has no character that is not of the alphabet", () => {
    for (let code = 0; code < 0x250; code += 1) {
      const character = String.fromCharCode(code);
      expect(isRoomCode(`ABC23${character}`)).toBe(roomAlphabet.includes(character));
    }
  });

  test.each(["", "ABC23", "ABC2345", "ABC234\n", " ABC234", 234_567, null])("is not %j", (value) => {
    expect(isRoomCode(value)).toBe(false);
  });

  test("is made of thirty-one characters, none of them like another", () => {
    expect(new Set(roomAlphabet).size).toBe(roomAlphabet.length);
    expect(roomAlphabet).toHaveLength(31);
    expect(roomAlphabet).not.toMatch(/[01OIL]/);
  });
});
