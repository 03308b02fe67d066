import type { Stage } from "./stage.ts";

/** Puts lines that follow each other together, `size` at a time, and at the end what is left. */
export class Passages implements Stage<string, string> {
  readonly #size: number;
  #lines: string[] = [];

  constructor(size: number) {
    this.#size = size;
  }

  *take(line: string): Generator<string> {
    this.#lines.push(line);
    if (this.#lines.length >= this.#size) yield* this.end();
  }

  *end(): Generator<string> {
    if (this.#lines.length > 0) yield this.#lines.splice(0).join("\n");
  }
}
