import type { BlobHash, BlobName } from "../../core/blobs/blob-name.ts";
import type { Blob } from "../../core/blobs/blob.ts";
import type { LoadId, VolunteerId } from "../../core/ids.ts";
import { inBackground } from "../../core/in-background.ts";
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
  /** Volunteers that have asked for some of it and were not sent its last piece. */
  readonly asking: Set<VolunteerId>;
  /** Set where it could not be read again. Its leases expire then, and the next load of its tasks says why. */
  isLost: boolean;
}

/**
 * Inputs that travel beside their batches. Each is known as long as a lease needs it, and its bytes are in memory as far as the
 * budget goes: what no volunteer is just being sent makes room, and is read again when a volunteer asks for it.
 */
export class LargeInputs {
  readonly #keptBytes: number;
  readonly #noteArrival: () => void;
  /** Those asked for last are behind the others. */
  readonly #inputs = new Map<BlobHash, LargeInput>();
  /** Those whose bytes are asked for and not in memory, in the order in which they were. */
  readonly #missing = new Set<LargeInput>();
  #isReading = false;

  /** `noteArrival`: bytes that a volunteer has asked for are in memory again. */
  constructor(keptBytes: number, noteArrival: () => void) {
    this.#keptBytes = keptBytes;
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
    const fresh: LargeInput = { name, bytes: null, needs: new Map(), asking: new Set(), isLost: false };
    const input = this.#inputs.get(name.hash) ?? fresh;
    this.#inputs.set(name.hash, input);
    input.needs.set(load, { readAgain, volunteer: null });
    input.isLost = false;
    if (input.bytes === null && this.#makeRoom(bytes.length)) input.bytes = bytes;
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
      const others = [...input.needs.values()];
      if (volunteer !== null && !others.some((need) => need.volunteer === volunteer)) input.asking.delete(volunteer);
      if (others.length > 0) continue;
      this.#inputs.delete(hash);
      this.#missing.delete(input);
    }
    this.#readMissing();
  }

  /** null for what no lease needs. */
  nameOf(hash: BlobHash): BlobName | null {
    return this.#inputs.get(hash)?.name ?? null;
  }

  /** null while they are not in memory. */
  bytesOf(hash: BlobHash): Uint8Array | null {
    return this.#inputs.get(hash)?.bytes ?? null;
  }

  noteRequest(volunteer: VolunteerId, hash: BlobHash): void {
    const input = this.#inputs.get(hash);
    if (input === undefined) return;
    this.#inputs.delete(hash);
    this.#inputs.set(hash, input);
    input.asking.add(volunteer);
    if (input.bytes === null && !input.isLost) this.#missing.add(input);
    this.#readMissing();
  }

  /** The volunteer has been sent the bytes before `end`. */
  notePiece(volunteer: VolunteerId, hash: BlobHash, end: number): void {
    const input = this.#inputs.get(hash);
    if (input === undefined || end < input.name.bytes) return;
    input.asking.delete(volunteer);
    this.#readMissing();
  }

  /** Reads one after the other: several at once would not be within the budget. */
  #readMissing(): void {
    for (const input of this.#missing) {
      if (this.#isReading || !this.#makeRoom(input.name.bytes)) return;
      this.#missing.delete(input);
      this.#read(input);
    }
  }

  #read(input: LargeInput): void {
    const [need] = input.needs.values();
    const packed = need?.readAgain();
    if (packed === undefined) return;
    if (packed instanceof Promise) {
      this.#isReading = true;
      // Never rejects: what cannot be read is told as such.
      inBackground(this.#takeSlowly(input, packed), () => {});
    } else this.#takeRead(input, packed);
  }

  async #takeSlowly(input: LargeInput, coming: Promise<PackedInputs>): Promise<void> {
    const packed = await coming;
    this.#isReading = false;
    this.#takeRead(input, packed);
    this.#readMissing();
  }

  #takeRead(input: LargeInput, packed: PackedInputs): void {
    if (packed.type === "failed") input.isLost = true;
    else input.bytes = encodedAt(packed.inputs, 0);
    this.#noteArrival();
  }

  /** False where inputs that are just being sent are in the way. One that is larger than the budget goes alone. */
  #makeRoom(bytes: number): boolean {
    let used = this.bytes;
    for (const input of this.#inputs.values()) {
      if (used + bytes <= this.#keptBytes) return true;
      if (input.bytes === null || input.asking.size > 0) continue;
      used -= input.bytes.length;
      input.bytes = null;
    }
    return used === 0 || used + bytes <= this.#keptBytes;
  }
}
