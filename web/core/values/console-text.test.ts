import { expect, test } from "vitest";
import { consoleText } from "./console-text.ts";
import { maxConsoleCharacters } from "./limits.ts";

test.each([
  [["a", 1, true], "a 1 true"],
  [["%s of %d", "x"], "%s of %d x"],
  [[undefined, null, -0], "undefined null -0"],
  [[{ n: [1, 2] }], '{"n": [1, 2]}'],
  [[new RangeError("too far")], "RangeError: too far"],
  [[], ""],
])("%j is written as %s", (values, text) => {
  expect(consoleText(values)).toBe(text);
});

test("a line is cut at its limit, however much it is given", () => {
  const many = Array.from({ length: 1_000_000 }, () => "word");
  for (const values of [many, ["x".repeat(10_000_000)], [many]]) {
    const text = consoleText(values);
    expect(text.length).toBeLessThanOrEqual(maxConsoleCharacters);
    expect(text).toContain("…");
  }
});

test("what cannot be read is not read", () => {
  const trap = Object.defineProperty({}, "trap", {
    enumerable: true,
    get() {
      throw new Error("no");
    },
  });
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  expect(() => consoleText([trap, proxy, Symbol("s"), () => 1])).not.toThrow();
});
