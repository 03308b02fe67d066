import { randomBytes } from "node:crypto";
import { readFileSync, linkSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { isFields } from "../../web/core/fields.ts";
import { isAlive, readHolder, thisMachine, type Holder, type Machine } from "./lock-holder.ts";

/** Milliseconds. Writing a lock takes a moment: one that says nothing for longer is what a crash has left of it. */
const longestWritingMs = 10_000;

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
    const machine = thisMachine();
    const { pid, host, boot } = machine;
    const holder: Holder = { pid, host, since: Date.now(), boot, started: machine.startOf(pid) };
    const text = JSON.stringify({ ...holder, token: randomBytes(8).toString("hex") });
    while (!isWritten(path, text)) {
      const found = readText(path);
      if (found === null) continue;
      const other = readHolder(found);
      const isHeld = other === null ? isBeingWritten(path) : isAlive(other, machine);
      if (isHeld || !isSetAside(path, found)) throw heldBy(isHeld ? other : null, machine, path);
    }
    return new FileLock(path, text);
  }

  /** @throws Error where another process has taken it over, or somebody has deleted it. */
  assertHeld(): void {
    if (!this.#isHeld) throw new Error(`${this.#path} is gone: another process may have the file open`);
  }

  release(): void {
    if (this.#isHeld) rmSync(this.#path, { force: true });
  }

  get #isHeld(): boolean {
    return readText(this.#path) === this.#text;
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

function isBeingWritten(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && Date.now() - found.mtimeMs < longestWritingMs;
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

function heldBy(holder: Holder | null, machine: Machine, path: string): Error {
  const remedy = `If no process has, delete ${path}.`;
  if (holder === null) return new Error(`another process has it open. ${remedy}`);
  const { pid, host } = holder;
  if (host !== machine.host) return new Error(`process ${pid} on ${host} has it open. ${remedy}`);
  const who = pid === machine.pid ? "this process" : `process ${pid}`;
  return new Error(`${who} has it open. ${remedy}`);
}
