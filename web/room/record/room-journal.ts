import { bytesToHex } from "@noble/hashes/utils.js";
import type { RoomCode } from "../../core/ids.ts";
import type { BegunRoom, Journal, NewRoom, StoredRoom } from "../../journal/journal.ts";
import type { WriterEvent } from "../../journal/journal-writer.ts";
import { MemoryJournal } from "../../journal/memory-journal.ts";
import { openJournal } from "../../journal/open-journal.ts";
import { isRoomId, type RoomId } from "../../journal/room-id.ts";
import { randomBytes } from "../../links/random.ts";
import type { LogBook } from "../../words/log-book.ts";
import { drawRoomCode } from "../address/draw-room-code.ts";
import { drawSecret } from "../address/draw-secret.ts";
import type { JournalView } from "../store.ts";

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
    for (;;) {
      const outcome = await this.journal.addRoom(room);
      if (outcome.type === "written" || this.#isClosed) return room;
      // Where there is nothing to be deleted, waiting would be in vain.
      const canWait = outcome.type === "full" && (await this.journal.jobs()).length > 0;
      if (canWait) await this.#waitForSpace();
      else this.#useMemory(outcome.type === "failed" ? outcome.reason : "there is no space left");
    }
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
          await this.#waitForSpace();
      }
    }
  }

  /** Not even the room itself fits: what is on record can be exported and deleted meanwhile. */
  async #waitForSpace(): Promise<void> {
    this.state = { state: "full", problem: null };
    this.#changed();
    await new Promise((resolve) => setTimeout(resolve, beginAgainMs));
  }

  /** What the room's writer has found out. */
  note(event: WriterEvent, log: LogBook): void {
    switch (event.type) {
      case "full":
        this.state = { state: "full", problem: null };
        log.write("trouble", "The browser's storage is full: the job waits until there is room");
        return;
      case "writing-again":
        this.state = { state: "durable", problem: null };
        log.write("job", "There is room in the storage again");
        return;
      case "failed":
        this.state = { state: "broken", problem: event.reason };
        log.write("trouble", `The room’s record cannot be kept any longer: ${event.reason}`);
        return;
      case "superseded":
        return;
    }
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
