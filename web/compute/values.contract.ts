import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { outcomes } from "../core/job/job.ts";
import { fromJson } from "../core/values/json-reader.ts";
import { toJson } from "../core/values/json-writer.ts";
import { anyValue } from "../core/values/testing/arbitrary-values.ts";
import { differences } from "../core/values/testing/differences.ts";
import type { OpenedCompute } from "./testing/opened-compute.ts";

/** Expressions whose value a task returns, each with the value that must come back. */
const returned: readonly (readonly [string, unknown])[] = [
  ["undefined", undefined],
  ["-0", -0],
  ["NaN", NaN],
  ["5n", 5n],
  ["'hi \\ud83d'", "hi \ud83d"],
  ["new Date(NaN)", new Date(NaN)],
  ["/a/gi", /a/gi],
  ["new Map([[1, 'x']])", new Map([[1, "x"]])],
  ["new Set([1, 2, 3])", new Set([1, 2, 3])],
  ["new Uint8Array([1, 2, 3]).buffer", new Uint8Array([1, 2, 3]).buffer],
  ["new DataView(new ArrayBuffer(2))", new DataView(new ArrayBuffer(2))],
  ["[1, , 3]", Object.assign(Array(3), { 0: 1, 2: 3 })],
  ["'abc'.match(/b/)", "abc".match(/b/)],
  [`JSON.parse('{"__proto__": 1, "__proto_": 2}')`, JSON.parse('{"__proto__": 1, "__proto_": 2}')],
  ["new Number(5)", 5],
  ["new (class Point { x = 1; #y = 2; move() {} })()", { x: 1 }],
  ["Object.create(null)", {}],
];

/** What comes back of any kind of compute is what tasks returned and threw. */
export function describeValues(kind: string, open: (slots: number) => Promise<OpenedCompute>): void {
  describe(kind, () => {
    let pool: OpenedCompute;

    beforeAll(async () => {
      pool = await open(1);
    });

    afterAll(() => pool.close());

    test("any value comes back from a Worker and out of a file unchanged", async () => {
      const job = pool.openJob("export default (value) => value");
      await fc.assert(
        fc.asyncProperty(fc.array(anyValue, { minLength: 1, maxLength: 8 }), async (makers) => {
          const values = makers.map((make) => make());
          const answers = await pool.run(job, values);
          expect(answers).toHaveLength(values.length);
          for (const [at, value] of values.entries()) {
            const answer = answers[at];
            if (answer === undefined || !("value" in answer)) throw new TypeError(JSON.stringify(answer));
            expect(differences(value, answer.value)).toEqual([]);
            expect(differences(answer.value, fromJson(JSON.parse(toJson(answer.value))))).toEqual([]);
          }
        }),
        { numRuns: 200 },
      );
    });

    test("a task's value comes back unchanged", async () => {
      for (const [expression, value] of returned) {
        const [answer] = await pool.runProgram(`export default () => ${expression}`, [0]);
        if (answer === undefined || !("value" in answer))
          throw new TypeError(`${expression}: ${JSON.stringify(answer)}`);
        expect(differences(value, answer.value), expression).toEqual([]);
      }
    });

    test("an error that is returned keeps its cause and its properties, and its stack names the program", async () => {
      const source = `export default () =>
    Object.assign(new RangeError("outer", { cause: new Error("root") }), { status: 404 })`;
      const [answer] = await pool.runProgram(source, [0]);
      const value = answer !== undefined && "value" in answer ? answer.value : null;
      if (!(value instanceof RangeError) || !(value.cause instanceof Error)) throw new TypeError("no error came back");
      expect(value).toMatchObject({ message: "outer", status: 404, cause: { message: "root" } });
      for (const { stack } of [value, value.cause]) {
        expect(stack).toContain("task.js:2:");
        expect(stack).not.toMatch(/blob:|data:/);
      }
    });

    test("a thrown value comes back unchanged, and a part that cannot be encoded is named", async () => {
      const source = `export default (n) => {
    if (n === 0) throw Object.assign(new Error("outer", { cause: new Error("root") }), { status: 404, retry() {} });
    if (n === 1) throw new AggregateError([new TypeError("a"), 5], "both");
    if (n === 2) throw [new Error("in a list")];
    if (n === 3) throw new DOMException("gone", "AbortError");
    throw Promise.reject(1);
  }`;
      const answers = await pool.runProgram(source, [0, 1, 2, 3, 4]);
      expect(answers.map((answer) => "ended" in answer && answer.ended)).toEqual(answers.map(() => outcomes.threw));
      const { thrown } = pool;
      expect(thrown).toEqual([
        expect.objectContaining({ message: "outer", status: 404, retry: "left out: .retry is a function" }),
        expect.objectContaining({ name: "AggregateError", errors: [expect.any(TypeError), 5] }),
        [expect.objectContaining({ message: "in a list" })],
        expect.objectContaining({ name: "AbortError", message: "gone" }),
        expect.objectContaining({ message: "What was thrown cannot be sent: it is a Promise" }),
      ]);
      expect(thrown[0]).toMatchObject({ cause: { message: "root" } });
    });
  });
}
