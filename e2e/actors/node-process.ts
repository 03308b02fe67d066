import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { createInterface } from "node:readline";
import { builtScript } from "../../node/testing/built-script.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A process of Node that a spec has started, and the lines of JSON that it prints. */
export class NodeProcess {
  readonly #child: ChildProcess;
  readonly lines: unknown[] = [];
  /** Its exit code, once it has ended; null where a signal has ended it. */
  readonly ended: Promise<number | null>;

  private constructor(script: string) {
    const child = spawn(process.execPath, [script], { cwd: root, stdio: ["pipe", "pipe", "inherit"] });
    createInterface({ input: child.stdout }).on("line", (line) => this.lines.push(JSON.parse(line)));
    this.#child = child;
    this.ended = new Promise((resolve) => {
      child.once("close", resolve);
    });
  }

  /** Runs `e2e/processes/<name>.ts`. */
  static async start(name: string): Promise<NodeProcess> {
    return new NodeProcess(await builtScript(`e2e/processes/${name}.ts`));
  }

  /** Ends the input that the process may read. */
  endInput(): void {
    this.#child.stdin?.end();
  }

  kill(): void {
    this.#child.kill();
  }
}
