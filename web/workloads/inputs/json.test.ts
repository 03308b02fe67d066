import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cut, cuts } from "../../text/testing/cut.ts";
import { outputsOf } from "../../text/testing/stage-outputs.ts";
import { JsonArray } from "./json-array.ts";
import { readJson } from "./read-json.ts";
import { chained } from "../../text/stage.ts";
import { SkipWrongRows, StopAtWrongRow } from "./wrong-row.ts";

describe("elements of a JSON array", () => {
  test("are what JSON.parse gives, however the text is cut into pieces", () => {
    const indents = fc.constantFrom(undefined, 2, "\t");
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 2 })), indents, cuts, (values, indent, places) => {
        const text = ` \n${JSON.stringify(values, null, indent)}\r\n`;
        const whole: unknown = JSON.parse(text);
        // Numbers of more digits than a double keeps are refused.
        fc.pre(readJson(text).type === "value");
        expect([...outputsOf(new JsonArray(), cut(text, places))]).toEqual(whole);
      }),
    );
  });

  test.each([
    ["[1, 2", 1, "element 2 is not finished: the text ends before the ] of the array; give all of it: 2"],
    ['[1, "a', 1, 'element 2 is not finished: the text ends before the ] of the array; give all of it: "a'],
    ["[1, 2,]", 2, "element 3 is no JSON value: "],
    ["[1, {a: 2}, 3]", 1, "element 2 is no JSON value: "],
    ['{"a": 1}', 0, "it is no JSON array: it begins with {"],
    ["[1] [2]", 1, "it is no JSON array: behind its ] stands ["],
    [" ", 0, "it is no JSON array: it has no ["],
  ])("end where it is broken, behind those that are whole: %j", (text, count, problem) => {
    const given: unknown[] = [];
    const read = (): void => {
      const stages = chained(new JsonArray(), new StopAtWrongRow());
      for (const one of outputsOf(stages, [text])) given.push(one);
    };
    expect(read).toThrow(problem);
    expect(given).toHaveLength(count);
  });

  test("that are malformed are skipped where that is wanted, and those behind them are read", () => {
    const stages = chained(new JsonArray(), new SkipWrongRows());
    const [first, wrong, third] = outputsOf(stages, ["[1, {a: 2}, 3]"]);
    expect([first, third]).toEqual([1, 3]);
    expect(wrong).toMatchObject({
      place: "element 2",
      wrong: expect.stringContaining("is no JSON value"),
      text: "{a: 2}",
    });
  });
});

describe("a JSON value", () => {
  test.each([
    "1e5",
    "1E+20",
    "100000000000000000000",
    '"1e400"',
    '{"a\\"": 9007199254740992, "b": "12345678901234567890"}',
  ])("keeps its numbers: %s", (text) => {
    expect(readJson(text)).toEqual({ type: "value", value: JSON.parse(text) });
  });

  test.each([
    ["1e400", "1e400 is too large for a number; write it as a text"],
    ["[-1e999]", "-1e999 is too large for a number; write it as a text"],
    ['{"id": 12345678901234567890}', "12345678901234567890 would become 12345678901234567000; write it as a text"],
  ])("with a number that would become another one is refused: %s", (text, problem) => {
    expect(readJson(text)).toEqual({ type: "problem", problem });
  });
});
