import type { LogLine } from "./log-line.ts";

/** Lines kept: what people scroll back to; a million results would fill the memory of a phone. */
const logLength = 500;

/** Keeps the newest lines. Text is made only of lines that are still there when somebody reads. */
export class LogBook {
  #written: { readonly id: number; readonly kind: LogLine["kind"]; readonly text: string | (() => string) }[] = [];
  #read: readonly LogLine[] = [];
  #changed = false;
  #nextId = 1;

  write(kind: LogLine["kind"], text: string | (() => string)): void {
    this.#written.push({ id: this.#nextId, kind, text });
    this.#nextId += 1;
    this.#changed = true;
    // Cut seldom: a line costs the same however many are written between two readings.
    if (this.#written.length > 2 * logLength) this.#written = this.#written.slice(-logLength);
  }

  /** Of so many lines at once, those that would be kept are written. */
  writeAll(count: number, write: (at: number) => void): void {
    for (let at = Math.max(0, count - logLength); at < count; at += 1) write(at);
  }

  /** The newest lines, oldest first; the same array until a line is written. */
  read(): readonly LogLine[] {
    if (!this.#changed) return this.#read;
    this.#changed = false;
    this.#written = this.#written.slice(-logLength);
    const known = new Map(this.#read.map((line) => [line.id, line]));
    this.#read = this.#written.map(({ id, kind, text }) => {
      return known.get(id) ?? { id, kind, text: typeof text === "string" ? text : text() };
    });
    return this.#read;
  }
}
