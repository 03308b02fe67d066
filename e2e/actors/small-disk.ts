import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Bytes left beside a ballast: a browser that runs needs a few for itself. */
const leftBytes = 12_000_000;

/** A file system in memory that a test may fill. */
export class SmallDisk {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** Null where this process may not mount one. */
  static mount(): SmallDisk | null {
    const path = mkdtempSync(join(tmpdir(), "tabpool-disk-"));
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=160m", "tmpfs", path], { stdio: "ignore" });
      return new SmallDisk(path);
    } catch {
      rmSync(path, { recursive: true });
      return null;
    }
  }

  fill(): void {
    const { bavail, bsize } = statfsSync(this.path);
    writeFileSync(this.#ballast, Buffer.alloc(bavail * bsize - leftBytes));
  }

  makeRoom(): void {
    rmSync(this.#ballast);
  }

  get #ballast(): string {
    return join(this.path, "ballast");
  }

  /** Whatever still has files open there keeps them until it ends. */
  unmount(): void {
    execFileSync("umount", ["--lazy", this.path]);
    rmSync(this.path, { recursive: true });
  }
}
