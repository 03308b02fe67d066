/**
 * Plays a transcript: prose, commands that begin with `> `, and below each command, indented, what came of it. Gives the same
 * text with what comes of the commands now.
 */
export function replay(transcript: string, play: (command: Command) => readonly string[]): string {
  const lines: string[] = [];
  let isBelowCommand = false;
  for (const line of transcript.split("\n")) {
    if (isBelowCommand && line.startsWith("  ")) continue;
    isBelowCommand = line.startsWith("> ");
    lines.push(line);
    if (isBelowCommand) lines.push(...play(new Command(line.slice(2))).map((words) => `  ${words}`));
  }
  return lines.join("\n");
}

/** A command such as `results ada lease=1 tasks=0-2,5 offered`: a verb, words, and words with a value; free text after `: `. */
export class Command {
  readonly verb: string;
  readonly #line: string;
  readonly #words: string[] = [];
  readonly #values = new Map<string, string>();
  readonly #unread: Set<string>;
  readonly #text: string | null;

  constructor(line: string) {
    const colon = line.indexOf(": ");
    const command = colon === -1 ? line : line.slice(0, colon);
    this.#text = colon === -1 ? null : line.slice(colon + 2);
    const [verb = "", ...rest] = command.trim().split(/\s+/);
    this.verb = verb;
    this.#line = line;
    for (const part of rest) {
      const at = part.indexOf("=");
      if (at === -1) this.#words.push(part);
      else this.#values.set(part.slice(0, at), part.slice(at + 1));
    }
    this.#unread = new Set([...this.#words, ...this.#values.keys(), ...(this.#text === null ? [] : [this.#text])]);
  }

  /** @throws Error where the command has no such word. */
  word(at = 0): string {
    const word = this.#words[at];
    if (word === undefined) throw this.error(`lacks word ${at + 1} after ${this.verb}`);
    this.#unread.delete(word);
    return word;
  }

  get hasText(): boolean {
    return this.#text !== null;
  }

  /** What follows the colon. @throws Error where the command has none. */
  text(): string {
    if (this.#text === null) throw this.error("lacks a text after a colon");
    this.#unread.delete(this.#text);
    return this.#text;
  }

  has(word: string): boolean {
    return this.#unread.delete(word) || this.#words.includes(word);
  }

  value(name: string): string | null {
    this.#unread.delete(name);
    return this.#values.get(name) ?? null;
  }

  /** @throws Error where the value is no number. */
  number(name: string, otherwise: number): number {
    const value = this.value(name);
    return value === null ? otherwise : this.asNumber(value);
  }

  /** `one,two` as words; none where the command has no such value. */
  words(name: string): readonly string[] {
    return this.value(name)?.split(",") ?? [];
  }

  /** `0-2,5` as numbers; none where the command has no such value. */
  numbers(name: string): readonly number[] {
    const value = this.value(name);
    if (value === null || value === "none") return [];
    return value.split(",").flatMap((run) => {
      const [first = "", last = first] = run.split("-");
      const from = this.asNumber(first);
      return Array.from({ length: this.asNumber(last) - from + 1 }, (_, i) => from + i);
    });
  }

  /** `5s` or `250ms`, in milliseconds. @throws Error where it is neither. */
  milliseconds(text: string): number {
    const [, amount = "", unit] = /^([\d.]+)(ms|s)$/.exec(text) ?? [];
    return this.asNumber(amount) * (unit === "s" ? 1_000 : 1);
  }

  asNumber(text: string): number {
    const number = Number(text);
    if (text === "" || !Number.isFinite(number)) throw this.error(`has ${JSON.stringify(text)} for a number`);
    return number;
  }

  /** @throws Error where a word of the command meant nothing: most likely it is misspelt. */
  checkAllRead(): void {
    if (this.#unread.size > 0) throw this.error(`has no use for ${[...this.#unread].join(", ")}`);
  }

  error(problem: string): Error {
    return new Error(`"${this.#line}" ${problem}`);
  }
}
