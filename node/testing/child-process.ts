import { spawn, type ChildProcessByStdio } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** A process that a test may kill at any moment. */
export class Child {
  readonly pid: number;
  readonly #child: ChildProcessByStdio<null, Readable, null>;
  /** What it has printed. */
  readonly lines: string[] = [];
  /** Resolves once nothing is left of it, and all that it printed is there. */
  readonly ended: Promise<void>;
  #awaited = { count: Infinity, there: (): void => {} };

  constructor(script: string, argv: readonly string[]) {
    this.#child = spawn(process.execPath, [script, ...argv], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.pid = this.#child.pid ?? 0;
    createInterface({ input: this.#child.stdout }).on("line", (line) => {
      this.lines.push(line);
      if (this.lines.length >= this.#awaited.count) this.#awaited.there();
    });
    this.ended = new Promise((resolve) => {
      this.#child.once("close", () => resolve());
    });
  }

  /** Resolves once it has printed so many lines; with false where it has ended before. */
  printed(count: number): Promise<boolean> {
    if (this.lines.length >= count) return Promise.resolve(true);
    const all = new Promise<boolean>((resolve) => {
      this.#awaited = { count, there: () => resolve(true) };
    });
    return Promise.race([all, this.ended.then(() => false)]);
  }

  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.ended;
  }
}
