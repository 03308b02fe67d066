import { spawn, type ChildProcessByStdio } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { bundleScript } from "../../../web/compute/build/bundle-script.ts";
import { threadSlot } from "../../compute/build/thread-slot.ts";

/** A process that a test may kill at any moment. */
export class Child {
  readonly pid: number;
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  /** What it has printed. */
  readonly lines: string[] = [];
  /** Resolves once nothing is left of it, and all that it printed is there. */
  readonly ended: Promise<void>;
  #awaited = { count: Infinity, there: (): void => {} };

  constructor(source: string, argv: readonly string[]) {
    this.#child = spawn(process.execPath, ["--input-type=module", "-", ...argv], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.pid = this.#child.pid ?? 0;
    this.#child.stdin.end(source);
    createInterface({ input: this.#child.stdout }).on("line", (line) => {
      this.lines.push(line);
      if (this.lines.length >= this.#awaited.count) this.#awaited.there();
    });
    this.ended = new Promise((resolve) => {
      this.#child.once("close", () => resolve());
    });
  }

  /** Resolves once it has printed so many lines, or has ended. */
  async printed(count: number): Promise<void> {
    if (this.lines.length >= count) return;
    const all = new Promise<void>((there) => {
      this.#awaited = { count, there };
    });
    await Promise.race([all, this.ended]);
  }

  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.ended;
  }
}

/** The script as one text that Node runs without the files around it. */
export function bundled(script: URL): Promise<string> {
  return bundleScript(fileURLToPath(script), "es", false, new Set(), [threadSlot(new Set())]);
}
