import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describerOf, describeTask } from "./describer.ts";
import { fillTemplate, maxTemplateLength, templateFlaw } from "./template.ts";

describe("a template", () => {
  test.each([
    ["{0} * {0}", [8_399, 1], "8399 * 8399"],
    ["{}", 8_399, "8399"],
    ["{}", "a text as it is", "a text as it is"],
    ["{} twice: {}", [1, "two"], '[1, "two"] twice: [1, "two"]'],
    ["{from} to {to}", { from: 2, to: [5n] }, "2 to [5n]"],
    ["{0}", { 0: "by name" }, "by name"],
    ["{a b.c}", { "a b.c": null }, "null"],
    ["{1}", [1, undefined], "undefined"],
    ["{{{0}}}", [7], "{7}"],
    ["{{0}}", [7], "{0}"],
    ["no part at all", 7, "no part at all"],
    ["", 7, ""],
    ["{0} at {1}", [1234.56789012, -0], "1234.568 at -0"],
    ["{}", 2 ** 53 - 1, "9007199254740991"],
  ])("%s of case %# says: $2", (template, input, words) => {
    expect(templateFlaw(template)).toBeNull();
    expect(fillTemplate(template, input)).toBe(words);
  });

  test.each([
    ["an element that the list lacks", "{2}", [1, 2]],
    ["a hole of a list", "{0}", Array(1)],
    ["a property of a list, such as its length", "{length}", [1]],
    ["a property that the object has from elsewhere", "{toString}", {}],
    ["a part of a text", "{0}", "abc"],
    ["a part of nothing", "{name}", null],
  ])("that names %s says nothing of the input", (_, template, input) => {
    expect(fillTemplate(template, input)).toBeNull();
  });

  test.each([
    ["{0", { key: "brace-not-closed", place: 1 }],
    ["a }", { key: "brace-closes-nothing", place: 3 }],
    ["{a{b}", { key: "brace-in-braces", place: 1 }],
  ])("as malformed as %j is refused with the place", (template, flaw) => {
    expect(templateFlaw(template)).toEqual(flaw);
    expect(fillTemplate(template, [1])).toBeNull();
  });
});

test("a result in words has parts of its value, of its input where the value has none of that name, and is the value where neither has one", () => {
  const describer = describerOf({ input: null, task: null, result: "tile at {x}: {size}" });
  expect(describer.describeResult({ size: 4 }, { x: 8, size: 5 })).toBe("tile at 8: 4");
  expect(describer.describeResult({ size: undefined }, { x: 8, size: 5 })).toBe("tile at 8: undefined");
  expect(describer.describeResult(Uint8Array.of(1, 2), { x: 8, size: 5 })).toBe("tile at 8: 5");
  expect(describer.describeResult([1, 2], undefined)).toBe("[1, 2]");
});

function refuse(): never {
  throw new Error("mine alone");
}

const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withSparseArray: true,
  withNullPrototype: true,
});

const anyTemplate = fc.option(
  fc.oneof(
    fc.string({ maxLength: maxTemplateLength }),
    fc
      .array(fc.constantFrom("{", "}", "{}", "{0}", "{1}", "{a}", "{length}", "x", "{{", "}}"), { maxLength: 60 })
      .map((parts) => parts.join("")),
  ),
);

describe("a task in words", () => {
  test("is text of a few hundred characters, whatever the template and the input are", () => {
    const long = fc.constantFrom("x".repeat(5_000), ["y".repeat(5_000)], { a: "z".repeat(5_000) });
    fc.assert(
      fc.property(anyTemplate, anyTemplate, fc.oneof(anything, long), (input, task, value) => {
        const describer = describerOf({ input, task, ...(task === null ? {} : { result: task }) });
        for (const words of [
          describer.describeInput(value),
          describer.describeTask(value),
          describer.describeResult(value, input),
          describeTask(task, value),
        ]) {
          expect(typeof words).toBe("string");
          expect(words.length).toBeLessThan(1_000);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test("is the value of the input where the template does not fit it", () => {
    const describer = describerOf({ input: "{0}", task: null });
    expect(describer.describeInput({ a: 1 })).toBe('{"a": 1}');
    expect(describer.describeTask("a text")).toBe('"a text"');
  });

  test("is found for a value that does not let itself be read", () => {
    const foreign = new Proxy({}, { ownKeys: refuse, get: refuse, getOwnPropertyDescriptor: refuse });
    expect(describeTask("{name}", foreign)).toBe("a value that cannot be shown");
    expect(describeTask("{}", foreign)).toBe("a value that cannot be shown");
  });
});
