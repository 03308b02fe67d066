import type { Stage } from "../../text/stage.ts";
import { readJson } from "./read-json.ts";
import { WrongRow } from "./wrong-row.ts";

/** One value for each line that is not blank. */
export class JsonLines implements Stage<string, unknown> {
  #number = 0;

  *take(line: string): Generator {
    this.#number += 1;
    if (line.trim() === "") return;
    const read = readJson(line);
    yield read.type === "value" ? read.value : new WrongRow(this.#number, `is no JSON value: ${read.problem}`, line);
  }

  end(): readonly unknown[] {
    return [];
  }
}
