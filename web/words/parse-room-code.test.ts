import { describe, expect, test } from "vitest";
import { parseRoomCode } from "./parse-room-code.ts";

describe("a room code as typed", () => {
  test.each(["ABC234", "abc234", " abc 234 ", "ABC-234", "a b c 2 3 4"])("%o is forgiven its form", (text) => {
    expect(parseRoomCode(text)).toEqual({ type: "value", value: "ABC234" });
  });

  test("names the characters that no code has", () => {
    expect(parseRoomCode("AB01!4")).toEqual({
      type: "problem",
      problem: "A room code has no 0, 1, !: only letters and digits, without I, L, O, 0 and 1.",
    });
  });

  test("says how long a code is where it is too short or too long", () => {
    expect(parseRoomCode("ABC")).toEqual({ type: "problem", problem: "A room code has 6 characters. This one has 3." });
    expect(parseRoomCode("ABC2345")).toEqual({
      type: "problem",
      problem: "A room code has 6 characters. This one has 7.",
    });
    expect(parseRoomCode(" ")).toEqual({ type: "problem", problem: "A room code has 6 characters." });
  });
});
