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
  readonly volunteer: VolunteerId | null;
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

/**
 * Inputs that travel beside their batches. Each is known as long as a lease needs it, and its bytes are in memory as far as the
 * budget goes: what no volunteer is just being sent makes room, and is read again when a volunteer asks for it. Those for which
 * there is no room take turns, so that a slow volunteer, or one that has stopped asking, holds up the others for a turn at most.
 */
export class LargeInputs {
  readonly #keptBytes: number;
  readonly #clock: Pick<Clock, "now">;
  readonly #noteArrival: () => void;
  /** Those of which a piece went out last are behind the others. */
  readonly #inputs = new Map<BlobHash, LargeInput>();
  /** Those that volunteers await, and since when, in the order in which they came to be. */
  readonly #missing = new Map<LargeInput, number>();
  #isReading = false;

  /** `noteArrival`: bytes that a volunteer has asked for are in memory again. */
  constructor(keptBytes: number, clock: Pick<Clock, "now">, noteArrival: () => void) {
    this.#keptBytes = keptBytes;
    this.#clock = clock;
    this.#noteArrival = noteArrival;
  }

  /** Bytes in memory. */
  get bytes(): number {
    let bytes = 0;
    for (const input of this.#inputs.values()) bytes += input.bytes?.length ?? 0;
    return bytes;
  }

  /** The load needs it until it is dropped. */
  keepInput(load: LoadId, { name, bytes }: Blob, readAgain: ReadAgain): void {
    const input = this.#inputs.get(name.hash) ?? beginInput(name);
    this.#inputs.set(name.hash, input);
    input.needs.set(load, { readAgain, volunteer: null });
    // What is awaited goes before what nobody has asked for yet.
    const isNext = this.#missing.size === 0 || this.#missing.has(input);
    if (input.bytes === null && isNext && this.#makeRoom(bytes.length)) this.#putInMemory(input, bytes);
  }

  /** The load's batch goes to that volunteer. */
  noteSent(load: LoadId, volunteer: VolunteerId): void {
    for (const { needs } of this.#inputs.values()) {
      const need = needs.get(load);
      if (need !== undefined) needs.set(load, { ...need, volunteer });
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
      if (this.#isReading) return;
      if (now < input.readAt + turnMs) continue;
      if (this.#makeRoom(input.name.bytes)) {
        this.#missing.delete(input);
        this.#read(input);
        // A smaller one may have room meanwhile, but not time and again.
      } else if (now >= since + turnMs) return;
    }
  }

  #read(input: LargeInput): void {
    const [need] = input.needs.values();
    const packed = need?.readAgain();
    if (packed === undefined) return;
    if (packed instanceof Promise) {
      this.#isReading = true;
      // It does not reject, and a fault of who is told of the arrival is one of the page.
      void this.#takeSlowly(input, packed);
    } else this.#takeRead(input, packed);
  }

  async #takeSlowly(input: LargeInput, coming: Promise<PackedInputs>): Promise<void> {
    let packed: PackedInputs;
    try {
      packed = await coming;
    } finally {
      this.#isReading = false;
    }
    this.#takeRead(input, packed);
    this.readMissing();
  }

  /** What could not be read is tried again a turn later, if it is awaited still. */
  #takeRead(input: LargeInput, packed: PackedInputs): void {
    const now = this.#clock.now();
    input.readAt = now;
    if (packed.type === "failed") {
      if (input.awaiting.size > 0) this.#missing.set(input, now);
      return;
    }
    for (const volunteer of input.awaiting) {
      input.sent.set(volunteer, { end: input.sent.get(volunteer)?.end ?? 0, at: now });
      input.turnBegan = now;
    }
    this.#putInMemory(input, encodedAt(packed.inputs, 0));
    this.#noteArrival();
  }

  #putInMemory(input: LargeInput, bytes: Uint8Array): void {
    input.bytes = bytes;
    input.awaiting.clear();
    this.#missing.delete(input);
  }

  /** False where inputs that are just being sent are in the way; nothing is dropped then. One that is larger than the budget goes alone. */
  #makeRoom(bytes: number): boolean {
    let used = this.bytes;
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
