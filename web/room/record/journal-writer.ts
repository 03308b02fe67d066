import type { CallOff, Clock } from "../../core/clock.ts";
import type { Epoch, JobId } from "../../core/ids.ts";
import { inBackground } from "../../core/in-background.ts";
import type { Journal, JournalEntry, WriteOutcome } from "../../journal/journal.ts";
import type { RoomId } from "../../journal/room-id.ts";
import { runInSlices } from "../../core/time-slices.ts";
import { bringsLarge, takingApart } from "./large-apart.ts";
import type { NotKept } from "./cancelled-entries.ts";
import { WaitingEntries, type Haste, type Refused, type Waiting } from "./waiting-entries.ts";

/**
 * Milliseconds during which entries are gathered, from the start of the last transaction with results. A transaction costs
 * 2.5 ms of computing in two processes, and a page that is drawn a few times a second shows no difference.
 */
const gatherMs = 200;

/** Milliseconds that a new job waits for its first results: a short one then needs one transaction and not two. */
const createdMs = 20;

/** Milliseconds until a full journal is tried again. */
const retryMs = 2_000;

export type WriterEvent =
  /** The storage is full. Entries are kept, and tried again every `retryMs`. */
  | { readonly type: "full" }
  | { readonly type: "writing-again" }
  /** A cancelled job alone did not fit: it is given up as far as it is not on record. */
  | ({ readonly type: "given-up"; readonly job: JobId } & NotKept)
  /** Another tab has the room: nothing is written any more, and no entry that waits is answered. */
  | { readonly type: "superseded" }
  /** The storage is gone: from here on entries are answered without being written. */
  | { readonly type: "failed"; readonly reason: string };

/** One start of a room. */
interface WrittenRoom {
  readonly journal: Journal;
  readonly room: RoomId;
  readonly epoch: Epoch;
  readonly clock: Clock;
}

/** Pause, cancel, seal and room changes are written with strict durability: the user has already seen them take effect. */
function hasteOf({ type }: JournalEntry): Haste {
  return type === "job-changed" || type === "job-sealed" || type === "room-changed" ? "strict" : "gathered";
}

/**
 * Writes the entries of one start of a room: gathers them, writes them in their order, and answers each when it is on
 * record. An entry that comes alone is written at once.
 */
export class JournalWriter {
  readonly #target: WrittenRoom;
  readonly #onEvent: (event: WriterEvent) => void;
  readonly #waiting = new WaitingEntries();
  /** `preparing`: what is to be written is not in the journal's hands yet. */
  #state: "idle" | "preparing" | "writing" | "full" | "failed" | "over" = "idle";
  /** Those that wait in the transaction that is under way. */
  #underWay: readonly Waiting[] = [];
  #callOff: CallOff = () => {};
  /** When the last transaction with results began. */
  #begunAt = -Infinity;
  /** When the newest job was created. */
  #createdAt = -Infinity;

  constructor(target: WrittenRoom, onEvent: (event: WriterEvent) => void) {
    this.#target = target;
    this.#onEvent = onEvent;
  }

  /**
   * Calls `written` once the entry is on record, or is known never to get there; never from within this call.
   */
  append(entry: JournalEntry, written: (isOnRecord: boolean) => void = () => {}, haste = hasteOf(entry)): void {
    if (entry.type === "job-created") this.#createdAt = this.#target.clock.now();
    this.#waiting.add(entry, written, haste);
    this.#schedule();
  }

  /** Tries a full journal at once: something has been deleted. */
  retry(): void {
    if (this.#state === "full") this.#startWriting();
  }

  /** Entries that wait are written if the page lives long enough, behind what is being written, and not answered. */
  close(): void {
    const isGone = this.#state === "failed" || this.#isOver();
    const waiting = this.#waiting.takeAll();
    const last = isGone ? [] : waiting.filter((one) => !this.#underWay.includes(one));
    this.#state = "over";
    this.#callOff();
    if (last.length === 0) return;
    inBackground(this.#writeBatch(last), () => {
      // The room is left: nothing can be done about it, and nothing waits for an answer.
    });
  }

  #schedule(): void {
    if (this.#state === "failed") queueMicrotask(() => this.#answer(this.#waiting.takeAll(), false));
    if (this.#state !== "idle" || this.#waiting.length === 0) return;
    this.#callOff();
    const waitMs = this.#dueAt() - this.#target.clock.now();
    if (waitMs <= 0) this.#startWriting();
    else this.#writeAfter(waitMs);
  }

  #writeAfter(ms: number): void {
    this.#callOff = this.#target.clock.after(ms, () => this.#startWriting());
  }

  #startWriting(): void {
    this.#callOff();
    inBackground(this.#write(), (reason) => this.#fail(reason));
  }

  #dueAt(): number {
    if (this.#waiting.next().isEnough || this.#waiting.isHasty) return -Infinity;
    const gatheredAt = this.#begunAt + gatherMs;
    const createdAt = this.#createdAt + createdMs;
    const { creations } = this.#waiting;
    if (creations === "all") return createdAt;
    return creations === "some" ? Math.min(gatheredAt, createdAt) : gatheredAt;
  }

  async #write(): Promise<void> {
    const wasFull = this.#state === "full";
    let { batch } = this.#waiting.next();
    while (batch.some(({ entry }) => bringsLarge(entry))) {
      this.#state = "preparing";
      await this.#takeApart(batch);
      if (this.#isOver()) return;
      // Others may have come meanwhile.
      ({ batch } = this.#waiting.next());
    }
    this.#state = "writing";
    // Other entries start no gathering, so that a job's first results are written at once after its creation.
    if (batch.some(({ entry }) => entry.type === "results-accepted")) this.#begunAt = this.#target.clock.now();
    this.#underWay = batch;
    const outcome = await this.#writeBatch(batch);
    this.#underWay = [];
    // Closed meanwhile: nothing waits for the answer.
    if (this.#isOver()) return;
    switch (outcome.type) {
      case "written":
        if (this.#waiting.noteWritten(batch)) {
          this.#state = "full";
          this.#writeAfter(0);
          this.#answer(batch, true);
          return;
        }
        this.#state = "idle";
        if (wasFull) this.#onEvent({ type: "writing-again" });
        this.#answer(batch, true);
        this.#schedule();
        return;
      case "full":
        this.#state = "full";
        this.#noteFull(this.#waiting.noteRefused(batch), wasFull);
        return;
      case "superseded":
        this.#state = "over";
        this.close();
        this.#onEvent({ type: "superseded" });
        return;
      case "failed":
        this.#fail(outcome.reason);
        return;
    }
  }

  #noteFull({ triesOn, givenUp }: Refused, wasFull: boolean): void {
    this.#writeAfter(triesOn ? 0 : retryMs);
    if (!wasFull) this.#onEvent({ type: "full" });
    if (givenUp === null) return;
    const { job, entries, notKept } = givenUp;
    this.#onEvent({ type: "given-up", job, ...notKept });
    this.#answer(entries, false);
  }

  #writeBatch(batch: readonly Waiting[]): Promise<WriteOutcome> {
    const { journal, room, epoch } = this.#target;
    const entries = batch.map(({ entry }) => entry);
    const durability = batch.some(({ haste }) => haste === "strict") ? "strict" : "relaxed";
    return journal.write(room, epoch, entries, durability);
  }

  /** Takes time, as it hashes megabytes: in slices. Never settles once the writer is closed. */
  async #takeApart(batch: readonly Waiting[]): Promise<void> {
    for (const waiting of batch) {
      const { entry } = waiting;
      if (!bringsLarge(entry)) continue;
      const apart = await new Promise<JournalEntry>((finished, failed) => {
        const listener = { progressed: () => {}, finished, failed };
        this.#callOff = runInSlices(takingApart(entry), this.#target.clock, listener);
      });
      waiting.entry = apart;
    }
  }

  #fail(reason: string): void {
    if (this.#isOver()) return;
    this.#state = "failed";
    this.#onEvent({ type: "failed", reason });
    this.#answer(this.#waiting.takeAll(), false);
  }

  #isOver(): boolean {
    return this.#state === "over";
  }

  /** A bug in an answer concerns neither the other answers nor the storage: it ends as an error of the page. */
  #answer(batch: readonly Waiting[], isOnRecord: boolean): void {
    for (const { written } of batch) {
      if (this.#isOver()) return;
      try {
        written(isOnRecord);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
