import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encode } from "../../core/objects/answer.ts";
import { packAll } from "../../core/values/packed.ts";
import { decodeDown, decodeUp, encodeSession, type DownSession, type UpSession } from "./session-messages.ts";

const args = packAll([1, "two", { three: [3] }]);

const up: readonly UpSession[] = [
  { type: "ping" },
  { type: "goodbye" },
  { type: "call", caller: "own", number: 1, received: 0, object: "id", method: "put", args },
  { type: "call", caller: "1 2.3.4", number: 2, received: 1, object: "id", method: "qsize", args: packAll([]) },
  { type: "caller-ended", caller: "1 2.3.4", how: "lost" },
  { type: "name-call", number: 1, name: "getTask", args },
];

const down: readonly DownSession[] = [
  { type: "ping" },
  { type: "goodbye" },
  { type: "welcome", names: ["getTask", "getResult"] },
  { type: "answer", caller: "own", number: 1, answer: { type: "value", value: encode([1]) } },
  { type: "answer", caller: "own", number: 2, answer: { type: "error", name: "Empty", message: "none" } },
  { type: "name-answer", number: 1, answer: { type: "value", value: encode(undefined) } },
  { type: "name-answer", number: 2, answer: { type: "error", name: "Error", message: "" } },
];

/** A message of this head, with two bytes behind it. */
function headed(head: unknown): Uint8Array {
  const bytes = encode(head);
  return Uint8Array.of(0, 0, bytes.length >> 8, bytes.length & 0xff, ...bytes, 1, 2);
}

describe("messages of a session", () => {
  test.each(up)("$type of a client is read as it was sent", (message) => {
    expect(decodeUp(encodeSession(message))).toEqual(message);
  });

  test.each(down)("$type of a manager is read as it was sent", (message) => {
    expect(decodeDown(encodeSession(message))).toEqual(message);
  });

  test.each<readonly [string, Uint8Array]>([
    ["nothing", new Uint8Array()],
    ["a length alone", Uint8Array.of(0, 0, 0, 1)],
    ["a head that is no list", headed("ping")],
    ["no kind", headed([])],
    ["an unknown kind", headed(["toString"])],
    ["a call without a caller", headed(["call", null, 1, 0, "id", "put", [2]])],
    ["a call of a caller with an endless key", headed(["call", "x".repeat(201), 1, 0, "id", "put", [2]])],
    ["a number below none", headed(["call", "own", -1, 0, "id", "put", [2]])],
    ["a number that is none", headed(["name-call", Number.NaN, "name", [2]])],
    ["ends that are no list", headed(["name-call", 1, "name", 2])],
    ["ends that go back", headed(["name-call", 1, "name", [2, 1]])],
    ["ends beyond the end", headed(["name-call", 1, "name", [3]])],
    ["ends before the end", headed(["name-call", 1, "name", [1]])],
    ["an end of no kind", headed(["caller-ended", "own", "gone"])],
    ["names that are none", headed(["welcome", 1])],
    ["an error without words", headed(["answer", "own", 1, "Error"])],
  ])("%s is refused", (_, bytes) => {
    expect(() => decodeUp(bytes)).toThrow();
    expect(() => decodeDown(bytes)).toThrow();
  });

  test("any bytes are read or refused with an error", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        for (const decoded of [decodeUp, decodeDown]) {
          try {
            expect(typeof decoded(bytes).type).toBe("string");
          } catch (error) {
            expect(error).toBeInstanceOf(Error);
          }
        }
      }),
    );
  });
});
