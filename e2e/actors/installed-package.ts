import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

  remove(): void {
    rmSync(this.#home, { recursive: true });
  }
}

async function runNpm(cwd: string, ...argv: readonly string[]): Promise<void> {
  await runFile("npm", argv, { cwd, shell: process.platform === "win32" });
}
