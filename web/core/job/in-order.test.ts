import * as fc from "fast-check";
import { expect, test } from "vitest";
import { InOrder } from "./in-order.ts";

const total = 40;
const anyOrder = fc.shuffledSubarray(
  Array.from({ length: total }, (_, task) => task),
  { minLength: total, maxLength: total },
);

test("in whatever order tasks get on record, each is delivered once, in its turn and as soon as that has come", () => {
  fc.assert(
    fc.property(anyOrder, fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), (arrivals, blocks) => {
      const onRecord = new Set<number>();
      const inOrder = new InOrder(total, (task) => onRecord.has(task));
      const delivered: number[] = [];
      for (let from = 0, block = 0; from < total; block += 1) {
        const count = blocks[block % blocks.length] ?? 1;
        for (const task of arrivals.slice(from, from + count)) onRecord.add(task);
        from += count;
        inOrder.deliver((task) => delivered.push(task));
        const gap = Array.from({ length: total + 1 }, (_, task) => task).find((task) => !onRecord.has(task));
        expect(delivered).toEqual(Array.from({ length: gap ?? total }, (_, task) => task));
        expect(inOrder.next).toBe(delivered.length);
      }
      expect(delivered).toHaveLength(total);
    }),
  );
});

test("what was on record before is delivered first", () => {
  const inOrder = new InOrder(3, (task) => task < 2);
  const delivered: number[] = [];
  inOrder.deliver((task) => delivered.push(task));
  inOrder.deliver((task) => delivered.push(task));
  expect(delivered).toEqual([0, 1]);
});

test("a job without tasks has nothing to deliver", () => {
  const inOrder = new InOrder(0, () => true);
  inOrder.deliver((task) => expect.unreachable(`task ${task}`));
  expect(inOrder.next).toBe(0);
});
