import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MinHeap } from "./min-heap.ts";

describe("a heap", () => {
  test("that is empty has nothing to give", () => {
    const heap = new MinHeap<string>();
    expect([heap.size, heap.peek(), heap.pop()]).toEqual([0, undefined, undefined]);
  });

  test("gives entries by their keys, the smallest first, each with its own value", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true }), { maxLength: 300 }), (keys) => {
        const heap = new MinHeap<number>();
        for (const [value, key] of keys.entries()) heap.push(key, value);
        const popped = keys.map(() => heap.pop());
        // 0 and -0 are the same key: either may come first. Adding 0 makes 0 of both.
        const inOrder = keys.toSorted((a, b) => a - b).map((key) => key + 0);
        expect(popped.map((entry) => (entry?.key ?? Number.NaN) + 0)).toEqual(inOrder);
        expect(popped.every((entry) => entry !== undefined && Object.is(keys[entry.value], entry.key))).toBe(true);
        expect(new Set(popped.map((entry) => entry?.value)).size).toBe(keys.length);
        expect(heap.pop()).toBeUndefined();
      }),
      { examples: [[[0, -0, 0]]] },
    );
  });

  test("agrees with a sorted list, whatever is pushed and popped in between", () => {
    // null pops.
    const step = fc.option(fc.integer({ min: -20, max: 20 }), { freq: 2 });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const heap = new MinHeap<null>();
        const list: number[] = [];
        for (const key of steps) {
          expect(heap.peek()?.key).toBe(list[0]);
          if (key === null) {
            expect(heap.pop()?.key).toBe(list.shift());
          } else {
            heap.push(key, null);
            list.push(key);
            list.sort((a, b) => a - b);
          }
          expect(heap.size).toBe(list.length);
        }
      }),
    );
  });

  test("leaves what it shows in its place", () => {
    const heap = new MinHeap<string>();
    heap.push(2, "b");
    heap.push(1, "a");
    expect(heap.peek()).toEqual({ key: 1, value: "a" });
    expect(heap.size).toBe(2);
  });
});
