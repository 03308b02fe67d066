import type { RoomCode } from "../../core/ids.ts";
import type { BegunRoom } from "../../journal/journal.ts";
import type { JournalWriter } from "../record/journal-writer.ts";

interface Traits {
  readonly code: RoomCode;
  /** Whether the code alone lets people in. */
  readonly lent: boolean;
  /** Whether the coordinator's own tab computes, too. */
  readonly helping: boolean;
}

/** What may change of a room while it is on record; all of it is written anew with each change. */
export class KeptTraits {
  readonly #writer: Pick<JournalWriter, "append">;
  #traits: Traits;

  constructor(writer: Pick<JournalWriter, "append">, { code, lent, helping }: BegunRoom) {
    this.#writer = writer;
    this.#traits = { code, lent, helping };
  }

  change(traits: Partial<Traits>): void {
    this.#traits = { ...this.#traits, ...traits };
    this.#writer.append({ type: "room-changed", ...this.#traits });
  }
}
