import { expect, test } from "vitest";
import { FactQueue } from "./fact-queue.ts";

test("what a fact brings about is dealt with after it and before submitFact returns, in order", () => {
  const dealt: number[] = [];
  const queue = new FactQueue<number>((fact) => {
    dealt.push(fact);
    if (fact === 1) {
      queue.submitFact(2);
      queue.submitFact(3);
      expect(dealt).toEqual([1]);
    }
  });
  queue.submitFact(1);
  expect(dealt).toEqual([1, 2, 3]);
});

test("after a fact that could not be dealt with, the next ones are", () => {
  const dealt: number[] = [];
  const queue = new FactQueue<number>((fact) => {
    if (fact === 1) throw new Error("bad fact");
    dealt.push(fact);
  });
  expect(() => queue.submitFact(1)).toThrow("bad fact");
  queue.submitFact(2);
  expect(dealt).toEqual([2]);
});
