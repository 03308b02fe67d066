import { createDecipheriv } from "node:crypto";
import { expect, test } from "vitest";
import { keyBytes, publicKeyOf } from "../../core/handshake/key-agreement.ts";
import { maxFrameBytes } from "../../core/wire/limits.ts";
import { randomBytes } from "../random.ts";
import { maxRecordBytes, Opener, Sealer } from "./records.ts";
import { fingerprintOfKey, relayKeys } from "./relay-keys.ts";

test("a record is its number and what ChaCha20-Poly1305 makes of its content, as another implementation reads it", () => {
  const key = randomBytes(32);
  const sealer = new Sealer(key);
  for (let number = 0; number < 3; number += 1) {
    const record = sealer.sealContent(1, new Uint8Array([7, 8, number])) ?? new Uint8Array();
    expect(record.length).toBe(4 + 1 + 3 + 16);
    expect(new DataView(record.buffer).getUint32(0, true)).toBe(number);
    const nonce = Buffer.concat([record.slice(0, 4), Buffer.alloc(8)]);
    const decipher = createDecipheriv("chacha20-poly1305", key, nonce, { authTagLength: 16 });
    decipher.setAuthTag(record.slice(-16));
    expect([...decipher.update(record.slice(4, -16)), ...decipher.final()]).toEqual([1, 7, 8, number]);
  }
});

test("the longest frame fits into a record", () => {
  const key = randomBytes(32);
  const record = new Sealer(key).sealContent(0, new Uint8Array(maxFrameBytes)) ?? new Uint8Array();
  expect(record.length).toBe(maxRecordBytes);
  expect(new Opener(key).openRecord(record)).toMatchObject({ type: "content" });
});

test("no nonce comes twice: once the numbers are used up nothing is encrypted any more", () => {
  const sealer = new Sealer(randomBytes(32), 2 ** 32 - 2);
  expect(sealer.sealContent(0, new Uint8Array(1))).not.toBeNull();
  expect(sealer.sealContent(0, new Uint8Array(1))).toBeNull();
  expect(sealer.sealContent(0, new Uint8Array(1))).toBeNull();
});

test("both ends have the same two keys, one for each direction, and see the same two fingerprints", () => {
  const [volunteer, coordinator] = [randomBytes(keyBytes), randomBytes(keyBytes)];
  const here = relayKeys("volunteer", volunteer, publicKeyOf(coordinator));
  const there = relayKeys("coordinator", coordinator, publicKeyOf(volunteer));
  expect(here?.sending).toEqual(there?.receiving);
  expect(here?.receiving).toEqual(there?.sending);
  expect(here?.sending).not.toEqual(here?.receiving);
  expect(here?.fingerprints).toEqual({
    local: fingerprintOfKey(publicKeyOf(volunteer)),
    remote: fingerprintOfKey(publicKeyOf(coordinator)),
  });
  expect(here?.fingerprints.local).toMatch(/^x25519 ([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  expect(there?.fingerprints).toEqual({ local: here?.fingerprints.remote, remote: here?.fingerprints.local });
});

test("another link has other keys, with one of the two ends' keys the same as well", () => {
  const coordinator = randomBytes(keyBytes);
  const links = [1, 2].map(() => relayKeys("volunteer", randomBytes(keyBytes), publicKeyOf(coordinator)));
  expect(links[0]?.sending).not.toEqual(links[1]?.sending);
  expect(links[0]?.receiving).not.toEqual(links[1]?.receiving);
});
