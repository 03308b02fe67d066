import type { Room } from "../room/room.ts";
import type { PoolConsoleLine } from "./pool-types.ts";

/** Passes on what tasks write to their console, each line once, out of the room's log. */
export class ConsoleFeed {
  readonly #room: Room;
  readonly #print: (line: PoolConsoleLine) => void;
  readonly #unsubscribe: () => void;
  /** Of the newest line that was looked at. */
  #lastId = -1;

  constructor(room: Room, print: (line: PoolConsoleLine) => void) {
    this.#room = room;
    this.#print = print;
    this.#unsubscribe = room.store.subscribe(() => this.#passOn());
    this.#passOn();
  }

  /** After what has come so far. */
  stop(): void {
    this.#passOn();
    this.#unsubscribe();
  }

  #passOn(): void {
    const { log } = this.#room.store.getState();
    const newest = log.at(-1)?.id ?? -1;
    if (newest === this.#lastId) return;
    const fresh = log.filter(({ id }) => id > this.#lastId);
    this.#lastId = newest;
    for (const { saying } of fresh) {
      if (saying.key !== "task-said") continue;
      const { level, text, name: volunteer, task: index, dropped } = saying;
      this.#print({ level, text, volunteer, index, dropped });
    }
  }
}
