import type { LogLine } from "./log-line.ts";
import type { Saying } from "./sayings.ts";

/** Number of lines kept to scroll back to. The lines of a million results would fill a phone's memory. */
const logLength = 500;

/**
 * Number of lines kept on each shelf. With one length for all, three chatty volunteers would push out within seconds what has failed and
 * why, and so would one that comes back under ever new names.
 */
const lengths = {
  room: logLength,
  /** What volunteers do, or have done to their leases. */
  people: 250,
  /** What tasks have written. */
  console: 250,
} as const;

type Shelf = keyof typeof lengths;

/** Cut at twice the length only, so that writing a line does not copy all others. */
const mostWritten = 2 * (lengths.room + lengths.people + lengths.console);

/**
 * Equal lines that stand by themselves; further ones are counted in the last of them, which moves to the end. A stranger that causes the
 * same line again and again pushes out no others. Lines of other kinds are as many as tasks, or counted before they come here.
 */
const mostAlone: Partial<Record<LogLine["kind"], number>> = { trouble: 1, people: 3 };

interface Written<Said extends Saying> {
  readonly id: number;
  readonly kind: LogLine["kind"];
  readonly shelf: Shelf;
  /** That of equal lines; null where none are looked for. */
  readonly group: string | null;
  readonly times: number;
  saying: Said | (() => Said);
  line: LogLine<Said> | null;
}

/** Keeps the newest lines. What a line says may be worked out when the lines are read, so a line dropped before costs nothing. */
export class LogBook<Said extends Saying = Saying> {
  #written: Written<Said>[] = [];
  #read: readonly LogLine<Said>[] = [];
  #changed = false;
  #nextId = 1;

  /** Lines that are kept beside those of tasks and of volunteers: of more, the older ones would be dropped at once. */
  get capacity(): number {
    return logLength;
  }

  /**
   * `group`: makes lines equal whose words differ, or are worked out later; default: all that is said. `shelf`: those that push it out;
   * default: by its kind.
   */
  write(
    kind: LogLine["kind"],
    saying: Said | (() => Said),
    group: string | null = null,
    shelf: Shelf = kind === "console" || kind === "people" ? kind : "room",
  ): void {
    const most = mostAlone[kind];
    const name = most === undefined ? null : (group ?? (typeof saying === "function" ? null : JSON.stringify(saying)));
    const equal = name === null ? [] : this.#written.filter((each) => each.kind === kind && each.group === name);
    const last = most === undefined || equal.length < most ? undefined : equal.at(-1);
    if (last !== undefined) this.#written.splice(this.#written.indexOf(last), 1);
    const times = 1 + (last?.times ?? 0);
    this.#written.push({ id: this.#nextId, kind, shelf, group: name, times, saying, line: null });
    this.#nextId += 1;
    this.#changed = true;
    if (this.#written.length > mostWritten) this.#written = newestOf(this.#written);
  }

  /** The newest lines, oldest first; the same array until a line is written. */
  read(): readonly LogLine<Said>[] {
    if (!this.#changed) return this.#read;
    this.#changed = false;
    this.#written = newestOf(this.#written);
    this.#read = this.#written.map(lineOf);
    return this.#read;
  }
}

/** The same object each time. */
function lineOf<Said extends Saying>(written: Written<Said>): LogLine<Said> {
  const { id, kind, times, saying } = written;
  // A saying that is still to be worked out would keep its whole job in memory.
  const said = typeof saying === "function" ? saying() : saying;
  written.saying = said;
  written.line ??= { id, kind, saying: said, times };
  return written.line;
}

function newestOf<Said extends Saying>(written: readonly Written<Said>[]): Written<Said>[] {
  const oldest = (of: Shelf): number => written.filter(({ shelf }) => shelf === of).at(-lengths[of])?.id ?? 0;
  const kept = { room: oldest("room"), people: oldest("people"), console: oldest("console") };
  return written.filter(({ shelf, id }) => id >= kept[shelf]);
}
