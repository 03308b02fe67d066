import { expect, test } from "vitest";
import { secretOfAuthkey } from "./authkey.ts";
import { sampleKeys } from "./testing/sample-room.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test("the secret is another one with each key, and with each manager", () => {
  const [one, other] = [sampleKeys(1).secret, sampleKeys(2).secret];
  const secrets = [
    secretOfAuthkey(bytes("abc"), one),
    secretOfAuthkey(bytes("abc"), other),
    secretOfAuthkey(bytes("abd"), one),
    secretOfAuthkey(bytes("abc\0"), one),
    one,
  ];
  expect(new Set(secrets.map(String)).size).toBe(secrets.length);
  expect(secretOfAuthkey(bytes("abc"), one)).toEqual(secrets[0]);
});
