import type { Writable } from "node:stream";
import { codeOf } from "../../signaling/usage.ts";

/** Texts are put together up to so many characters: one write for each line costs more than computing a small task. */
const pieceLength = 65_536;

/** What is written to a stream, no faster than its reader takes it. */
export class Output {
  readonly #stream: Writable;
  #pending = "";
  #flushing: NodeJS.Immediate | null = null;
  /** Why nothing more can be written; null while it can. */
  error: Error | null = null;

  /** `broken`: called once, where its reader has gone or its disk is full. */
  constructor(stream: Writable, broken: () => void) {
    this.#stream = stream;
    stream.on("error", (error) => {
      if (this.error !== null) return;
      this.error = error;
      broken();
    });
  }

  /** Whether its reader has closed it, and wants no more. */
  get isUnread(): boolean {
    return codeOf(this.error) === "EPIPE";
  }

  /** Resolves once further lines can be written; undefined where that is at once. Lines that are written after an error are dropped. */
  write(line: string): Promise<void> | undefined {
    this.#pending += `${line}\n`;
    if (this.#pending.length >= pieceLength || this.#stream.writableNeedDrain) return this.#flush();
    this.#flushing ??= setImmediate(() => void this.#flush());
    return undefined;
  }

  /** Resolves once all is written, or nothing more can be. */
  async end(): Promise<void> {
    await this.#flush();
    if (this.error !== null) return;
    await new Promise<void>((resolve) => {
      this.#stream.write("", () => resolve());
    });
  }

  #flush(): Promise<void> | undefined {
    if (this.#flushing !== null) clearImmediate(this.#flushing);
    this.#flushing = null;
    const text = this.#pending;
    this.#pending = "";
    if (this.error !== null) return undefined;
    const isTaken = text === "" ? !this.#stream.writableNeedDrain : this.#stream.write(text);
    if (isTaken) return undefined;
    return new Promise((resolve) => {
      const goOn = (): void => {
        this.#stream.off("drain", goOn);
        this.#stream.off("error", goOn);
        resolve();
      };
      this.#stream.on("drain", goOn);
      this.#stream.on("error", goOn);
    });
  }
}
