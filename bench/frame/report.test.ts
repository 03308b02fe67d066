import { expect, test } from "vitest";
import { figuresOf } from "./report.mjs";
import type { Beside, Measurement } from "./types.ts";

function rate(ours: number, peer: Beside): Measurement[] {
  return [{ figure: "rate", better: "more", ours, peers: [peer] }];
}

test("repeats of a figure become one figure with its spread, in the row's unit unless it has one of its own", () => {
  const repeats: Measurement[][] = [
    [
      { figure: "time", better: "less", ours: 2 },
      { figure: "rate", unit: "/s", better: "more", ours: 10 },
    ],
    [
      { figure: "time", better: "less", ours: 4 },
      { figure: "rate", unit: "/s", better: "more", ours: 30 },
    ],
  ];
  expect(figuresOf("s", repeats)).toEqual([
    {
      name: "time",
      unit: "s",
      better: "less",
      ours: { runs: [2, 4], median: 3, min: 2, max: 4 },
      peers: [],
      limit: null,
    },
    {
      name: "rate",
      unit: "/s",
      better: "more",
      ours: { runs: [10, 30], median: 20, min: 10, max: 30 },
      peers: [],
      limit: null,
    },
  ]);
});

test("a peer is compared within each run, so that a machine busy in one of them does not count", () => {
  const [figure] = figuresOf("/s", [
    rate(100, { name: "peer", value: 50 }),
    rate(10, { name: "peer", value: 5 }),
    rate(90, { name: "peer", value: 45 }),
  ]);
  expect(figure?.peers).toEqual([{ name: "peer", times: 2, runs: [50, 5, 45], median: 45, min: 5, max: 50 }]);
});

test("where less is better, half the time is twice as good, and twice the limit is half of it", () => {
  const beside = { name: "beside", value: 4 };
  const [figure] = figuresOf("s", [[{ figure: "time", better: "less", ours: 2, peers: [beside], limit: beside }]]);
  expect(figure?.peers[0]).toMatchObject({ times: 2 });
  const [slow] = figuresOf("s", [[{ figure: "time", better: "less", ours: 8, limit: beside }]]);
  expect(slow?.limit).toMatchObject({ times: 0.5 });
});

test("a peer that is not there is named with the reason, and one that was there once counts with that", () => {
  const gone = { name: "Dask", missing: "no Python with distributed" };
  expect(figuresOf("/s", [rate(6, gone), rate(6, gone)])[0]?.peers).toEqual([gone]);
  expect(figuresOf("/s", [rate(6, gone), rate(6, { name: "Dask", value: 3 })])[0]?.peers).toEqual([
    { name: "Dask", times: 2, runs: [3], median: 3, min: 3, max: 3 },
  ]);
});
