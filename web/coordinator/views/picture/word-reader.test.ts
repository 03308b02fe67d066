import { expect, test } from "vitest";
import type { ResultReader } from "./result-reader.ts";
import { openWordReader, type WordsSoFar } from "./word-reader.ts";

const lists = [{ words: "a", counts: Uint32Array.of(1) }];

function readerOf(values: readonly unknown[]): ResultReader<WordsSoFar> {
  let next = 0;
  return openWordReader(
    {
      cursor: () => ({ next: () => (next < values.length ? next++ : null) }),
      at: (task) => ({
        volunteer: "laptop",
        startedMs: 0,
        runtimeMs: 1,
        outcome: values[task] === undefined ? { type: "failed" } : { type: "value", value: values[task] },
      }),
    },
    1,
  );
}

test("the most frequent words of all parts are kept, passages and failures counted, and what is no count named", () => {
  const reader = readerOf([
    { lists },
    undefined,
    {
      part: 0,
      words: 5,
      different: 2,
      top: [
        ["b", 3],
        ["a", 2],
      ],
    },
    { lists: [...lists, ...lists] },
    {
      part: 1,
      words: 9,
      different: 3,
      top: [
        ["c", 7],
        ["d", 2],
      ],
    },
  ]);
  expect(reader.readSome()).toBe(false);
  expect(reader.resultsRead).toBe(5);
  expect(reader.soFar).toEqual({
    passages: 1,
    parts: 2,
    words: 14,
    different: 5,
    top: [
      ["c", 7],
      ["b", 3],
      ["a", 2],
      ["d", 2],
    ],
    failed: 1,
    refused: 1,
    firstRefusal: { task: 3, volunteer: "laptop", reason: "it is no count of words" },
  });
});

test("of many words twenty are kept", () => {
  const values = [0, 1].map((part) => ({
    part,
    words: 20,
    different: 20,
    top: Array.from({ length: 20 }, (_, at) => [`w${part}-${at}`, 40 - 2 * at + part]),
  }));
  const reader = readerOf(values);
  reader.readSome();
  expect(reader.soFar.top).toHaveLength(20);
  expect(reader.soFar.top.slice(0, 2)).toEqual([
    ["w1-0", 41],
    ["w0-0", 40],
  ]);
});
