import type { LogLine } from "./log-line.ts";
import type { Saying } from "./sayings.ts";

/** Number of lines kept to scroll back to. The lines of a million results would fill a phone's memory. */
const logLength = 500;

/** Number of lines kept beside these of what tasks have written. With one length for all, three chatty volunteers would push out within seconds what has failed and why. */
const consoleLength = 250;

interface Written<Said> {
  readonly id: number;
  readonly kind: LogLine["kind"];
  readonly saying: Said | (() => Said);
}

/** Keeps the newest lines. What a line says may be worked out when the lines are read, so a line dropped before costs nothing. */
export class LogBook<Said extends Saying = Saying> {
  #written: Written<Said>[] = [];
  #read: readonly LogLine<Said>[] = [];
  #changed = false;
  #nextId = 1;

  /** Lines that are kept beside those of tasks: of more, the older ones would be dropped at once. */
  get capacity(): number {
    return logLength;
  }

  write(kind: LogLine["kind"], saying: Said | (() => Said)): void {
    this.#written.push({ id: this.#nextId, kind, saying });
    this.#nextId += 1;
    this.#changed = true;
    // Cut at twice the length only, so that writing a line does not copy all others.
    if (this.#written.length > 2 * (logLength + consoleLength)) this.#written = newestOf(this.#written);
  }

  /** The newest lines, oldest first; the same array until a line is written. */
  read(): readonly LogLine<Said>[] {
    if (!this.#changed) return this.#read;
    this.#changed = false;
    this.#written = newestOf(this.#written);
    const known = new Map(this.#read.map((line) => [line.id, line]));
    this.#read = this.#written.map(({ id, kind, saying }) => {
      return known.get(id) ?? { id, kind, saying: typeof saying === "function" ? saying() : saying };
    });
    // A saying that is still to be worked out would keep its whole job in memory.
    this.#written = [...this.#read];
    return this.#read;
  }
}

function newestOf<Said>(written: readonly Written<Said>[]): Written<Said>[] {
  const oldestSaid = written.filter(({ kind }) => kind === "console").at(-consoleLength)?.id ?? 0;
  const oldestOther = written.filter(({ kind }) => kind !== "console").at(-logLength)?.id ?? 0;
  return written.filter(({ kind, id }) => id >= (kind === "console" ? oldestSaid : oldestOther));
}
