import { expect, test } from "vitest";
import { readTarget } from "./program-text.ts";

const noModules = (): Promise<string> => Promise.reject(new Error("no module is read here"));

/** A function with that text. */
function written(text: string): unknown {
  return Reflect.construct(Function, [`return ${text};`])();
}

test.each([
  ["(text) => new DOMParser().parseFromString(text, 'text/html')", "`DOMParser` is there only in pages"],
  ["(element) => element instanceof HTMLElement", "`HTMLElement` is there only in pages"],
  ["(input) => find(input)", "`find` is outside the function"],
  ["(input) => new Sensor(input)", "`Sensor` is outside the function"],
])("what a page has and Workers have not is refused: %s", async (text, words) => {
  await expect(readTarget(written(text), "the function", noModules)).rejects.toThrow(words);
});

test("what Workers have too is taken, also if it is on no list", async () => {
  const target = written("(names) => [...new Headers(names)]");
  await expect(readTarget(target, "the function", noModules)).resolves.toMatchObject({ text: { preludes: [] } });
});
