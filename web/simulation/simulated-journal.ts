import type { Epoch } from "../core/ids.ts";
import type { Packed } from "../core/values/format.ts";
import type { JournalSource } from "../journal/journal-source.ts";
import type { JobKey, Journal, JournalEntry, WriteOutcome } from "../journal/journal.ts";
import { MemoryJournal } from "../journal/memory-journal.ts";
import type { RoomId } from "../journal/room-id.ts";
import type { Dice } from "./dice.ts";
import type { SimulatedPage } from "./simulated-page.ts";
import type { Timeline } from "./timeline.ts";

/** A transaction takes so long at most, and its answer so long to reach the page. */
const longestWriteMs = 200;
const longestAnswerMs = 50;

/** Inputs that are slow to be read back take so long at most. */
const slowestReadMs = 60_000;

/** Sees what a journal does, for those who check it. */
export interface JournalWatch {
  /** The entries are on record from now on. */
  recorded(page: SimulatedPage, writer: Epoch, entries: readonly JournalEntry[]): void;
  /** Inputs are read back that are not on record, of a job that is. */
  missed(key: JobKey, nth: number): void;
  /** The page is told that another one has begun the room. */
  superseded(page: SimulatedPage): void;
}

/**
 * One database for all pages of a browser: what survives them. A page that dies while it writes finds its entries there or
 * not, and never hears of them.
 */
export class SimulatedDatabase {
  readonly #kept = new MemoryJournal();
  readonly #timeline: Timeline;
  readonly #dice: Dice;
  readonly #watch: JournalWatch;
  /** When the last write of each page is done: a database carries transactions out in their order. */
  readonly #writtenAt = new WeakMap<SimulatedPage, number>();
  /** Nothing is taken until then. */
  fullUntil = 0;
  /** Until then one in ten reads of inputs fails, and one takes its time. */
  hasHealed = false;

  constructor(timeline: Timeline, dice: Dice, watch: JournalWatch) {
    this.#timeline = timeline;
    this.#dice = dice;
    this.#watch = watch;
  }

  journalsOf(page: SimulatedPage): JournalSource {
    return {
      openJournal: async () => page.answer(1, () => ({ journal: this.#journalOf(page), problem: null })),
      createTemporary: () => new MemoryJournal(),
      findQuota: async () => page.answer(1, () => null),
    };
  }

  #journalOf(page: SimulatedPage): Journal {
    const kept = this.#kept;
    return {
      isDurable: true,
      findRoom: async (code) => this.#ask(page, async () => kept.findRoom(code)),
      newestRoom: async () => this.#ask(page, async () => kept.newestRoom()),
      // Fits even where results do not: a room that is kept in memory only would leave nothing to check.
      addRoom: async (room) => this.#ask(page, async () => kept.addRoom(room)),
      begin: async (room, now) => this.#ask(page, async () => kept.begin(room, now)),
      write: async (room, writer, entries) => this.#write(page, room, writer, entries),
      volunteers: async (room) => this.#ask(page, async () => kept.volunteers(room)),
      jobs: async () => this.#ask(page, async () => kept.jobs()),
      readJob: async (key) => this.#ask(page, async () => kept.readJob(key)),
      readInputs: async (key, nth) => this.#readInputs(page, key, nth),
      readBlob: async (name) => this.#ask(page, async () => kept.readBlob(name)),
      deleteJob: async (key) => this.#ask(page, async () => kept.deleteJob(key)),
      close: () => {},
    };
  }

  async #write(
    page: SimulatedPage,
    room: RoomId,
    writer: Epoch,
    entries: readonly JournalEntry[],
  ): Promise<WriteOutcome> {
    const write = async (): Promise<WriteOutcome> => {
      if (this.#timeline.now < this.fullUntil) return { type: "full" };
      const outcome = await this.#kept.write(room, writer, entries);
      if (outcome.type === "written") this.#watch.recorded(page, writer, entries);
      if (outcome.type === "superseded") this.#watch.superseded(page);
      return outcome;
    };
    const { now } = this.#timeline;
    const at = Math.max(now + this.#dice.whole(0, longestWriteMs), this.#writtenAt.get(page) ?? 0);
    this.#writtenAt.set(page, at);
    return this.#ask(page, write, at - now);
  }

  async #readInputs(page: SimulatedPage, key: JobKey, nth: number): Promise<Packed | null> {
    const draw = this.hasHealed ? 9 : this.#dice.whole(0, 9);
    const read = async (): Promise<Packed | null> => {
      if (draw === 0) throw new Error("the disk is locked");
      const inputs = await this.#kept.readInputs(key, nth);
      if (inputs === null && (await this.#kept.readJob(key)) !== null) this.#watch.missed(key, nth);
      return inputs;
    };
    return this.#ask(page, read, this.#dice.whole(0, draw === 1 ? slowestReadMs : longestWriteMs));
  }

  /** Done after a while and answered a little later: a page may be gone before either. */
  async #ask<Value>(
    page: SimulatedPage,
    work: () => Promise<Value>,
    ms = this.#dice.whole(0, longestWriteMs),
  ): Promise<Value> {
    return new Promise((resolve, reject) => {
      const answer = (tell: () => void): void =>
        this.#timeline.after(this.#dice.whole(0, longestAnswerMs), () =>
          page.hear(() => {
            this.#timeline.notePromise();
            tell();
          }),
        );
      this.#timeline.after(ms, () => {
        if (page.isDead) return;
        this.#timeline.notePromise();
        work().then(
          (value) => answer(() => resolve(value)),
          (error: unknown) => answer(() => reject(error)),
        );
      });
    });
  }
}
