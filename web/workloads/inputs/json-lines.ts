import { messageOf } from "../../core/message-of.ts";
import { problem, value, type Result } from "../../core/result.ts";
import { cutWords } from "../../core/values/shown-value.ts";
import { formatCount } from "../../words/format.ts";
import type { Stage } from "./stage.ts";

/** Characters of a wrong line that are shown. */
const mostShown = 60;

/** One value for each line that is not blank. The first line that is no JSON value ends it. */
export class JsonLines implements Stage<string, unknown> {
  #number = 0;

  *take(line: string): Generator {
    this.#number += 1;
    if (line.trim() === "") return;
    const read = readJson(line);
    if (read.type === "problem") throw new Error(wrongLine(this.#number, line, read.problem));
    yield read.value;
  }

  end(): readonly unknown[] {
    return [];
  }
}

export function wrongLine(number: number, line: string, why: string): string {
  return `line ${formatCount(number)} is no JSON value: ${why}: ${cutWords(line, mostShown)}`;
}

/** The value of a JSON text, or why there is none. */
export function readJson(text: string): Result<unknown> {
  try {
    const found: unknown = JSON.parse(text);
    return value(found);
  } catch (error) {
    return problem(messageOf(error));
  }
}
