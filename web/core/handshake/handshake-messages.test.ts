import { describe, expect, test } from "vitest";
import { toAsciiJson } from "../wire/ascii-json.ts";
import { decodeHandshake, encodeHandshake } from "./handshake-messages.ts";
import { wireVersion as version } from "../wire/messages.ts";
import { messages, room } from "./testing/sample-room.ts";

describe("handshake messages", () => {
  test.each(Object.values(messages))("$type is decoded unchanged", (message) => {
    expect(decodeHandshake(encodeHandshake(message))).toEqual({ type: "value", value: message });
  });

  const hexNonce = "0".repeat(32);
  const hexProof = "0".repeat(64);
  const hexKey = "9".repeat(64);
  test.each([
    ["an unknown type", { type: "toString" }, "unknown type"],
    ["no type", {}, "unknown type"],
    ["a list", [], "no object"],
    ["a version as text", { type: "introduce", version: "1", room, nonce: hexNonce }, "introduce.version"],
    ["a fractional version", { type: "introduce", version: 1.5, room, nonce: hexNonce }, "introduce.version"],
    ["no room code", { type: "introduce", version, room: "abc", nonce: hexNonce }, "introduce.room"],
    ["a short nonce", { type: "introduce", version, room, nonce: "00", key: hexKey }, "introduce.nonce"],
    ["no key", { type: "introduce", version, room, nonce: hexNonce }, "introduce.key"],
    ["a nonce of other letters", { type: "challenge", nonce: "Z".repeat(32), proof: hexProof }, "challenge.nonce"],
    ["no key in a challenge", { type: "challenge", nonce: hexNonce, tokenHash: hexKey }, "challenge.key"],
    ["no token's hash", { type: "challenge", nonce: hexNonce, key: hexKey, proof: hexProof }, "challenge.tokenHash"],
    ["no proof", { type: "challenge", nonce: hexNonce, key: hexKey, tokenHash: hexKey }, "challenge.proof"],
    ["a long proof", { type: "prove", proof: `${hexProof}00` }, "prove.proof"],
    ["an unknown reason", { type: "refuse", reason: "constructor", detail: "" }, "refuse.reason"],
    ["a long detail", { type: "refuse", reason: "room", detail: "x".repeat(201) }, "refuse.detail"],
  ])("%s is refused", (_, fields, reason) => {
    const bytes = Uint8Array.from(JSON.stringify(fields), (c) => c.charCodeAt(0));
    expect(decodeHandshake(bytes)).toEqual({ type: "problem", problem: expect.stringContaining(reason) });
  });

  test("of a volunteer's page of another version only the version is read", () => {
    const bytes = toAsciiJson({ type: "introduce", version: version - 1, room, nonce: hexNonce });
    expect(decodeHandshake(bytes)).toEqual({ type: "value", value: { type: "other-version", version: version - 1 } });
  });

  test("a detail that is too long is cut, not refused by the other side", () => {
    const bytes = encodeHandshake({ type: "refuse", reason: "room", detail: "x".repeat(500) });
    expect(decodeHandshake(bytes)).toMatchObject({ type: "value", value: { detail: "x".repeat(200) } });
  });
});
