import type { BlobHash, BlobName } from "../../core/blobs/blob-name.ts";
import type { Blob } from "../../core/blobs/blob.ts";
import type { Clock } from "../../core/clock.ts";
import type { LoadId, VolunteerId } from "../../core/ids.ts";
import { encodedAt } from "../../core/values/value-column.ts";
import type { PackedInputs } from "./pack-inputs.ts";

/** Gives the input alone, at once where its source needs no time. Never rejects. */
export type ReadAgain = () => PackedInputs | Promise<PackedInputs>;

interface Need {
  readonly readAgain: ReadAgain;
  /** Null until the load's batch is sent. */
  volunteer: VolunteerId | null;
  /** Times in a row that it could not be read again for that load. */
  failures: number;
}

interface LargeInput {
  readonly name: BlobName;
  /** Null while the bytes are not in memory. */
  bytes: Uint8Array | null;
  readonly needs: Map<LoadId, Need>;
  /** Volunteers that need it and have found it not in memory. */
  readonly awaiting: Set<VolunteerId>;
  /** Of volunteers that need it: the end of what each was sent, and when that grew last. */
  readonly sent: Map<VolunteerId, { readonly end: number; readonly at: number }>;
  /** When its first piece went out since it is in memory; null before. */
  turnBegan: number | null;
  /** When it was read again last, or could not be. */
  readAt: number;
}

/** Milliseconds without a further piece after which a volunteer is not taken for one that is just being sent the input. */
const idleMs = 2_000;

/**
 * Milliseconds for which an input keeps its room, however many pieces are left, while others wait for it; and between two readings of
 * the same one, so that nobody has the coordinator read over and over by asking for a piece of this and of that in turns.
 */
const turnMs = 5_000;

/** Times in a row, a turn apart, after which an input that cannot be read again is given up: a disk may be busy once. */
const mostFailures = 2;

/** What a room is told of its large inputs. */
export interface LargeInputsWatch {
  /** Bytes that a volunteer has asked for are in memory again. */
  noteArrival(): void;
  /** A volunteer waits for the task's input, and it cannot be read again for that load. Told again with each further try. */
  noteLoss(load: LoadId, task: number, reason: string): void;
}

/**
 * Inputs that travel beside their batches. Each is known as long as a lease needs it, and its bytes are in memory as far as the
 * budget goes: what no volunteer is just being sent makes room, and is read again when a volunteer asks for it. Those for which
 * there is no room take turns, so that a slow volunteer, or one that has stopped asking, holds up the others for a turn at most.
 */
export class LargeInputs {
  readonly #keptBytes: number;
  readonly #clock: Pick<Clock, "now">;
  readonly #watch: LargeInputsWatch;
  /** Those of which a piece went out last are behind the others. */
  readonly #inputs = new Map<BlobHash, LargeInput>();
  /** Those that volunteers await, and since when, in the order in which they came to be. */
  readonly #missing = new Map<LargeInput, number>();
  /** The one that is being read. It may be needed no longer, or again. */
  #reading: LargeInput | null = null;

  constructor(keptBytes: number, clock: Pick<Clock, "now">, watch: LargeInputsWatch) {
    this.#keptBytes = keptBytes;
    this.#clock = clock;
    this.#watch = watch;
  }

  /** Bytes in memory. */
  get bytes(): number {
    let bytes = 0;
    for (const input of this.#inputs.values()) bytes += input.bytes?.length ?? 0;
    return bytes;
  }

  /** The load needs it until it is dropped. */
  keepInput(load: LoadId, { name, bytes }: Blob, readAgain: ReadAgain): void {
    const read = this.#reading?.name.hash === name.hash ? this.#reading : null;
    const input = this.#inputs.get(name.hash) ?? read ?? beginInput(name);
    this.#inputs.set(name.hash, input);
    input.needs.set(load, { readAgain, volunteer: null, failures: 0 });
    // What is awaited goes before what nobody has asked for yet.
    const isNext = this.#missing.size === 0 || this.#missing.has(input);
    if (input.bytes === null && isNext && this.#makeRoom(input)) this.#putInMemory(input, bytes);
  }

  /** The load's batch goes to that volunteer. */
  noteSent(load: LoadId, volunteer: VolunteerId): void {
    for (const { needs } of this.#inputs.values()) {
      const need = needs.get(load);
      if (need !== undefined) need.volunteer = volunteer;
    }
  }

  /** The load needs its inputs no longer. */
  dropLoad(load: LoadId): void {
    for (const [hash, input] of this.#inputs) {
      const volunteer = input.needs.get(load)?.volunteer ?? null;
      if (!input.needs.delete(load)) continue;
      if (volunteer !== null && !isNeededBy(input, volunteer)) this.#forget(input, volunteer);
      if (input.needs.size > 0) continue;
      this.#inputs.delete(hash);
      this.#missing.delete(input);
    }
    this.readMissing();
  }

  /** Its link is gone: it is sent nothing, and what it was sent is told by nothing. */
  forgetVolunteer(volunteer: VolunteerId): void {
    for (const input of this.#inputs.values()) this.#forget(input, volunteer);
  }

  #forget(input: LargeInput, volunteer: VolunteerId): void {
    input.sent.delete(volunteer);
    input.awaiting.delete(volunteer);
    if (input.awaiting.size === 0) this.#missing.delete(input);
  }

  /** null for what no lease needs. */
  nameOf(hash: BlobHash): BlobName | null {
    return this.#inputs.get(hash)?.name ?? null;
  }

  isNeeded(volunteer: VolunteerId, hash: BlobHash): boolean {
    const input = this.#inputs.get(hash);
    return input !== undefined && isNeededBy(input, volunteer);
  }

  /** null while they are not in memory: then they are read again, if a lease of that volunteer needs them. */
  bytesFor(volunteer: VolunteerId, hash: BlobHash): Uint8Array | null {
    const input = this.#inputs.get(hash);
    if (input === undefined) return null;
    if (input.bytes === null && isNeededBy(input, volunteer)) {
      input.awaiting.add(volunteer);
      if (!this.#missing.has(input)) this.#missing.set(input, this.#clock.now());
    }
    return input.bytes;
  }

  /**
   * The volunteer has been sent the bytes before `end`. Tells whether it needs them and they are more than before: only then the
   * input stays in memory for it.
   */
  notePiece(volunteer: VolunteerId, hash: BlobHash, end: number): boolean {
    const input = this.#inputs.get(hash);
    if (input === undefined || !isNeededBy(input, volunteer)) return false;
    if (end <= (input.sent.get(volunteer)?.end ?? 0)) return false;
    const at = this.#clock.now();
    input.sent.set(volunteer, { end, at });
    input.turnBegan ??= at;
    this.#inputs.delete(hash);
    this.#inputs.set(hash, input);
    return true;
  }

  /**
   * Reads what is awaited, as far as there is room: one after the other, as several at once would not be within the budget. To be
   * called with each message of a volunteer: time makes room, too.
   */
  readMissing(): void {
    const now = this.#clock.now();
    for (const [input, since] of this.#missing) {
      if (this.#reading !== null) return;
      if (now < input.readAt + turnMs) continue;
      if (this.#makeRoom(input)) {
        this.#missing.delete(input);
        this.#read(input);
        // A smaller one may have room meanwhile, but not time and again.
      } else if (now >= since + turnMs) return;
    }
  }

  /** For a load whose volunteer awaits it: of one job the input may be lost, and there in another one. */
  #read(input: LargeInput): void {
    const awaited = [...input.needs].filter(([, { volunteer }]) => volunteer !== null && input.awaiting.has(volunteer));
    const [first] = awaited.toSorted(([, a], [, b]) => a.failures - b.failures);
    if (first === undefined) return;
    const [load, need] = first;
    const packed = need.readAgain();
    if (packed instanceof Promise) {
      this.#reading = input;
      // It does not reject, and a fault of who is told of the arrival is one of the page.
      void this.#takeSlowly(input, load, packed);
    } else this.#takeRead(input, load, packed);
  }

  async #takeSlowly(input: LargeInput, load: LoadId, coming: Promise<PackedInputs>): Promise<void> {
    let packed: PackedInputs;
    try {
      packed = await coming;
    } finally {
      this.#reading = null;
    }
    // Needed no longer: its bytes would be in nobody's budget.
    if (input.needs.size > 0) this.#takeRead(input, load, packed);
    this.readMissing();
  }

  #takeRead(input: LargeInput, load: LoadId, packed: PackedInputs): void {
    const now = this.#clock.now();
    input.readAt = now;
    if (packed.type === "failed") {
      this.#noteFailure(input, load, packed);
      return;
    }
    for (const need of input.needs.values()) need.failures = 0;
    for (const volunteer of input.awaiting) {
      input.sent.set(volunteer, { end: input.sent.get(volunteer)?.end ?? 0, at: now });
      input.turnBegan = now;
    }
    this.#putInMemory(input, encodedAt(packed.inputs, 0));
    this.#watch.noteArrival();
  }

  /** It is tried again a turn later, if it is awaited still. */
  #noteFailure(
    input: LargeInput,
    load: LoadId,
    { task, reason }: Extract<PackedInputs, { readonly type: "failed" }>,
  ): void {
    if (input.awaiting.size > 0) this.#missing.set(input, input.readAt);
    const need = input.needs.get(load);
    if (need === undefined) return;
    need.failures += 1;
    if (need.failures >= mostFailures) this.#watch.noteLoss(load, task, reason);
  }

  #putInMemory(input: LargeInput, bytes: Uint8Array): void {
    input.bytes = bytes;
    input.awaiting.clear();
    this.#missing.delete(input);
  }

  /** False where inputs that are just being sent are in the way; nothing is dropped then. One that is larger than the budget goes alone. */
  #makeRoom(wanted: LargeInput): boolean {
    // The room of one that is being read is its own.
    if (wanted === this.#reading) return true;
    const { bytes } = wanted.name;
    let used = this.bytes + (this.#reading?.bytes === null ? this.#reading.name.bytes : 0);
    const dropped: LargeInput[] = [];
    const isEnough = (): boolean => used === 0 || used + bytes <= this.#keptBytes;
    for (const input of this.#inputs.values()) {
      if (isEnough()) break;
      if (input.bytes === null || this.#isBeingSent(input)) continue;
      used -= input.bytes.length;
      dropped.push(input);
    }
    if (!isEnough()) return false;
    for (const input of dropped) Object.assign(input, { bytes: null, turnBegan: null });
    return true;
  }

  #isBeingSent({ name, sent, turnBegan }: LargeInput): boolean {
    const now = this.#clock.now();
    if (turnBegan === null || now >= turnBegan + turnMs) return false;
    return [...sent.values()].some(({ end, at }) => end < name.bytes && now < at + idleMs);
  }
}

function beginInput(name: BlobName): LargeInput {
  return {
    name,
    bytes: null,
    needs: new Map(),
    awaiting: new Set(),
    sent: new Map(),
    turnBegan: null,
    readAt: Number.NEGATIVE_INFINITY,
  };
}

function isNeededBy({ needs }: LargeInput, volunteer: VolunteerId): boolean {
  return [...needs.values()].some((need) => need.volunteer === volunteer);
}
