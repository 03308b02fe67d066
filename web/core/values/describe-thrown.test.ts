import { expect, test } from "vitest";
import { describeThrown } from "./describe-thrown.ts";
import { thrownError } from "./thrown.ts";

const asIs = (stack: string): string => stack;

test("an error keeps its name, its message and a readable stack", () => {
  const error = new RangeError("too far");
  error.stack = "at blob:1";
  expect(describeThrown(error, (stack) => stack.replace("blob:1", "task.js"))).toEqual({
    name: "RangeError",
    message: "too far",
    stack: "at task.js",
  });
});

test.each([
  ["a string", "oops", "oops"],
  ["a number", 42, "42"],
  ["undefined", undefined, "undefined"],
  ["a symbol", Symbol("s"), "Symbol(s)"],
  ["an object", { code: 7 }, '{"code": 7}'],
  ["an object without a text", Object.create(null), "{}"],
])("%s is described by its text", (_, thrown, message) => {
  expect(describeThrown(thrown, asIs)).toEqual({ name: "Thrown", message, stack: "" });
});

test("what throws while it is read is described all the same", () => {
  const refusing = {
    get(): never {
      throw new Error("no");
    },
  };
  const error: unknown = Object.create(Error.prototype, { name: refusing, message: refusing, stack: refusing });
  expect(describeThrown(error, asIs)).toEqual({ name: "Error", message: "", stack: "" });
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const message = "a value that cannot be shown";
  expect(describeThrown(proxy, asIs)).toEqual({ name: "Thrown", message, stack: "" });
});

test("long texts are cut, and show that they were", () => {
  const long = "x".repeat(10_000);
  const { name, message, stack } = thrownError(long, long, long);
  expect([name.length, message.length, stack.length]).toEqual([200, 2000, 8000]);
  expect(message.endsWith("x…")).toBe(true);
});
