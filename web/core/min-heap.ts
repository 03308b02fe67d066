interface Entry<Value> {
  readonly key: number;
  readonly value: Value;
}

/** A heap, smallest key first. Entries cannot be changed: push a moved value again, and check after `pop` that the entry holds. */
export class MinHeap<Value> {
  readonly #entries: Entry<Value>[] = [];

  get size(): number {
    return this.#entries.length;
  }

  peek(): Entry<Value> | undefined {
    return this.#entries[0];
  }

  push(key: number, value: Value): void {
    const entries = this.#entries;
    const entry = { key, value };
    let at = entries.length;
    entries.push(entry);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = entries[above];
      if (parent === undefined || parent.key <= key) break;
      entries[at] = parent;
      at = above;
    }
    entries[at] = entry;
  }

  pop(): Entry<Value> | undefined {
    const entries = this.#entries;
    const first = entries[0];
    const last = entries.pop();
    if (first === undefined || last === undefined || entries.length === 0) return first;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      const left = entries[below];
      if (left === undefined) break;
      const right = entries[below + 1];
      let child = left;
      if (right !== undefined && right.key < left.key) {
        below += 1;
        child = right;
      }
      if (child.key >= last.key) break;
      entries[at] = child;
      at = below;
    }
    entries[at] = last;
    return first;
  }
}
