import { MinHeap } from "../min-heap.ts";

/** Stale entries of the heap that are not worth a clean-up. */
const staleAllowed = 64;

/**
 * Members by a key that may change, the smallest first. Every change takes logarithmic time on average: a member that has
 * moved leaves its old entry in the heap, where it is passed over, and swept out once such entries are the majority.
 */
export class Ranking<Member> {
  readonly #keys = new Map<Member, number>();
  #heap = new MinHeap<Member>();

  get size(): number {
    return this.#keys.size;
  }

  keyOf(member: Member): number | undefined {
    return this.#keys.get(member);
  }

  set(member: Member, key: number): void {
    if (this.#keys.get(member) === key) return;
    this.#keys.set(member, key);
    this.#heap.push(key, member);
    this.#sweep();
  }

  /** Tells whether it was there. */
  delete(member: Member): boolean {
    return this.#keys.delete(member);
  }

  clear(): void {
    this.#keys.clear();
    this.#heap = new MinHeap();
  }

  /** The first one, or the first that is wanted among as many as are looked at. */
  first(isWanted: (member: Member) => boolean = () => true, looks = 1): Member | undefined {
    const passedOver: { key: number; value: Member }[] = [];
    let found: Member | undefined;
    while (passedOver.length < looks) {
      const top = this.top();
      if (top === undefined) break;
      if (isWanted(top.value)) {
        found = top.value;
        break;
      }
      this.#heap.pop();
      passedOver.push(top);
    }
    for (const { key, value } of passedOver) this.#heap.push(key, value);
    return found;
  }

  /** The first one with its key. */
  top(): { key: number; value: Member } | undefined {
    let top = this.#heap.peek();
    while (top !== undefined && this.#keys.get(top.value) !== top.key) {
      this.#heap.pop();
      top = this.#heap.peek();
    }
    return top;
  }

  #sweep(): void {
    if (this.#heap.size <= 2 * this.#keys.size + staleAllowed) return;
    this.#heap = new MinHeap();
    for (const [member, key] of this.#keys) this.#heap.push(key, member);
  }
}
