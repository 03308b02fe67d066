import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { createInterface } from "node:readline";
import { builtScript } from "../../node/testing/built-script.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Each is made once for all specs of a process, and apart from those of the others. */
const scripts = new Map<string, Promise<string>>();

/** What Node can run of this file of the project. */
export function scriptOnce(entry: string): Promise<string> {
  const made = scripts.get(entry) ?? builtScript(entry, `-${process.pid}`);
  scripts.set(entry, made);
  return made;
}

/** A process of Node that a spec has started, and the lines of JSON that it prints. */
export class NodeProcess {
  readonly #child: ChildProcess;
  readonly #asking: ((line: unknown) => void)[] = [];
  readonly lines: unknown[] = [];
  /** Its exit code, once it has ended; null where a signal has ended it. */
  readonly ended: Promise<number | null>;

  private constructor(script: string, argv: readonly string[]) {
    const child = spawn(process.execPath, [script, ...argv], { cwd: root, stdio: ["pipe", "pipe", "inherit"] });
    createInterface({ input: child.stdout }).on("line", (text) => {
      const line: unknown = JSON.parse(text);
      this.lines.push(line);
      this.#asking.shift()?.(line);
    });
    this.#child = child;
    this.ended = new Promise((resolve) => {
      child.once("close", resolve);
    });
  }

  /** Runs `e2e/processes/<name>.ts`. */
  static async start(name: string, ...argv: readonly string[]): Promise<NodeProcess> {
    return new NodeProcess(await scriptOnce(`e2e/processes/${name}.ts`), argv);
  }

  /** Hands over a line of JSON; resolves to the line that answers it. Rejects where the process ends before. */
  async ask(question: unknown): Promise<unknown> {
    const answered = new Promise<unknown>((resolve) => this.#asking.push(resolve));
    this.#child.stdin?.write(`${JSON.stringify(question)}\n`);
    return Promise.race([
      answered,
      this.ended.then(() => {
        throw new Error(`the process has ended; it was asked ${JSON.stringify(question)}`);
      }),
    ]);
  }

  /** Ends the input that the process may read. */
  endInput(): void {
    this.#child.stdin?.end();
  }

  kill(signal: NodeJS.Signals = "SIGTERM"): void {
    this.#child.kill(signal);
  }
}
