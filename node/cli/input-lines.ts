import { messageOf } from "../../web/core/message-of.ts";
import { fromJson } from "../../web/core/values/json-reader.ts";
import { lines } from "../../web/pool/lines.ts";

/** Why no further inputs could be read. */
export class BadInput extends Error {}

interface InputLineOptions {
  readonly inputs: "lines" | "json-lines";
  /** Called with the number of each line, from 1, that is no JSON and passed over, and with why; null: such a line ends the inputs. */
  readonly passOver: ((line: number, why: string) => void) | null;
}

/** The inputs that stand in lines of text, read no further than they are asked for. */
export class InputLines {
  readonly #source: AsyncIterable<Uint8Array>;
  readonly #options: InputLineOptions;
  /** For each line that is no input: how many inputs stand before it. Ascending. */
  readonly #passed: number[] = [];
  /** Inputs that were read. */
  count = 0;
  /** Bytes that were read, those of lines that were not asked for yet included. */
  bytes = 0;
  /** Whether all of them were read. */
  hasEnded = false;

  constructor(source: AsyncIterable<Uint8Array>, options: InputLineOptions) {
    this.#source = source;
    this.#options = options;
  }

  /** Of one reader. @throws BadInput */
  async *[Symbol.asyncIterator](): AsyncGenerator<unknown, void> {
    const { inputs, passOver } = this.#options;
    let line = 0;
    try {
      for await (const text of lines(this.#counted())) {
        line += 1;
        const input = inputs === "lines" ? { value: text } : readJson(text, line, passOver);
        if (input === null) {
          this.#passed.push(this.count);
          continue;
        }
        this.count += 1;
        yield input.value;
      }
    } catch (error) {
      throw error instanceof BadInput ? error : new BadInput(`the inputs cannot be read: ${messageOf(error)}`);
    }
    this.hasEnded = true;
  }

  /** The number, from 1, of the line in which the input of this task stands. */
  lineOf(task: number): number {
    let low = 0;
    let high = this.#passed.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#passed[middle] ?? 0) <= task) low = middle + 1;
      else high = middle;
    }
    return task + 1 + low;
  }

  async *#counted(): AsyncGenerator<Uint8Array, void> {
    for await (const piece of this.#source) {
      this.bytes += piece.length;
      yield piece;
    }
  }
}

/** null for a line that is no input: a blank one, or one that is passed over. @throws BadInput */
function readJson(
  text: string,
  line: number,
  passOver: InputLineOptions["passOver"],
): { readonly value: unknown } | null {
  if (text.trim() === "") return null;
  try {
    return { value: fromJson(JSON.parse(text)) };
  } catch (error) {
    const why = messageOf(error);
    if (passOver === null) {
      throw new BadInput(
        `line ${line} is no JSON (${why}): what stands before it is computed and written, nothing behind it is; mend it, or pass such lines over with --skip-bad`,
      );
    }
    passOver(line, why);
    return null;
  }
}
