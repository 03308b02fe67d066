import { drawObjectId, ownCaller } from "./object-id.ts";
import { Handle, made, SharedObject, checkType, timeoutFrom } from "./shared-object.ts";

/**
 * One end of a pipe: multiprocessing's `Connection`. `Pipe` makes both ends.
 *
 * @example
 * import { Pipe } from "tabpool";
 *
 * const [receiving, sending] = Pipe<string>(false);
 * await sending.send("last");
 * await sending.close();
 * console.log(await receiving.poll()); // true
 * for await (const text of receiving) console.log(text); // last
 */
export class Connection<Item = unknown> extends SharedObject {
  /**
   * Sends a value to the other end. Waits for room where 64 KiB are on their way, and not until it is received.
   *
   * @throws an Error whose `name` is OSError where this end was closed here or only receives, and BrokenPipeError where the other end is closed;
   * TypeError for what cannot travel.
   */
  async send(value: Item): Promise<void> {
    await this.call("send", value);
  }

  /**
   * Takes what the other end has sent next; waits until it is there.
   *
   * @throws EOFError where nothing more will come; an Error whose `name` is OSError where this end was closed here or only sends.
   */
  recv(): Promise<Item>;
  recv(): Promise<unknown> {
    return this.call("recv");
  }

  /**
   * Whether there is something to receive, the end included. `timeoutMs`: milliseconds that it is waited for; 0 where it is not
   * said, and null without end.
   *
   * @throws an Error whose `name` is OSError where this end was closed here or only sends; TypeError, RangeError for what is no time.
   */
  poll(timeoutMs?: number | null): Promise<boolean>;
  async poll(timeoutMs: unknown = 0): Promise<unknown> {
    return this.call("poll", timeoutFrom(timeoutMs));
  }

  /**
   * This program, or this task, uses the end no more. It is closed for the other end once all have closed it that have used it, this
   * program among them, or they have ended. Without effect the second time.
   */
  async close(): Promise<void> {
    await this.call("close");
  }

  /** Receives until the other end is closed: then the loop ends. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void> {
    while (true) {
      let value: Item;
      try {
        value = await this.recv();
      } catch (error) {
        if (error instanceof Error && error.name === "EOFError") return;
        throw error;
      }
      yield value;
    }
  }
}

/**
 * Makes a pipe, and gives its two ends. `duplex`: whether both send and receive, as where it is not said; otherwise the first one receives and the
 * second one sends.
 *
 * @throws TypeError where that is neither true nor false.
 * @example
 * import { Pipe } from "tabpool";
 *
 * const [here, there] = Pipe<string>();
 * await here.send("ping");
 * console.log(await there.recv()); // ping
 */
export function Pipe<Item = unknown>(duplex = true): [Connection<Item>, Connection<Item>] {
  checkType("duplex", "boolean", duplex);
  const other = drawObjectId();
  const first = made("pipe", { kind: "pipe", other, isDuplex: duplex, holder: ownCaller });
  return [new Connection(first), new Connection(new Handle(`pipe:${other}`, first.reach))];
}
