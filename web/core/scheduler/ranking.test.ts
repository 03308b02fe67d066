import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Ranking } from "./ranking.ts";

describe("a ranking", () => {
  test("gives the member with the smallest key, and none if it is empty", () => {
    const ranking = new Ranking<string>();
    expect(ranking.first()).toBeUndefined();
    ranking.set("late", 3);
    ranking.set("early", 1);
    expect(ranking.first()).toBe("early");
    expect(ranking.keyOf("late")).toBe(3);
  });

  test("follows a member that moves either way or leaves", () => {
    const ranking = new Ranking<string>();
    ranking.set("a", 1);
    ranking.set("b", 2);
    ranking.set("a", 3);
    expect(ranking.first()).toBe("b");
    ranking.set("a", 0);
    expect(ranking.first()).toBe("a");
    expect(ranking.delete("a")).toBe(true);
    expect(ranking.delete("a")).toBe(false);
    expect(ranking.first()).toBe("b");
    expect(ranking.size).toBe(1);
  });

  test("is empty once it is cleared, and filled anew", () => {
    const ranking = new Ranking<string>();
    ranking.set("a", 1);
    ranking.clear();
    expect([ranking.size, ranking.first()]).toEqual([0, undefined]);
    ranking.set("a", 1);
    expect(ranking.first()).toBe("a");
  });

  test("passes over who is not wanted as far as it is told to look, and keeps them", () => {
    const ranking = new Ranking<number>();
    for (const member of [1, 2, 3, 4]) ranking.set(member, member);
    expect(ranking.first((member) => member > 2, 3)).toBe(3);
    expect(ranking.first((member) => member > 2, 2)).toBeUndefined();
    expect(ranking.first()).toBe(1);
  });

  test("agrees with sorting, whatever moves and leaves", () => {
    const moves = fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.option(fc.integer({ min: 0, max: 9 }))), {
      maxLength: 400,
    });
    fc.assert(
      fc.property(moves, (changes) => {
        const ranking = new Ranking<number>();
        const plain = new Map<number, number>();
        for (const [member, key] of changes) {
          if (key === null) {
            expect(ranking.delete(member)).toBe(plain.delete(member));
          } else {
            ranking.set(member, key);
            plain.set(member, key);
          }
          const least = plain.size === 0 ? undefined : Math.min(...plain.values());
          const first = ranking.first();
          expect(first === undefined ? undefined : ranking.keyOf(first)).toBe(least);
          expect(ranking.size).toBe(plain.size);
        }
      }),
    );
  });
});
