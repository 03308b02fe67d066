import type { ServerResponse } from "node:http";
import { AddressCounts } from "./address-counts.ts";

/** What has become of a look-up that was held back. */
export type HeldEnd =
  /** Its time is over: answer it. */
  | "due"
  /** The client has closed the connection. */
  | "gone"
  /** It was not held: too many of its address are. */
  | "full";

/** Look-ups of room codes that wait for their answers, counted by address. */
export class HeldLookUps {
  readonly #holdMs: number;
  readonly #most: number;
  readonly #held = new AddressCounts();

  constructor(holdMs: number, mostOfAnAddress: number) {
    this.#holdMs = holdMs;
    this.#most = mostOfAnAddress;
  }

  /** Seconds until an address that is full has places again, at most. */
  get seconds(): number {
    return Math.max(1, Math.ceil(this.#holdMs / 1000));
  }

  /** Holds the answer back. A client that does not wait for it gives its place up. */
  async holdBack(address: string, response: ServerResponse): Promise<HeldEnd> {
    if (this.#held.openOf(address) >= this.#most) return "full";
    this.#held.addOpen(address);
    const end = await new Promise<HeldEnd>((resolve) => {
      const timer = setTimeout(resolve, this.#holdMs, "due");
      response.once("close", () => {
        clearTimeout(timer);
        resolve("gone");
      });
    });
    this.#held.removeOpen(address);
    return end;
  }
}
