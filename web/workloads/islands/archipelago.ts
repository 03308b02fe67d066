import type { InputPlan } from "../workload.ts";
import { epochIn, epochResultIn, type Epoch } from "./epoch.ts";

/**
 * Makes the epochs that follow from results: an island's next one begins with the tours that its last one has come to, and with the shortest tour
 * of the island before, in a ring. So it waits for these two alone, and a slow volunteer holds up no more than its neighbours.
 *
 * An input follows from results and nothing else: whoever computes them, and in whatever order they come, the job comes to the same tours.
 * An epoch that has failed, or has come to what is none, leaves its island with the tours that it began with.
 */
export class Archipelago implements InputPlan {
  #islands = 0;
  #epochs = 0;
  #isForeign = false;
  /** Epochs that are inputs of the job, and have no result yet. */
  readonly #open = new Map<number, Epoch>();
  /** Numbers of all epochs that are inputs of the job. */
  readonly #known = new Set<number>();
  /** Tours at the end of epochs from which further ones follow, by their numbers. */
  readonly #ends = new Map<number, Epoch>();

  get isComplete(): boolean {
    return this.#isForeign || (this.#islands > 0 && this.#known.size === this.#islands * this.#epochs);
  }

  noteInput(task: number, input: unknown): void {
    const found = epochIn(input);
    if (found === null) {
      this.#isForeign = true;
      return;
    }
    [this.#islands, this.#epochs] = found.of;
    this.#known.add(this.#numberOf(found.island, found.epoch));
    this.#open.set(task, found);
  }

  noteResult(task: number, value: unknown): readonly unknown[] {
    const begun = this.#open.get(task);
    if (begun === undefined || this.#isForeign) return [];
    this.#open.delete(task);
    const { island, epoch } = begun;
    const result = epochResultIn(value, begun.towns.length / 2);
    // A result for another input is none: it was computed for a task that went with an earlier page.
    const isRight = result !== null && result.island === island && result.epoch === epoch;
    this.#ends.set(this.#numberOf(island, epoch), isRight ? { ...begun, tours: result.tours } : begun);
    const next = [island, this.#around(island + 1)].flatMap((one) => this.#nextOf(one, epoch));
    for (const one of [island - 1, island, island + 1]) this.#forgetEnd(this.#around(one), epoch);
    return next;
  }

  /** The island's epoch behind this one, once both that it follows from are over; nothing where it is an input already. */
  #nextOf(island: number, epoch: number): readonly Epoch[] {
    const number = this.#numberOf(island, epoch + 1);
    const own = this.#ends.get(this.#numberOf(island, epoch));
    const other = this.#ends.get(this.#numberOf(this.#around(island - 1), epoch));
    if (own === undefined || other === undefined || epoch === this.#epochs || this.#known.has(number)) return [];
    this.#known.add(number);
    return [{ ...own, epoch: epoch + 1, guest: other.tours.slice(0, own.towns.length / 2) }];
  }

  /** Where both epochs that follow from it are inputs, or none follows. */
  #forgetEnd(island: number, epoch: number): void {
    const followers = [island, this.#around(island + 1)].map((one) => this.#numberOf(one, epoch + 1));
    if (epoch === this.#epochs || followers.every((number) => this.#known.has(number))) {
      this.#ends.delete(this.#numberOf(island, epoch));
    }
  }

  /** In the ring the last island is before the first one. */
  #around(island: number): number {
    return ((island - 1 + this.#islands) % this.#islands) + 1;
  }

  #numberOf(island: number, epoch: number): number {
    return (epoch - 1) * this.#islands + island;
  }
}
