import { spawn, type ChildProcessByStdio } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { vi } from "vitest";

/** A command that runs in a process of its own, with pipes for all three of its streams. */
export class RunningCommand {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  /** What it has written, line by line. */
  readonly results: string[] = [];
  readonly errors: string[] = [];
  /** Resolves to its exit code, once it has ended and all that it wrote is there; null where a signal has ended it. */
  readonly ended: Promise<number | null>;

  /** `environment`: variables in the place of this process's own. */
  constructor(
    script: string,
    argv: readonly string[],
    cwd: string,
    environment: Readonly<Record<string, string>> = {},
  ) {
    this.#child = spawn(process.execPath, [script, ...argv], {
      cwd,
      env: { ...process.env, ...environment },
      stdio: ["pipe", "pipe", "pipe"],
    });
    // It may end before it has read all that is written to it.
    this.#child.stdin.on("error", () => {});
    createInterface({ input: this.#child.stdout }).on("line", (line) => this.results.push(line));
    createInterface({ input: this.#child.stderr }).on("line", (line) => this.errors.push(line));
    this.ended = new Promise((resolve) => {
      this.#child.once("close", resolve);
    });
  }

  get stdin(): Writable {
    return this.#child.stdin;
  }

  /** Writes the inputs, a line each, and closes its input. */
  feed(inputs: readonly (string | number)[]): this {
    this.stdin.end(inputs.map((input) => `${input}\n`).join(""));
    return this;
  }

  /** Resolves once it has written so many results, or has ended. */
  async wrote(count: number): Promise<void> {
    await Promise.race([this.ended, until(() => this.results.length >= count)]);
  }

  /** Resolves once it has said so on its standard error, or has ended. */
  async said(text: string): Promise<void> {
    await Promise.race([this.ended, until(() => this.errors.some((line) => line.includes(text)))]);
  }

  /** Nobody reads its results any more. */
  stopReading(): void {
    this.#child.stdout.destroy();
  }

  /** Without effect on a process that is gone. */
  signal(name: "SIGINT" | "SIGKILL"): void {
    this.#child.kill(name);
  }
}

/** Resolves once it is so, however long that takes. */
export function until(isSo: () => boolean): Promise<void> {
  return vi.waitUntil(isSo, { timeout: 170_000, interval: 10 }).then(() => undefined);
}
