/** An encoded value in its place among all that were put. */
export interface Item {
  readonly place: number;
  readonly bytes: Uint8Array;
}

/** Items in the order in which they were put. What was taken can go back to where it was. */
export class ItemLine {
  #items: (Item | undefined)[] = [];
  /** Items before this index are taken. */
  #head = 0;
  #nextPlace = 0;

  get count(): number {
    return this.#items.length - this.#head;
  }

  push(bytes: Uint8Array): void {
    this.#items.push({ place: this.#nextPlace, bytes });
    this.#nextPlace += 1;
  }

  shift(): Item | undefined {
    const item = this.#items[this.#head];
    if (item === undefined) return undefined;
    this.#items[this.#head] = undefined;
    this.#head += 1;
    if (this.#head > 64 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }

  /** Only items that went back before this one can stand ahead of it. */
  putBack(item: Item): void {
    let at = this.#head;
    for (let next = this.#items[at]; next !== undefined && next.place < item.place; next = this.#items[at]) at += 1;
    if (at > 0 && at === this.#head) {
      this.#head -= 1;
      this.#items[this.#head] = item;
    } else this.#items.splice(at, 0, item);
  }
}
