import { expect, test } from "vitest";
import { largestSelfTimes } from "./self-times.mjs";

function node(id: number, functionName: string, url = "") {
  return { id, callFrame: { functionName, url, lineNumber: 9 } };
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
