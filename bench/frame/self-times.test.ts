import { expect, test } from "vitest";
import { largestSelfTimes, mergeProfiles } from "./self-times.mjs";

function node(id: number, functionName: string, url = "") {
  return { id, callFrame: { functionName, url, lineNumber: 9 } };
}

function piece(name: string) {
  return {
    nodes: [{ ...node(1, "(root)"), children: [2] }, node(2, name)],
    samples: [1, 2, 2],
    timeDeltas: [0, 1_000, 3_000],
  };
}

test("self times are summed by function over all of its nodes, the largest first, without idle time", () => {
  const profile = {
    nodes: [
      node(1, "(root)"),
      node(2, "(idle)"),
      node(3, "encode", "https://host/assets/codec.js"),
      node(4, "encode", "https://host/assets/codec.js"),
      node(5, "", "https://host/assets/page.js"),
    ],
    samples: [2, 3, 5, 4, 1],
    timeDeltas: [0, 50_000, 2_000, 1_000, 4_000],
  };
  expect(largestSelfTimes(profile, 10)).toEqual([
    { label: "encode  codec.js:10", ms: 6 },
    { label: "(anonymous)  page.js:10", ms: 1 },
  ]);
  expect(largestSelfTimes(profile, 1)).toHaveLength(1);
});

test("profiles of one target after the other become one, whose nodes are told apart and hang on one root", () => {
  const merged = mergeProfiles([piece("first"), piece("second"), piece("first")]);
  expect(merged?.nodes.map(({ id, children = [] }) => [id, children])).toEqual([
    [1, [2, 4, 6]],
    [2, []],
    [4, []],
    [6, []],
  ]);
  expect(merged?.samples).toEqual([1, 2, 2, 1, 4, 4, 1, 6, 6]);
  expect(merged === null ? [] : largestSelfTimes(merged, 10)).toEqual([
    { label: "first", ms: 6 },
    { label: "second", ms: 3 },
  ]);
  expect(mergeProfiles([])).toBeNull();
});
