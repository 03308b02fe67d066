import { expect, test } from "vitest";
import { volunteerId } from "../../../core/ids.ts";
import { ByteRates } from "./byte-rates.ts";

const [first, second] = [volunteerId(1), volunteerId(2)];

test("bytes are told a second, of all links that were there at both measurings", () => {
  const bytes = new ByteRates();
  bytes.take(1_000, new Map([[first, { sentBytes: 100, receivedBytes: 10 }]]));
  expect(bytes.rates).toEqual([]);
  bytes.take(
    3_000,
    new Map([
      [first, { sentBytes: 500, receivedBytes: 30 }],
      [second, { sentBytes: 9_000, receivedBytes: 9_000 }],
    ]),
  );
  expect(bytes.rates).toEqual([{ atMs: 2_000, sent: 200, received: 10 }]);
});

test("a link that was opened anew takes nothing away", () => {
  const bytes = new ByteRates();
  bytes.take(0, new Map([[first, { sentBytes: 500, receivedBytes: 500 }]]));
  bytes.take(1_000, new Map([[first, { sentBytes: 20, receivedBytes: 900 }]]));
  expect(bytes.rates).toEqual([{ atMs: 1_000, sent: 0, received: 0 }]);
});

test("of a view that is open for hours a bounded number of rates is kept, over all of its time", () => {
  const bytes = new ByteRates();
  for (let nth = 0; nth <= 5_000; nth += 1) {
    bytes.take(1_000 * nth, new Map([[first, { sentBytes: 70 * nth, receivedBytes: 7 * nth }]]));
  }
  expect(bytes.rates.length).toBeLessThanOrEqual(240);
  for (const { sent, received } of bytes.rates) {
    expect(sent).toBeCloseTo(70, 6);
    expect(received).toBeCloseTo(7, 6);
  }
  expect(bytes.rates.at(-1)?.atMs).toBe(5_000_000);
});
