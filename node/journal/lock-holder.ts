import { readFileSync } from "node:fs";
import { hostname, uptime } from "node:os";
import { isFields } from "../../web/core/fields.ts";

/** What stands in a lock: the process that has the file open. A process's number alone is given again, after a reboot to most of them. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** Names the time from one start of the system to the next; null where that tells none. */
  readonly boot: string | null;
  /** When the process has begun, in the system's own words; null where that does not tell. */
  readonly started: string | null;
}

/** What is known here of a machine and its processes. */
export interface Machine {
  readonly pid: number;
  readonly host: string;
  readonly boot: string | null;
  /** Milliseconds since 1970, about: clocks are set. */
  readonly bootedAt: number;
  /** Of this process, in milliseconds since 1970. */
  readonly startedAt: number;
  /** As in a holder; null also where there is no such process. */
  startOf(pid: number): string | null;
  isRunning(pid: number): boolean;
}

/** How far the clock may have been set since a lock was taken without its taker being held for one of before a reboot. */
const clockSlackMs = 60_000;

export function isAlive({ pid, host, since, boot, started }: Holder, machine: Machine): boolean {
  // Of another machine's processes nothing is known here.
  if (host !== machine.host) return true;
  const isOfThisBoot =
    boot === null || machine.boot === null ? since >= machine.bootedAt - clockSlackMs : boot === machine.boot;
  if (!isOfThisBoot) return false;
  const found = machine.startOf(pid);
  if (started !== null && found !== null) return started === found;
  // In a container each start has the number of the one before.
  if (pid === machine.pid) return since >= machine.startedAt;
  return machine.isRunning(pid);
}

/** null for what is no holder. */
export function readHolder(text: string): Holder | null {
  try {
    const read: unknown = JSON.parse(text);
    if (!isFields(read)) return null;
    const { pid, host, since, boot, started } = read;
    if (typeof pid !== "number" || typeof host !== "string" || typeof since !== "number") return null;
    return isTextOrNull(boot) && isTextOrNull(started) ? { pid, host, since, boot, started } : null;
  } catch {
    return null;
  }
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === "string";
}

/** The one that this process runs on. */
export function thisMachine(): Machine {
  const now = Date.now();
  return {
    pid: process.pid,
    host: hostname(),
    boot: readSystemFile("/proc/sys/kernel/random/boot_id"),
    bootedAt: now - uptime() * 1_000,
    startedAt: now - process.uptime() * 1_000,
    startOf,
    isRunning,
  };
}

function startOf(pid: number): string | null {
  const text = readSystemFile(`/proc/${pid}/stat`);
  if (text === null) return null;
  // The program's name is in brackets and may have any signs; state and start are the first and the twentieth behind it.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  // One that has ended, and that its parent has not asked for, has no file open.
  return fields[0] === "Z" ? "ended" : (fields[19] ?? null);
}

/** null where the system has no such file, or shows it to others alone. */
function readSystemFile(path: string): string | null {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return null;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !isFields(error) || error["code"] !== "ESRCH";
  }
}
