import { execFile, spawn, type ChildProcess, type ChildProcessByStdio } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { promisify } from "node:util";

const runFile = promisify(execFile);

/** A project with nothing in it but this package, installed from the file that would be published. */
export class InstalledPackage {
  readonly #home: string;
  /** The project's folder. */
  readonly folder: string;

  private constructor(home: string) {
    this.#home = home;
    this.folder = join(home, "project");
  }

  /** Packs what stands in `dist`, and builds what is missing there. */
  static async install(): Promise<InstalledPackage> {
    const home = mkdtempSync(join(tmpdir(), "tabpool-package-"));
    const installed = new InstalledPackage(home);
    mkdirSync(installed.folder);
    installed.write("package.json", JSON.stringify({ private: true, type: "module" }));
    await runNpm(process.cwd(), "pack", "--pack-destination", home);
    const file = readdirSync(home).find((name) => name.endsWith(".tgz")) ?? "";
    await runNpm(installed.folder, "install", "--offline", "--no-audit", "--no-fund", join(home, file));
    return installed;
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  /** Runs a script with Node in the project's folder. Resolves to what it has printed; rejects with that where it fails. */
  async runNode(...argv: readonly string[]): Promise<string> {
    const { stdout } = await runFile(process.execPath, argv, { cwd: this.folder });
    return stdout;
  }

  /** Has the project the package that this one's own tests have, too. */
  link(name: string): void {
    const linked = join(this.folder, "node_modules", name);
    if (!existsSync(linked)) symlinkSync(join(process.cwd(), "node_modules", name), linked, "junction");
  }

  /** Copies one of the examples into the project. `change`: what has to be another text there. */
  copyExample(name: string, change: (text: string) => string = String): void {
    this.write(name, change(readFileSync(join(process.cwd(), "examples", name), "utf8")));
  }

  /** Copies one of the examples that are a folder into the project. */
  copyExampleFolder(name: string): void {
    cpSync(join(process.cwd(), "examples", name), join(this.folder, name), { recursive: true });
  }

  /** Starts a script with Node in the project's folder. */
  startNode(...argv: readonly string[]): RunningScript {
    return new RunningScript(spawn(process.execPath, argv, { cwd: this.folder, stdio: ["pipe", "pipe", "inherit"] }));
  }

  /** Starts the package's command in the project's folder, with this text as its standard input. */
  startCommand(argv: readonly string[], input: string): RunningScript {
    const command = spawn(join(this.folder, "node_modules/.bin/tabpool"), argv, {
      cwd: this.folder,
      shell: process.platform === "win32",
    });
    command.stdin.end(input);
    return new RunningScript(command);
  }

  remove(): void {
    rmSync(this.#home, { recursive: true });
  }
}

/** A script that runs, and the lines that it has printed. */
export class RunningScript {
  readonly #child: ChildProcess;
  readonly lines: string[] = [];
  /** What it has written to its standard error, where that is not this process's own. */
  readonly errors: string[] = [];
  /** Its exit code, once it has ended; null where a signal has ended it. */
  readonly ended: Promise<number | null>;

  constructor(child: ChildProcessByStdio<Writable | null, Readable, Readable | null>) {
    createInterface({ input: child.stdout }).on("line", (line) => this.lines.push(line));
    if (child.stderr !== null) createInterface({ input: child.stderr }).on("line", (line) => this.errors.push(line));
    this.#child = child;
    this.ended = new Promise((resolve) => {
      child.once("close", resolve);
    });
  }

  /** Writes a line to its standard input. */
  tell(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  kill(): void {
    this.#child.kill();
  }
}

async function runNpm(cwd: string, ...argv: readonly string[]): Promise<void> {
  await runFile("npm", argv, { cwd, shell: process.platform === "win32" });
}
