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
  jobNumber,
  leaseId,
  nextJobId,
  parcelId,
  roomAlphabet,
  roomCodeLength,
  volunteerId,
} from "./ids.ts";

const largest = 0xffff_ffff;
const numbered = [
  { name: "job id", is: isJobId, make: jobId, most: Number.MAX_SAFE_INTEGER },
  { name: "volunteer id", is: isVolunteerId, make: volunteerId, most: largest },
  { name: "lease id", is: isLeaseId, make: leaseId, most: largest },
  { name: "epoch", is: isEpoch, make: epoch, most: largest },
  { name: "parcel id", is: isParcelId, make: parcelId, most: largest },
] as const;

describe.each(numbered)("a $name", ({ name, is, make, most }) => {
  test(`is a whole number from 1 to ${most}`, () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: most }), (value) => {
        expect(is(value)).toBe(true);
        expect(make(value)).toBe(value);
      }),
    );
  });

  test.each([0, -1, most + 1, 1.5, NaN, Infinity, -0])("is not %s, and its maker says so by name", (value) => {
    expect(is(value)).toBe(false);
    expect(() => make(value)).toThrow(new RegExp(`^${name} must be a whole number from 1 to ${most}, got`));
  });

  test("is nothing but a number", () => {
    for (const value of ["1", 1n, null, undefined, [1], {}, true]) expect(is(value)).toBe(false);
  });
});

describe("the next job's id", () => {
  test("counts on from the last one's number, and is larger than any of an earlier epoch", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000_000 }), fc.integer({ min: 0, max: largest - 1 }), (start, jobs) => {
        const last = jobs === 0 ? 0 : nextJobId(epoch(start), jobs - 1);
        const next = nextJobId(epoch(start), last);
        expect(jobNumber(next)).toBe(jobs + 1);
        expect(next).toBeGreaterThan(last);
        expect(nextJobId(epoch(start + 1), last)).toBeGreaterThan(next);
      }),
    );
  });

  test("is not one that was used in an earlier epoch, where that one's record is lost", () => {
    expect(nextJobId(epoch(2), 0)).not.toBe(nextJobId(epoch(1), 0));
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
