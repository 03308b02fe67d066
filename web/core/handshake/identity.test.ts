import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isRoomCode } from "../ids.ts";
import type { RoomCode } from "../ids.ts";
import { deriveIdentity, formatSecret, isSecret, parseSecret, volunteerPeerId } from "./identity.ts";
import type { Secret } from "./identity.ts";

function secretOf(bytes: Uint8Array): Secret {
  if (!isSecret(bytes)) throw new Error("not a secret");
  return bytes;
}

function room(code: string): RoomCode {
  if (!isRoomCode(code)) throw new Error("not a room code");
  return code;
}

const secrets = fc.uint8Array({ minLength: 16, maxLength: 16 }).map(secretOf);

describe("a secret's text", () => {
  test("is 22 characters of base64url and gives the secret back", () => {
    fc.assert(
      fc.property(secrets, (secret) => {
        const text = formatSecret(secret);
        expect(text).toMatch(/^[A-Za-z0-9_-]{22}$/);
        expect(text).toBe(Buffer.from(secret).toString("base64url"));
        expect(parseSecret(text)).toEqual(secret);
      }),
    );
  });

  test.each([
    ["nothing", ""],
    ["one character too few", "A".repeat(21)],
    ["one character too many", "A".repeat(23)],
    ["many too many", "A".repeat(400)],
    ["a character of plain base64", `${"A".repeat(21)}+`],
    ["padding", `${"A".repeat(22)}==`],
    ["bits beyond the 128", `${"A".repeat(21)}B`],
    ["a space", ` ${"A".repeat(21)}`],
    ["an emoji", `${"A".repeat(20)}😀`],
  ])("is refused with %s", (_, text) => {
    expect(parseSecret(text)).toBeNull();
  });

  test("is parsed in one way only", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), (text) => {
        const secret = parseSecret(text);
        expect(secret === null || formatSecret(secret) === text).toBe(true);
      }),
    );
  });
});

describe("a room's identity", () => {
  const secret = secretOf(new Uint8Array(16).fill(7));
  const identity = deriveIdentity(secret, room("ABC234"));

  test("has a peer id that the signaling server takes for a coordinator's, and ids of its room for volunteers", () => {
    expect(identity.coordinatorPeerId).toMatch(/^tp-[0-9a-f]{24}$/);
    const id = volunteerPeerId(identity, new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]));
    expect(id).toBe(`${identity.coordinatorPeerId}-0102030405060708`);
    expect(() => volunteerPeerId(identity, new Uint8Array(7))).toThrow(RangeError);
  });

  test("is the same after a reload", () => {
    expect(deriveIdentity(secret, room("ABC234"))).toEqual(identity);
  });

  test("shares nothing with that of another secret or another room", () => {
    const others = [
      deriveIdentity(secretOf(new Uint8Array(16)), room("ABC234")),
      deriveIdentity(secret, room("ABC235")),
    ];
    for (const other of others) {
      expect(other.coordinatorPeerId).not.toBe(identity.coordinatorPeerId);
      expect(other.coordinatorToken).not.toBe(identity.coordinatorToken);
      expect(other.handshakeKey).not.toEqual(identity.handshakeKey);
    }
  });

  test("does not change from one version of the page to the next unnoticed", () => {
    expect(identity.coordinatorPeerId).toBe("tp-bbe6f6920e5a5c20fbdb8400");
  });
});
