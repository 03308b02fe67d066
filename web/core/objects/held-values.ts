import type { CallBook } from "./call-book.ts";
import { Refusal } from "./refusal.ts";
import type { SharedObject } from "./shared-object.ts";

/** Encoded values by key, in the order in which the keys came. Their bytes, and those of keys, are counted as the object's. */
export class HeldValues<Key> {
  readonly #owner: SharedObject;
  readonly #values = new Map<Key, { readonly value: Uint8Array; readonly bytes: number }>();

  constructor(owner: SharedObject) {
    this.#owner = owner;
  }

  get size(): number {
    return this.#values.size;
  }

  keys(): IterableIterator<Key> {
    return this.#values.keys();
  }

  *values(): Iterable<Uint8Array> {
    for (const { value } of this.#values.values()) yield value;
  }

  get(key: Key): Uint8Array | undefined {
    return this.#values.get(key)?.value;
  }

  has(key: Key): boolean {
    return this.#values.has(key);
  }

  /** `keyBytes` are those of the key. @throws Refusal where there would be too many. */
  set(key: Key, keyBytes: number, value: Uint8Array): void {
    const known = this.#values.get(key);
    const most = this.#book.limits.items;
    if (known === undefined && this.size >= most) {
      throw new Refusal("RangeError", `a ${this.#owner.kind} may hold ${most} values, and holds as many`);
    }
    const bytes = keyBytes + value.length;
    this.#book.hold(this.#owner, bytes);
    this.#book.release(this.#owner, known?.bytes ?? 0);
    this.#values.set(key, { value, bytes });
  }

  /** The value, whose bytes are counted for the object until they are released; undefined if there is none. */
  take(key: Key): { readonly value: Uint8Array; readonly bytes: number } | undefined {
    const held = this.#values.get(key);
    this.#values.delete(key);
    return held;
  }

  /** What `take` has given goes back, unless there is another value of the key by now. */
  putBack(key: Key, held: { readonly value: Uint8Array; readonly bytes: number }): void {
    if (this.#values.has(key)) this.#book.release(this.#owner, held.bytes);
    else this.#values.set(key, held);
  }

  /** False if there is none. */
  delete(key: Key): boolean {
    const held = this.take(key);
    this.#book.release(this.#owner, held?.bytes ?? 0);
    return held !== undefined;
  }

  clear(): void {
    for (const key of this.#values.keys()) this.delete(key);
  }

  get #book(): CallBook {
    return this.#owner.book;
  }
}
