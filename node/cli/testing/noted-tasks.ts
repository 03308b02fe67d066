import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A function of lines whose tasks are seen as they begin, and end when a test lets them. */
export class NotedTasks {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Notes each line as its task begins, and gives it back; with those that `waits`, an expression of `line`, holds for not before `letGo`. */
  source(waits: string): string {
    return `
      import { appendFileSync, existsSync } from "node:fs";
      const folder = ${JSON.stringify(this.#folder)};
      export default async (line) => {
        appendFileSync(folder + "/begun", line + "\\n");
        while ((${waits}) && !existsSync(folder + "/go")) await new Promise((done) => setTimeout(done, 5));
        return line;
      };`;
  }

  /** The lines of the tasks that have begun, in that order. */
  get begun(): readonly string[] {
    const notes = join(this.#folder, "begun");
    return existsSync(notes) ? readFileSync(notes, "utf8").split("\n").slice(0, -1) : [];
  }

  letGo(): void {
    writeFileSync(join(this.#folder, "go"), "");
  }
}
