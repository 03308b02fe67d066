import { backOffMs } from "../core/back-off.ts";
import type { Refused, Dialer } from "../environment/dialer.ts";

/** Asks the signaling server whether the room is there, now or after a while, without joining it. */
export class RoomSearch {
  readonly #dialer: Dialer;
  readonly #random: () => number;
  readonly #found: (refused: Refused | null) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Raised with each question; answers to an older one are dropped. */
  #asked = 0;
  #waits = 0;

  /** `found` hears null where the room is there to be joined. */
  constructor(dialer: Dialer, random: () => number, found: (refused: Refused | null) => void) {
    this.#dialer = dialer;
    this.#random = random;
    this.#found = found;
  }

  now(): void {
    this.stop();
    void this.#ask();
  }

  /** After a while, which grows to some seconds until `settle`. */
  later(): void {
    this.stop();
    this.#waits += 1;
    this.#timer = setTimeout(() => void this.#ask(), backOffMs(this.#waits, this.#random()));
  }

  /** What was asked is of no interest any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#asked += 1;
  }

  /** The volunteer is in the room: the next search begins with short waits. */
  settle(): void {
    this.stop();
    this.#waits = 0;
  }

  async #ask(): Promise<void> {
    const asked = this.#asked;
    const found = await this.#dialer.findRoom();
    if (asked === this.#asked) this.#found(found.ok ? null : found);
  }
}
