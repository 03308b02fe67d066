import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

/** Gives what `work` gives, or the name that Python has for the error that it throws: `names` has those that differ. */
export function namedAs(names: Readonly<Record<string, string>>): (work: () => unknown) => Promise<unknown> {
  return async (work) => {
    try {
      return (await work()) ?? null;
    } catch (error) {
      const { name } = Object(error);
      return names[name] ?? name;
    }
  };
}

/** What they give, one after the other, as JSON has it. */
export async function all(...steps: readonly (() => unknown)[]): Promise<unknown[]> {
  const values: unknown[] = [];
  for (const step of steps) values.push((await step()) ?? null);
  return values;
}

const hasPython = spawnSync("python3", ["-c", "import multiprocessing"]).status === 0;

/** Tests, where there is a Python, that the answers that are kept of a script in `web/pool/python` are still its own. */
export function testAnswersOf(script: string, answers: unknown): void {
  if (!hasPython) return;
  test("CPython answers as it did", () => {
    const path = fileURLToPath(new URL(`../python/${script}`, import.meta.url));
    expect(JSON.parse(spawnSync("python3", [path], { encoding: "utf8" }).stdout)).toEqual(answers);
  });
}
