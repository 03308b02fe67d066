import { expect, test } from "vitest";
import { volunteerId } from "../../../core/ids.ts";
import { networkWords } from "./network-words.ts";

const [first, second, third] = [volunteerId(1), volunteerId(2), volunteerId(3)];
const direct = { id: first, kind: "peer", link: "steady" } as const;

test("the star is told by the ways of its links, those that are interrupted, and the time there and back", () => {
  expect(networkWords([direct], new Map())).toBe("1 volunteer is linked to this tab: 1 directly.");
  expect(networkWords([direct], new Map([[first, { roundTripMs: 3 }]]))).toMatch(/ There and back takes 3\.0 ms\.$/);
  const others = [
    { id: second, kind: "relay", link: "wavering" },
    { id: third, kind: "memory", link: "steady" },
  ] as const;
  const trips = new Map([
    [first, { roundTripMs: 3 }],
    [second, { roundTripMs: 40 }],
    [third, { roundTripMs: null }],
  ]);
  expect(networkWords([direct, ...others], trips)).toBe(
    "3 volunteers are linked to this tab: 1 directly, 1 through the server, which cannot read it, 1 in this tab. " +
      "1 link is interrupted. There and back takes from 3.0 ms to 40 ms, in the middle 40 ms.",
  );
});
