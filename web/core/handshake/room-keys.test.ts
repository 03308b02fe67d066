import * as fc from "fast-check";
import { expect, test } from "vitest";
import { formatInvitation, isKeylessInvitation, parseInvitation } from "./room-keys.ts";
import { sampleIdentity, sampleKeys } from "./testing/sample-room.ts";

test("an invitation is 43 characters, and is read from its text alone", () => {
  const { secret, keyHash } = sampleIdentity();
  const text = formatInvitation({ secret, keyHash });
  expect(text).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(parseInvitation(text)).toEqual({ secret, keyHash });
  expect(isKeylessInvitation(text)).toBe(false);
  for (const damaged of [text.slice(1), `${text}A`, text.replace(/.$/, "+"), ` ${text.slice(1)}`, ""]) {
    expect(parseInvitation(damaged)).toBeNull();
  }
});

test("what earlier versions had in their links is told from a damaged invitation", () => {
  const before = Buffer.from(sampleKeys(1).secret).toString("base64url");
  expect(parseInvitation(before)).toBeNull();
  expect(isKeylessInvitation(before)).toBe(true);
  fc.assert(fc.property(fc.string({ maxLength: 21 }), (text) => !isKeylessInvitation(text)));
});
