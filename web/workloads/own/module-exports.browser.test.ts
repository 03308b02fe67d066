import { afterAll, expect, test } from "vitest";
import { TrialBench } from "../../environment/browser/trial-bench.ts";
import { packAll } from "../../core/values/packed.ts";
import { readExports } from "./module-exports.ts";

const bench = new TrialBench();

afterAll(() => bench.close());

async function inputsOf(declaration: string): Promise<unknown> {
  const read = await readExports(
    { source: `${declaration}\nexport default 1`, files: new Map() },
    ["inputs"],
    (trial) => bench.runTrial(trial),
  );
  return read.type === "value" ? read.value.inputs : read.problem;
}

test("a module's shared value and files are values, or functions that give them", async () => {
  const source =
    "export const shared = async () => new Map([[1, 2]]);\n" +
    "export const files = { 'a.txt': 'ä', 'b.bin': new Uint16Array([1]) };\nexport const view = 'tiles';\nexport default 1";
  const read = await readExports({ source, files: new Map() }, ["shared", "files", "view"], (trial) =>
    bench.runTrial(trial),
  );
  const files = new Map([
    ["a.txt", Uint8Array.of(0xc3, 0xa4)],
    ["b.bin", Uint8Array.of(1, 0)],
  ]);
  expect(read).toEqual({ type: "value", value: { shared: packAll([new Map([[1, 2]])]).bytes, files, view: "tiles" } });
});

test.each([
  ["export const inputs = [1, new Map([[2, 3]])];", { type: "list", values: [1, new Map([[2, 3]])] }],
  ["export const inputs = { from: 1, to: 1000 };", { type: "range", start: 1, step: 1, count: 1000 }],
  ["export function* inputs() { yield 1; yield 'b'; }", { type: "list", values: [1, "b"] }],
  ["export async function* inputs() { yield 1; }", { type: "list", values: [1] }],
  ["export const inputs = new Set([5]);", { type: "list", values: [5] }],
  ["export const inputs = async () => [7];", { type: "list", values: [7] }],
  ["export function* inputs() { for (let n = 0; ; n += 1) yield n; }", { key: "module-inputs-beyond", most: 100_000 }],
  ["export const inputs = 'abc';", { key: "module-inputs", found: "string" }],
  [
    "export const inputs = [1, () => 2];",
    expect.objectContaining({
      key: "module-not-read",
      error: expect.objectContaining({
        name: "TypeError",
        message: expect.stringContaining(".inputs.values[1] is a function"),
      }),
    }),
  ],
])("a module's inputs are read in the sandbox: %s", async (declaration, inputs) => {
  expect(await inputsOf(declaration)).toEqual(inputs);
});
