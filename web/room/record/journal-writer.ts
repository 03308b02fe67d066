import { byteLengthOf } from "../../core/values/value-column.ts";
import type { CallOff, Clock } from "../../core/clock.ts";
import type { Epoch, JobId } from "../../core/ids.ts";
import { isOver } from "../../core/scheduler/state.ts";
import { inBackground } from "../../core/in-background.ts";
import type { Journal, JournalEntry, WriteOutcome } from "../../journal/journal.ts";
import type { RoomId } from "../../journal/room-id.ts";
import { runInSlices } from "../../core/time-slices.ts";
import { bringsLarge, takingApart } from "./large-apart.ts";
import { partCancelled } from "./cancelled-entries.ts";
import { definitionBytes } from "../../core/job/job-definition.ts";

/** The most entries, and bytes, of one transaction. Its bytes are copied in one go, which the page waits for. */
const enoughEntries = 100;
const enoughBytes = 512 * 1024;

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

/**
 * How an entry is written: with others that come meanwhile; at once, since no other will come that it could be gathered with; or at
 * once and with strict durability.
 */
type Haste = "gathered" | "at-once" | "strict";

interface Waiting {
  /** Its large inputs are taken apart before it is written. */
  entry: JournalEntry;
  readonly written: (isOnRecord: boolean) => void;
  readonly haste: Haste;
  readonly bytes: number;
}

/** Pause, cancel, seal and room changes are written with strict durability: the user has already seen them take effect. */
function hasteOf({ type }: JournalEntry): Haste {
  return type === "job-changed" || type === "job-sealed" || type === "room-changed" ? "strict" : "gathered";
}

/** Bytes of a result beside its value: index, runtime, outcome, attempts. */
const columnBytes = 10;

/** Approximate bytes that are copied to write the entry. */
function sizeOf(entry: JournalEntry): number {
  if (entry.type === "job-created") {
    return entry.blobs.reduce((sum, { name }) => sum + name.bytes, definitionBytes(entry.definition));
  }
  if (entry.type === "tasks-added") return entry.inputs.ends.byteLength + entry.inputs.bytes.length;
  if (entry.type !== "results-accepted") return 0;
  const { indices, values } = entry.results.block;
  return columnBytes * indices.length + byteLengthOf(values);
}

function isCreation({ type }: JournalEntry): boolean {
  return type === "job-created";
}

/**
 * Writes the entries of one start of a room: gathers them, writes them in their order, and answers each when it is on
 * record. An entry that comes alone is written at once.
 */
export class JournalWriter {
  readonly #target: WrittenRoom;
  readonly #onEvent: (event: WriterEvent) => void;
  #waiting: Waiting[] = [];
  /** Before those that wait: entries of cancelled jobs, while the others are tried without them. */
  #aside: readonly Waiting[] = [];
  /** What a full journal is tried with: `cancelled` where the others fit, and those of cancelled jobs are in front. */
  #trying: "all" | "others" | "cancelled" = "all";
  /** `preparing`: what is to be written is not in the journal's hands yet. */
  #state: "idle" | "preparing" | "writing" | "full" | "failed" | "over" = "idle";
  /** The first of those that wait, in the transaction that is under way. */
  #underWay = 0;
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
    if (isCreation(entry)) this.#createdAt = this.#target.clock.now();
    if (entry.type === "job-changed" && isOver(entry)) this.#withdrawBlobs(entry.job);
    this.#waiting.push({ entry, written, haste, bytes: sizeOf(entry) });
    this.#schedule();
  }

  /**
   * Nothing was written, as it did not fit. Where it may be a cancelled job that is too large, whatever else there is: tries all others
   * without it, then once more with it, and gives it up if it alone does not fit. Nobody could delete such a job, and nothing else
   * would get on record. Tells whether to try at once.
   */
  #tryWithoutCancelled(): boolean {
    const trying = this.#trying;
    this.#trying = "all";
    if (trying === "others") {
      this.#takeBackAside();
      return false;
    }
    const [aside, others] = partCancelled(this.#waiting);
    if (aside.length === 0) return false;
    if (trying === "all") {
      this.#trying = "others";
      this.#aside = aside;
      this.#waiting = others;
    } else {
      const phases = aside.filter(({ entry }) => entry.type === "job-changed");
      this.#waiting = [...phases, ...others];
      this.#answer(
        aside.filter((one) => !phases.includes(one)),
        false,
      );
    }
    return true;
  }

  #takeBackAside(): void {
    this.#waiting = [...this.#aside, ...this.#waiting];
    this.#aside = [];
  }

  /** A job that is over before it is on record needs its blobs no more: where they do not fit, nothing else would get there. */
  #withdrawBlobs(job: JobId): void {
    this.#waiting = this.#waiting.map((waiting) => {
      const { entry } = waiting;
      if (entry.type !== "job-created" || entry.job !== job || entry.blobs.length === 0) return waiting;
      const without = { ...entry, blobs: [] };
      return { ...waiting, entry: without, bytes: sizeOf(without) };
    });
  }

  /** Tries a full journal at once: something has been deleted. */
  retry(): void {
    if (this.#state === "full") this.#startWriting();
  }

  /** Entries that wait are written if the page lives long enough, behind what is being written, and not answered. */
  close(): void {
    const last =
      this.#state === "failed" || this.#isOver() ? [] : [...this.#aside, ...this.#waiting.slice(this.#underWay)];
    this.#state = "over";
    this.#callOff();
    this.#waiting = [];
    this.#aside = [];
    if (last.length === 0) return;
    inBackground(this.#writeBatch(last), () => {
      // The room is left: nothing can be done about it, and nothing waits for an answer.
    });
  }

  #schedule(): void {
    if (this.#state === "failed") queueMicrotask(() => this.#answer(this.#waiting.splice(0), false));
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
    if (this.#next().isEnough || this.#waiting.some(({ haste }) => haste !== "gathered")) return -Infinity;
    const gatheredAt = this.#begunAt + gatherMs;
    const createdAt = this.#createdAt + createdMs;
    if (this.#waiting.every(({ entry }) => isCreation(entry))) return createdAt;
    return this.#waiting.some(({ entry }) => isCreation(entry)) ? Math.min(gatheredAt, createdAt) : gatheredAt;
  }

  /** The entries of the next transaction, and whether they are enough for one. */
  #next(): { readonly batch: readonly Waiting[]; readonly isEnough: boolean } {
    let count = 0;
    let bytes = 0;
    for (const waiting of this.#waiting) {
      count += 1;
      bytes += waiting.bytes;
      if (bytes >= enoughBytes || count >= enoughEntries)
        return { batch: this.#waiting.slice(0, count), isEnough: true };
    }
    return { batch: this.#waiting.slice(), isEnough: false };
  }

  async #write(): Promise<void> {
    const wasFull = this.#state === "full";
    let { batch } = this.#next();
    while (batch.some(({ entry }) => bringsLarge(entry))) {
      this.#state = "preparing";
      await this.#takeApart(batch);
      if (this.#isOver()) return;
      // Meanwhile blobs may have been withdrawn.
      ({ batch } = this.#next());
    }
    this.#state = "writing";
    // Other entries start no gathering, so that a job's first results are written at once after its creation.
    if (batch.some(({ entry }) => entry.type === "results-accepted")) this.#begunAt = this.#target.clock.now();
    this.#underWay = batch.length;
    const outcome = await this.#writeBatch(batch);
    this.#underWay = 0;
    // Closed meanwhile: nothing waits for the answer.
    if (this.#isOver()) return;
    switch (outcome.type) {
      case "written":
        this.#waiting.splice(0, batch.length);
        if (this.#trying === "others") {
          this.#trying = "cancelled";
          this.#takeBackAside();
          this.#state = "full";
          this.#answer(batch, true);
          this.#writeAfter(0);
          return;
        }
        this.#state = "idle";
        this.#trying = "all";
        if (wasFull) this.#onEvent({ type: "writing-again" });
        this.#answer(batch, true);
        this.#schedule();
        return;
      case "full":
        this.#state = "full";
        this.#writeAfter(this.#tryWithoutCancelled() ? 0 : retryMs);
        if (!wasFull) this.#onEvent({ type: "full" });
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

  #writeBatch(batch: readonly Waiting[]): Promise<WriteOutcome> {
    const { journal, room, epoch } = this.#target;
    const entries = batch.map(({ entry }) => entry);
    const durability = batch.some(({ haste }) => haste === "strict") ? "strict" : "relaxed";
    return journal.write(room, epoch, entries, durability);
  }

  /** Takes time, as it hashes megabytes: in slices. Never settles once the writer is closed. */
  async #takeApart(batch: readonly Waiting[]): Promise<void> {
    for (const waiting of batch) {
      if (!bringsLarge(waiting.entry)) continue;
      waiting.entry = await new Promise((finished, failed) => {
        const listener = { progressed: () => {}, finished, failed };
        this.#callOff = runInSlices(takingApart(waiting.entry), this.#target.clock, listener);
      });
    }
  }

  #fail(reason: string): void {
    if (this.#isOver()) return;
    this.#state = "failed";
    this.#onEvent({ type: "failed", reason });
    this.#answer([...this.#aside, ...this.#waiting.splice(0)], false);
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
