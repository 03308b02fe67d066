import type { InputIterator, InputStream } from "../../core/job/input-stream.ts";
import { inBackground } from "../../core/in-background.ts";
import type { PickedFile } from "../field.ts";
import type { Stage } from "../../text/stage.ts";

/** Inputs that the stages make of a file's bytes: read in pieces, as they are asked for. */
export function inputsOfFile(file: PickedFile, openStages: () => Stage<Uint8Array, unknown>): InputStream {
  return { [Symbol.asyncIterator]: () => new FileInputs(file, openStages()) };
}

/** Answers at once what is in the piece that was read last: a promise for each line would take longer than the line. */
class FileInputs implements InputIterator {
  readonly #file: PickedFile;
  readonly #stages: Stage<Uint8Array, unknown>;
  #reader: ReadableStreamDefaultReader<Uint8Array> | null = null;
  #items: Iterator<unknown> = [].values();
  #isAtEnd = false;

  constructor(file: PickedFile, stages: Stage<Uint8Array, unknown>) {
    this.#file = file;
    this.#stages = stages;
  }

  next(): IteratorResult<unknown> | Promise<IteratorResult<unknown>> {
    const step = this.#items.next();
    return step.done !== true || this.#isAtEnd ? step : this.#readOn();
  }

  /** A piece may hold no whole input. */
  async #readOn(): Promise<IteratorResult<unknown>> {
    let step: IteratorResult<unknown>;
    do {
      const piece = await this.#readPiece();
      this.#isAtEnd = piece === null;
      const items = piece === null ? this.#stages.end() : this.#stages.take(piece);
      this.#items = items[Symbol.iterator]();
      step = this.#items.next();
    } while (step.done === true && !this.#isAtEnd);
    return step;
  }

  /** null behind the last one. */
  async #readPiece(): Promise<Uint8Array | null> {
    try {
      this.#reader ??= this.#file.stream().getReader();
      return (await this.#reader.read()).value ?? null;
    } catch (error) {
      throw new Error(unreadable(this.#file.name), { cause: error });
    }
  }

  return(): IteratorResult<unknown> {
    const reader = this.#reader;
    // A file that can no longer be read is read no further anyway.
    if (reader !== null) inBackground(reader.cancel(), () => {});
    return { done: true, value: undefined };
  }
}

/** What is said of a file that the browser does not give. */
export function unreadable(name: string): string {
  return `${name} cannot be read: it may have been moved, or changed since it was picked`;
}
