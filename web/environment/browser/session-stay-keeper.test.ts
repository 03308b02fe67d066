import { expect, test } from "vitest";
import { parseKeptStay } from "./session-stay-keeper.ts";

const kept = {
  tab: "0123456789abcdef0123456789abcdef",
  name: "Ada",
  slots: 3,
  paused: true,
  wasIn: true,
  done: 12,
  failed: 1,
};

test("a stay is read as it was kept", () => {
  expect(parseKeptStay(JSON.stringify(kept))).toEqual(kept);
});

test.each([
  ["nothing", null],
  ["no JSON", "{"],
  ["another kind of JSON", "7"],
  ["null", "null"],
  ["no tab", JSON.stringify({ ...kept, tab: "ada" })],
  ["no name", JSON.stringify({ ...kept, name: " " })],
  ["a name that is too long", JSON.stringify({ ...kept, name: "W".repeat(41) })],
  ["no slots", JSON.stringify({ ...kept, slots: 0 })],
  ["more slots than there can be", JSON.stringify({ ...kept, slots: 257 })],
  ["a count that is none", JSON.stringify({ ...kept, done: -1 })],
  ["half a count", JSON.stringify({ ...kept, failed: 0.5 })],
])("a text that has %s is no stay", (_, text) => {
  expect(parseKeptStay(text)).toBeNull();
});
