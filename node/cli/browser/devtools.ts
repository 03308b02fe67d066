import { StringDecoder } from "node:string_decoder";
import type { Readable, Writable } from "node:stream";

/** A message of the browser: the answer to a call, or an event. */
interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message?: string };
}

interface Awaited {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** Chrome's DevTools protocol over the two pipes of `--remote-debugging-pipe`: JSON, and a zero byte behind each message. */
export class Devtools {
  readonly #output: Writable;
  readonly #onEvent: (method: string, params: unknown) => void;
  readonly #calls = new Map<number, Awaited>();
  #lastCall = 0;

  constructor(output: Writable, input: Readable, onEvent: (method: string, params: unknown) => void) {
    this.#output = output;
    this.#onEvent = onEvent;
    // A browser that has gone is told of by its process.
    output.on("error", () => {});
    const decoder = new StringDecoder("utf8");
    let rest = "";
    input.on("data", (bytes: Buffer) => {
      const messages = (rest + decoder.write(bytes)).split("\0");
      rest = messages.pop() ?? "";
      for (const message of messages) this.#receive(JSON.parse(message));
    });
    input.on("close", () => {
      for (const call of this.#calls.values()) call.reject(new Error("the browser has ended"));
      this.#calls.clear();
    });
  }

  #receive({ id, method, params, result, error }: Message): void {
    if (id === undefined) {
      if (method !== undefined) this.#onEvent(method, params);
      return;
    }
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    if (error === undefined) call?.resolve(result);
    else call?.reject(new Error(`the browser refuses: ${error.message}`));
  }

  /** Resolves to the result. `sessionId`: of a page; null for the browser itself. Rejects where it is refused, and where the browser ends. */
  call(method: string, params: Readonly<Record<string, unknown>>, sessionId: string | null): Promise<unknown> {
    this.#lastCall += 1;
    const id = this.#lastCall;
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { resolve, reject });
      this.#output.write(`${JSON.stringify({ id, method, params, ...(sessionId === null ? {} : { sessionId }) })}\0`);
    });
  }
}
