import { expect, test } from "vitest";
import { fingerprintsIn } from "./fingerprints.ts";

test("a fingerprint is the same with any case and line ends of its description", () => {
  const expected = "sha-256 AB:CD:01";
  expect(fingerprintsIn("v=0\r\na=fingerprint:sha-256 AB:CD:01\r\na=setup:active\r\n")).toBe(expected);
  expect(fingerprintsIn("v=0\na=fingerprint:SHA-256 ab:cd:01\n")).toBe(expected);
});

test("several certificates are named once each, sorted", () => {
  const [a, b] = ["a=fingerprint:sha-256 BB:01", "a=fingerprint:sha-1 AA:02"];
  expect(fingerprintsIn(`${a}\r\n${b}\r\n${a}`)).toBe("sha-1 AA:02, sha-256 BB:01");
  expect(fingerprintsIn(`${b}\r\n${a}`)).toBe("sha-1 AA:02, sha-256 BB:01");
});

test("a description without a fingerprint gives an empty text", () => {
  expect(fingerprintsIn("v=0\r\ns=-\r\n")).toBe("");
});
