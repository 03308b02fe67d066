import { bytesToHex } from "@noble/hashes/utils.js";
import type { CallOff } from "../../core/clock.ts";
import { jobNumber, type RoomCode } from "../../core/ids.ts";
import { textSeen, thrownSeen, type Seen } from "../../core/seen.ts";
import type { Reason } from "../../words/sayings.ts";
import type { RoomEnvironment } from "../../environment/environment.ts";
import type { BegunRoom, Journal, NewRoom, StoredRoom } from "../../journal/journal.ts";
import type { WriterEvent } from "./journal-writer.ts";
import { isRoomId, type RoomId } from "../../journal/room-id.ts";
import type { LogBook } from "../../words/log-book.ts";
import { drawRoomCode } from "../address/draw-room-code.ts";
import { drawRoomKeys } from "../address/draw-room-keys.ts";
import type { JournalView } from "../store.ts";

/** Milliseconds between a beginning for which there was no space and the next try. */
const beginAgainMs = 2_000;

export type JournalState = Pick<JournalView, "state" | "problem">;

type Surroundings = Pick<RoomEnvironment, "clock" | "randomBytes" | "journals">;

/** The journal, and how well it keeps the room: from memory where the browser gives no storage. */
export class RoomJournal {
  journal: Journal;
  state: JournalState = { state: "opening", problem: null };
  readonly #environment: Surroundings;
  readonly #changed: () => void;
  #isClosed = false;
  #endWait: (() => void) | null = null;

  constructor(environment: Surroundings, changed: () => void) {
    this.#environment = environment;
    this.journal = environment.journals.createTemporary();
    this.#changed = changed;
  }

  async openJournal(): Promise<void> {
    const { journal, problem } = await this.#environment.journals.openJournal();
    this.journal = journal;
    this.state = { state: journal.isDurable ? "durable" : "memory", problem };
    if (this.#isClosed) journal.close();
  }

  /** By its code, or the one that was opened last. null where nothing is on record of it. */
  async findRoom(code: RoomCode | "newest"): Promise<StoredRoom | null> {
    try {
      return await (code === "newest" ? this.journal.newestRoom() : this.journal.findRoom(code));
    } catch (error) {
      // The storage opened and does not work: a browser in a private window may do so.
      this.#useMemory(thrownSeen(error));
      return null;
    }
  }

  async addNewRoom(): Promise<NewRoom> {
    const room: NewRoom = {
      id: drawRoomId(this.#environment),
      ...drawRoomKeys(this.#environment),
      code: drawRoomCode(this.#environment),
      lent: true,
      helping: false,
      openedAt: this.#environment.clock.date(),
    };
    for (;;) {
      const outcome = await this.journal.addRoom(room);
      if (outcome.type === "written" || this.#isClosed) return room;
      // Where there is nothing to be deleted, waiting would be in vain.
      const canWait = outcome.type === "full" && (await this.journal.jobs()).length > 0;
      if (canWait) await this.#waitForSpace();
      else this.#useMemory(outcome.type === "failed" ? textSeen(outcome.reason) : { key: "no-space" });
    }
  }

  /** The room with its new epoch; null where there is no such room, or the page is closed. */
  async beginRoom(id: RoomId): Promise<BegunRoom | null> {
    for (;;) {
      const outcome = await this.journal.begin(id, this.#environment.clock.date());
      if (this.#isClosed) return null;
      switch (outcome.type) {
        case "begun":
          if (this.state.state === "full") this.state = { state: "durable", problem: null };
          return outcome.room;
        case "unknown":
          return null;
        case "failed":
          this.#useMemory(textSeen(outcome.reason));
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
    await new Promise<void>((resolve) => {
      const callOff: CallOff = this.#environment.clock.after(beginAgainMs, resolve);
      this.#endWait = () => {
        callOff();
        resolve();
      };
    });
    this.#endWait = null;
  }

  /** What the room's writer has found out. */
  noteWriterEvent(event: WriterEvent, log: LogBook): void {
    switch (event.type) {
      case "full":
        this.state = { state: "full", problem: null };
        log.write("trouble", { key: "storage-full" });
        return;
      case "writing-again":
        this.state = { state: "durable", problem: null };
        log.write("job", { key: "storage-free" });
        return;
      case "given-up": {
        const { job, isWhole, inputs, results } = event;
        log.write("trouble", { key: "job-not-kept", job: jobNumber(job), isWhole, inputs, results });
        return;
      }
      case "failed": {
        const problem: Seen = { key: "thrown", message: event.reason };
        this.state = { state: "broken", problem };
        log.write("trouble", { key: "record-lost", reason: problem });
        return;
      }
      case "superseded":
        return;
    }
  }

  #useMemory(problem: Reason | null): void {
    this.state = { state: "memory", problem };
    this.journal.close();
    this.journal = this.#environment.journals.createTemporary();
  }

  closeJournal(): void {
    this.#isClosed = true;
    this.#endWait?.();
    this.journal.close();
  }
}

function drawRoomId(environment: Pick<RoomEnvironment, "randomBytes">): RoomId {
  const id = bytesToHex(environment.randomBytes(16));
  if (!isRoomId(id)) throw new Error(`drew ${id}, which is no room id`);
  return id;
}
