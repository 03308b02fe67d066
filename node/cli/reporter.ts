import type { Writable } from "node:stream";
import { oneLine } from "../../web/core/clean-words.ts";
import type { PoolConsoleLine } from "../../web/pool/pool-types.ts";
import type { RemoteError } from "../../web/pool/errors.ts";
import type { Surroundings } from "./surroundings.ts";

/** How far a command is. */
export interface Progress {
  /** For a log. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** For people, in one line. */
  readonly words: string;
}

/** Where a run's story is told. */
export interface ReporterOptions {
  readonly stream: Writable;
  /** Whether people look at it while it runs; otherwise nothing is told but what is wrong. */
  readonly isTerminal: boolean;
  readonly hasColours: boolean;
  /** One line of JSON for each event instead of sentences. */
  readonly isJson: boolean;
  /** Characters of a line; asked for anew each time, since people change it. */
  readonly columns: () => number;
  readonly progress: () => Progress;
}

/** Milliseconds between two looks of a person, and between two lines of a log. */
const drawEveryMs = 100;
const logEveryMs = 1_000;

const [red, plain, clearLine] = ["\u001b[31m", "\u001b[39m", "\r\u001b[2K"];

/** Tells what happens in a run: in sentences with one line of progress below them, or in lines of JSON. */
export class Reporter {
  readonly #options: ReporterOptions;
  readonly #timer: ReturnType<typeof setInterval> | null;
  #isDrawn = false;

  constructor(options: ReporterOptions) {
    this.#options = options;
    this.#timer =
      options.isTerminal || options.isJson
        ? setInterval(() => this.#showProgress(), options.isJson ? logEveryMs : drawEveryMs)
        : null;
  }

  /** Where others can join. `isNeeded`: nobody else computes. */
  tellAddress(link: string, code: string | null, isNeeded: boolean): void {
    if (this.#log("open", { link, code })) return;
    const words = `Others join at ${link}${code === null ? "" : `, or with the code ${code}`}`;
    if (isNeeded) this.#write(words);
    else this.tell(words);
  }

  /** What people may like to know while they look. */
  tell(text: string): void {
    if (this.#log("note", { text })) return;
    if (this.#options.isTerminal) this.#write(text);
  }

  /** What is wrong. */
  complain(text: string): void {
    if (this.#log("error", { text })) return;
    const words = oneLine(`tabpool: ${text}`);
    this.#write(this.#options.hasColours ? `${red}${words}${plain}` : words);
  }

  tellFailure(line: number, error: RemoteError): void {
    const { remoteName: name, message, volunteer } = error;
    if (this.#log("failed", { line, name, message, volunteer })) return;
    this.complain(`line ${line}: ${message}`);
  }

  tellPassedOver(line: number, why: string): void {
    if (this.#log("passed-over", { line, why })) return;
    this.complain(`line ${line} is passed over: it is no JSON (${why})`);
  }

  /** What a task has written to its console. */
  tellLine({ level, text, volunteer, index, dropped }: PoolConsoleLine): void {
    if (this.#log("console", { level, text, volunteer, task: index, dropped })) return;
    if (dropped > 0) this.#write(`${dropped} lines of a task were left out`);
    if (text !== "" || dropped === 0) this.#write(text.split("\n").map(oneLine).join("\n"));
  }

  /** Takes the line of progress away before something else is written to the same terminal. */
  clear(): void {
    if (!this.#isDrawn) return;
    this.#isDrawn = false;
    this.#options.stream.write(clearLine);
  }

  /** Nothing more happens. */
  end(exitCode: number): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.clear();
    this.#log("end", { ...this.#options.progress().facts, exitCode });
  }

  #log(event: string, about: Readonly<Record<string, unknown>>): boolean {
    const { isJson, stream } = this.#options;
    if (isJson) stream.write(`${JSON.stringify({ event, ...about })}\n`);
    return isJson;
  }

  #write(text: string): void {
    this.clear();
    this.#options.stream.write(`${text}\n`);
  }

  #showProgress(): void {
    const { progress, columns, stream } = this.#options;
    const { facts, words } = progress();
    if (this.#log("progress", facts)) return;
    // A line that fills its row would begin the next one.
    stream.write(`${clearLine}${words.slice(0, Math.max(0, columns() - 1))}`);
    this.#isDrawn = true;
  }
}

/** Tells on the standard error. `progress`: asked for while it is told. */
export function reporterOn(
  { stderr, environment }: Pick<Surroundings, "stderr" | "environment">,
  isJson: boolean,
  progress: () => Progress,
): Reporter {
  return new Reporter({
    stream: stderr,
    isTerminal: stderr.isTTY,
    hasColours: stderr.isTTY && (environment["NO_COLOR"] ?? "") === "",
    isJson,
    // 0 where a terminal does not know.
    columns: () => stderr.columns || 80,
    progress,
  });
}
