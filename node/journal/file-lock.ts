import { randomBytes } from "node:crypto";
import { readFileSync, linkSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { isFields } from "../../web/core/fields.ts";

/** What stands in a lock: the process that has the file open. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** A file beside another one that says which process has that open: Node cannot lock files themselves. */
export class FileLock {
  readonly #path: string;
  readonly #text: string;

  private constructor(path: string, text: string) {
    this.#path = path;
    this.#text = text;
  }

  /**
   * Takes the lock of a file. One that a process has left behind as it died is taken over.
   *
   * @throws Error where a process has it, this one included.
   */
  static take(file: string): FileLock {
    const path = `${file}.lock`;
    const holder: Holder = { pid: process.pid, host: hostname(), since: Date.now() };
    const text = JSON.stringify({ ...holder, token: randomBytes(8).toString("hex") });
    while (!isWritten(path, text)) {
      const found = readText(path);
      if (found === null) continue;
      const other = holderIn(found);
      if (other === null || isAlive(other)) throw heldBy(other, path);
      if (!isSetAside(path, found)) throw heldBy(null, path);
    }
    return new FileLock(path, text);
  }

  release(): void {
    if (readText(this.#path) === this.#text) rmSync(this.#path, { force: true });
  }
}

function codeOf(error: unknown): unknown {
  return isFields(error) ? error["code"] : undefined;
}

/** False where there is one already. */
function isWritten(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: "wx" });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** null where it is gone. */
function readText(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

/** null for one that is being written at this moment. */
function holderIn(text: string): Holder | null {
  try {
    const read: unknown = JSON.parse(text);
    if (!isFields(read)) return null;
    const { pid, host, since } = read;
    return typeof pid === "number" && typeof host === "string" && typeof since === "number"
      ? { pid, host, since }
      : null;
  } catch {
    return null;
  }
}

function isAlive({ pid, host, since }: Holder): boolean {
  // Of another machine's processes nothing is known here.
  if (host !== hostname()) return true;
  // In a container each start has the number of the one before.
  if (pid === process.pid) return since >= Date.now() - process.uptime() * 1_000;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== "ESRCH";
  }
}

/** Takes the lock of a dead process away. False where another process was quicker, and has the file now. */
function isSetAside(path: string, dead: string): boolean {
  const aside = `${path}.${randomBytes(8).toString("hex")}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return true;
    throw error;
  }
  try {
    if (readText(aside) === dead) return true;
    linkSync(aside, path);
    return false;
  } finally {
    rmSync(aside, { force: true });
  }
}

function heldBy(holder: Holder | null, path: string): Error {
  const remedy = `If no process has, delete ${path}.`;
  if (holder === null) return new Error(`another process has it open. ${remedy}`);
  const { pid, host } = holder;
  if (host !== hostname()) return new Error(`process ${pid} on ${host} has it open. ${remedy}`);
  const who = pid === process.pid ? "this process" : `process ${pid}`;
  return new Error(`${who} has it open. ${remedy}`);
}
