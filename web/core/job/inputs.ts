import type { InputSource } from "./input-source.ts";
import { maxTasks, readRecipe, type InputRecipe, type RandomColumn } from "./input-recipe.ts";
import { lookAtMost, openAt, valueAt } from "../values/packed.ts";
import { Inspection } from "./inspection.ts";
import { JobRefused } from "./problem.ts";
import { fraction, threefry } from "./threefry.ts";

/** @throws JobRefused if the recipe cannot be followed, with every problem. */
export function openInputs(recipe: InputRecipe): InputSource {
  const inspection = new Inspection();
  readRecipe(recipe, inspection);
  if (inspection.problems.length > 0) throw new JobRefused(inspection.problems);
  switch (recipe.type) {
    case "range": {
      const { start, step, count } = recipe;
      return guarded(count, (index) => start + index * step);
    }
    case "random":
      return guarded(recipe.count, randomReader(recipe.seed, recipe.columns));
    case "list": {
      const { values } = recipe;
      return guarded(values.length, (index) => values[index]);
    }
    case "packed": {
      const { values } = recipe;
      const source = guarded(
        values.ends.length,
        (index) => valueAt(values, index),
        (index) => lookAtMost(values, index),
      );
      return { ...source, openAt: (index) => openAt(values, index) };
    }
    case "stream":
    case "open":
      throw new RangeError("inputs that come while the job runs are not in its recipe");
    case "lines":
      return openLines(recipe.text);
  }
}

function guarded(
  total: number,
  read: (index: number) => unknown,
  look: (index: number) => unknown = read,
): InputSource {
  if (total > maxTasks) {
    throw new JobRefused([{ field: "inputs", wrong: { key: "too-many", most: maxTasks, found: total } }]);
  }
  const checked = (index: number): number => {
    if (Number.isInteger(index) && index >= 0 && index < total) return index;
    throw new RangeError(`there is no input ${index}: inputs go from 0 to ${total - 1}`);
  };
  return { total, at: (index) => read(checked(index)), look: (index) => look(checked(index)) };
}

function randomReader(seed: number, columns: readonly RandomColumn[]): (index: number) => unknown {
  const block = new Uint32Array(2);
  const drawAt = (index: number, column: number): number => {
    const { smallest, largest } = columns[column] ?? none;
    const span = largest - smallest + 1;
    if (span === 1) return smallest;
    threefry(seed, 0, index, column, block);
    return smallest + Math.floor(fraction(block) * span);
  };
  if (columns.length === 1) return (index) => drawAt(index, 0);
  return (index) => {
    const row: number[] = [];
    for (let column = 0; column < columns.length; column += 1) row.push(drawAt(index, column));
    return row;
  };
}

const none: RandomColumn = { smallest: 0, largest: 0 };

function openLines(text: string): InputSource {
  const starts: number[] = [];
  for (let start = 0; start < text.length;) {
    starts.push(start);
    const end = text.indexOf("\n", start);
    start = end === -1 ? text.length : end + 1;
  }
  return guarded(starts.length, (index) => {
    let end = starts[index + 1] ?? text.length;
    // A search for its end would read all of a line, which may be megabytes.
    if (text.charAt(end - 1) === "\n") end -= text.charAt(end - 2) === "\r" ? 2 : 1;
    return text.slice(starts[index], end);
  });
}
