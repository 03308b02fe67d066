import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { createInterface } from "node:readline";
import { build } from "vite";
import { threadSlot } from "../../node/compute/build/thread-slot.ts";
import { peerjsInNode } from "../../node/build/peerjs-in-node.ts";
import { standIns } from "../../scripts/stand-ins.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A process of Node that a spec has started, and the lines of JSON that it prints. */
export class NodeProcess {
  readonly #child: ChildProcess;
  readonly lines: unknown[] = [];
  /** Its exit code, once it has ended; null where a signal has ended it. */
  readonly ended: Promise<number | null>;

  private constructor(script: string) {
    const child = spawn(process.execPath, [script], { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
    createInterface({ input: child.stdout }).on("line", (line) => this.lines.push(JSON.parse(line)));
    this.#child = child;
    this.ended = new Promise((resolve) => {
      child.once("close", resolve);
    });
  }

  /** Bundles `e2e/processes/<name>.ts`, which Node could not load by itself, and runs it. */
  static async start(name: string): Promise<NodeProcess> {
    const outDir = `.cache/processes/${name}`;
    await build({
      root,
      configFile: false,
      logLevel: "error",
      publicDir: false,
      plugins: [peerjsInNode(), threadSlot(new Set())],
      resolve: { alias: standIns },
      build: {
        ssr: `e2e/processes/${name}.ts`,
        outDir,
        target: "node20",
        minify: false,
        rolldownOptions: { output: { entryFileNames: "entry.js" } },
      },
    });
    return new NodeProcess(`${outDir}/entry.js`);
  }

  kill(): void {
    this.#child.kill();
  }
}
