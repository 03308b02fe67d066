import { expect, test } from "vitest";
import { inData } from "../keyed.ts";
import { atOnce } from "../time-slices.ts";
import { maxReasonLength } from "../wire/limits.ts";
import { Blob } from "./blob.ts";
import { readBlobTrouble, type BlobTrouble } from "./blob-trouble.ts";

const { name } = atOnce(Blob.making(new Uint8Array(3)));
const most = Number.MAX_SAFE_INTEGER;

test.each<BlobTrouble>([
  { key: "no-memory-for-blob", ...name },
  { key: "blob-differs", ...name },
  { key: "blob-of-two-sizes", hash: name.hash, bytes: most, known: most },
  { key: "blobs-beyond-budget", needed: most, kept: most },
])("comes back from the text as which it travels, and fits into a message: %j", (trouble) => {
  expect(readBlobTrouble(inData(trouble))).toEqual(trouble);
  expect(inData(trouble).length).toBeLessThanOrEqual(maxReasonLength);
});

test.each([
  "",
  "blob 3f2a9c01 (9 bytes) came twice with other bytes than its name says",
  `blob-of-two-sizes hash="${name.hash}" bytes=7`,
  `blob-eaten hash="${name.hash}" bytes=7`,
  `blob-differs hash="${name.hash}" bytes=-7`,
  'blob-differs hash="ABC" bytes=7',
  "blobs-beyond-budget needed=3 kept=two",
])("no other text is one: %j", (text) => {
  expect(readBlobTrouble(text)).toBeNull();
});
