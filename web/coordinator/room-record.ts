import { bytesToHex } from "@noble/hashes/utils.js";
import type { RoomCode } from "../core/ids.ts";
import type { BegunRoom, Journal, NewRoom, StoredRoom } from "../journal/journal.ts";
import type { WriterEvent } from "../journal/journal-writer.ts";
import { MemoryJournal } from "../journal/memory-journal.ts";
import { openJournal } from "../journal/open-journal.ts";
import { isRoomId, type RoomId } from "../journal/room-id.ts";
import { randomBytes } from "../links/random.ts";
import { drawRoomCode } from "./room-code.ts";
import { drawSecret } from "./room-secret.ts";
import type { JournalView } from "./store.ts";

/** Between a beginning for which there was no space and the next try. */
const beginAgainMs = 2_000;

export type JournalState = Pick<JournalView, "state" | "problem">;

/** This page's journal, and how well it keeps the room: from memory where the browser gives no storage. */
export class RoomRecord {
  journal: Journal = new MemoryJournal();
  state: JournalState = { state: "opening", problem: null };
  readonly #changed: () => void;
  #isClosed = false;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  async open(): Promise<void> {
    const { journal, problem } = await openJournal();
    this.journal = journal;
    this.state = { state: problem === null ? "durable" : "memory", problem };
    if (this.#isClosed) journal.close();
  }

  /** null where nothing is on record of it. */
  async find(code: RoomCode): Promise<StoredRoom | null> {
    try {
      return await this.journal.findRoom(code);
    } catch (error) {
      // The storage opened and does not work: a browser in a private window may do so.
      this.#useMemory(error instanceof Error ? error.message : String(error));
      return null;
    }
  }

  async addNew(): Promise<NewRoom> {
    const room: NewRoom = {
      id: drawRoomId(),
      secret: drawSecret(),
      code: drawRoomCode(),
      lent: true,
      helping: false,
      openedAt: Date.now(),
    };
    const outcome = await this.journal.addRoom(room);
    if (outcome.type === "written") return room;
    this.#useMemory(outcome.type === "failed" ? outcome.reason : "there is no space left");
    await this.journal.addRoom(room);
    return room;
  }

  /** The room with its new epoch; null where there is no such room, or the page is closed. */
  async begin(id: RoomId): Promise<BegunRoom | null> {
    for (;;) {
      const outcome = await this.journal.begin(id, Date.now());
      if (this.#isClosed) return null;
      switch (outcome.type) {
        case "begun":
          if (this.state.state === "full") this.state = { state: "durable", problem: null };
          return outcome.room;
        case "unknown":
          return null;
        case "failed":
          this.#useMemory(outcome.reason);
          return null;
        case "full":
          // Not even the epoch fits: what is on record can be exported and deleted meanwhile.
          this.state = { state: "full", problem: null };
          this.#changed();
          await new Promise((resolve) => setTimeout(resolve, beginAgainMs));
      }
    }
  }

  /** What the room's writer has found out. */
  note(event: WriterEvent): void {
    if (event.type === "full") this.state = { state: "full", problem: null };
    if (event.type === "writing-again") this.state = { state: "durable", problem: null };
    if (event.type === "failed") this.state = { state: "memory", problem: event.reason };
  }

  #useMemory(problem: string): void {
    this.state = { state: "memory", problem };
    this.journal.close();
    this.journal = new MemoryJournal();
  }

  close(): void {
    this.#isClosed = true;
    this.journal.close();
  }
}

function drawRoomId(): RoomId {
  const id = bytesToHex(randomBytes(16));
  if (!isRoomId(id)) throw new Error(`drew ${id}, which is no room id`);
  return id;
}
