import { describe, expect, test } from "vitest";
import { parseRoomCode } from "./parse-room-code.ts";

function ofLength(typed: number): unknown {
  return { type: "problem", problem: { key: "code-length", length: 6, typed } };
}

describe("a room code as typed", () => {
  test.each(["ABC234", "abc234", " abc 234 ", "ABC-234", "a b c 2 3 4"])("%o is forgiven its form", (text) => {
    expect(parseRoomCode(text)).toEqual({ type: "value", value: "ABC234" });
  });

  test("names the characters that no code has", () => {
    expect(parseRoomCode("AB01!4")).toEqual({
      type: "problem",
      problem: { key: "code-strangers", characters: ["0", "1", "!"] },
    });
  });

  test("says how long a code is where it is too short or too long", () => {
    expect(parseRoomCode("ABC")).toEqual(ofLength(3));
    expect(parseRoomCode("ABC2345")).toEqual(ofLength(7));
    expect(parseRoomCode(" ")).toEqual(ofLength(0));
  });
});
