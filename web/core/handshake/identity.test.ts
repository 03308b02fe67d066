import { describe, expect, test } from "vitest";
import { keyHashOf, peerIdOfToken } from "./coordinator-token.ts";
import { volunteerPeerId } from "./identity.ts";
import { sampleIdentity, sampleKeys, volunteerOf } from "./testing/sample-room.ts";

describe("a room's identity", () => {
  const identity = sampleIdentity();

  test("has a peer id that the signaling server takes for a coordinator's, and ids of its room for volunteers", () => {
    expect(identity.coordinatorPeerId).toMatch(/^tp-[0-9a-f]{32}$/);
    const id = volunteerPeerId(identity, new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]));
    expect(id).toBe(`${identity.coordinatorPeerId}-0102030405060708`);
    expect(() => volunteerPeerId(identity, new Uint8Array(7))).toThrow(RangeError);
  });

  test("is the same after a reload", () => {
    expect(sampleIdentity()).toEqual(identity);
  });

  test("shares nothing of its key with a room of another seed, and keeps its key under another code", () => {
    const other = sampleIdentity(sampleKeys(1, 2));
    expect(other.coordinatorPeerId).not.toBe(identity.coordinatorPeerId);
    expect(other.token).not.toBe(identity.token);
    expect(other.privateKey).not.toEqual(identity.privateKey);
    expect(sampleIdentity(sampleKeys(1), "ABC235")).toEqual({ ...identity, room: "ABC235" });
  });

  test("its key's hash is over its key and its token's hash", () => {
    expect(keyHashOf(identity.publicKey, identity.tokenHash)).toEqual(identity.keyHash);
    expect(keyHashOf(identity.tokenHash, identity.publicKey)).not.toEqual(identity.keyHash);
  });

  test("its peer id is had by its token alone, and nothing that a volunteer knows is one", () => {
    expect(peerIdOfToken(identity.token)).toBe(identity.coordinatorPeerId);
    const known = [identity.publicKey, identity.tokenHash, volunteerOf().identity.secret, identity.keyHash];
    for (const start of known) {
      for (const end of known) {
        const token = Buffer.concat([start, end]).toString("base64url");
        expect(peerIdOfToken(token)).not.toBe(identity.coordinatorPeerId);
      }
    }
    expect(peerIdOfToken("token")).toBeNull();
    expect(peerIdOfToken(identity.token.slice(1))).toBeNull();
  });

  test("does not change from one version of the page to the next unnoticed", () => {
    expect(identity.coordinatorPeerId).toBe("tp-ce67753689adcb1f8b7de14d04eb057e");
  });
});
