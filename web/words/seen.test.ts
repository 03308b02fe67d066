import { expect, test } from "vitest";
import { Blob } from "../core/blobs/blob.ts";
import type { BlobTrouble } from "../core/blobs/blob-trouble.ts";
import { inData } from "../core/keyed.ts";
import { jobId, volunteerId } from "../core/ids.ts";
import { atOnce } from "../core/time-slices.ts";
import { say, saySentence } from "./say.ts";

test("a refusal of a handshake says why, and which versions the pages have", () => {
  const seen = { key: "versions", coordinator: 8, volunteer: 7 } as const;
  expect(say({ key: "newcomer-refused", reason: "version", by: "us", seen })).toBe(
    "A volunteer was turned away: the coordinator’s page has version 8, the volunteer’s page version 7",
  );
  const full = { key: "handshake-refused", reason: "room-full" } as const;
  expect(say({ key: "newcomer-refused", reason: "room-full", by: "them", seen: full })).toBe(
    "A volunteer would not join: the room is full",
  );
});

test("what was seen is a sentence by itself where it stands alone", () => {
  expect(saySentence({ key: "ways-out", escapes: ["fetch", "open"] })).toBe("Open ways out: fetch, open.");
  expect(saySentence({ key: "thrown", message: "The disk is gone..." })).toBe("The disk is gone.");
});

test("a lost link says what was seen, if anything was", () => {
  expect(say({ key: "link-lost", seen: { key: "thrown", message: "the path has failed" } })).toBe(
    "The link was lost: the path has failed",
  );
  expect(say({ key: "link-lost", seen: null })).toBe("The link was lost");
  expect(say({ key: "link-lost", seen: { key: "own-goodbye", reason: "silence" } })).toBe(
    "The link was lost: the coordinator has not answered for a while",
  );
});

test("a volunteer that is gone says what was seen of its link", () => {
  const seen = { key: "silent-path", silentMs: 30_200 } as const;
  expect(say({ key: "volunteer-gone", name: "laptop", because: { reason: "link-ended", seen } })).toBe(
    "laptop is gone: its path is interrupted, and nothing was heard for 30 s",
  );
  const held = { key: "task-held-too-long" } as const;
  expect(say({ key: "volunteer-gone", name: "laptop", because: { reason: "link-ended", seen: held } })).toBe(
    "laptop is gone: it had a task for too long that is executed at most once",
  );
  expect(say({ key: "late", what: "coordinator", limitMs: 15_000 })).toBe("no answer from the coordinator within 15 s");
});

function told(reason: string): string {
  return say({
    key: "explained",
    job: null,
    explanation: { type: "cannot-equip", job: jobId(1), volunteer: volunteerId(3), reason },
    volunteer: "laptop-3",
    loser: "",
  });
}

test("a volunteer that cannot have a job’s data tells why, in words or as another version told it", () => {
  const { name } = atOnce(Blob.making(new Uint8Array([97, 98, 99])));
  expect(told(inData({ key: "blob-differs", ...name }))).toBe(
    "laptop-3 gets no tasks of job 1: blob ba7816bf (3 bytes) came twice with other bytes than its name says",
  );
  expect(told("no\nbytes")).toBe("laptop-3 gets no tasks of job 1: no⏎bytes");
  const trouble: BlobTrouble = { key: "blobs-beyond-budget", needed: 3, kept: 2 };
  const message = inData(trouble);
  expect(say({ key: "stopped", problem: { name: "BlobError", message, stack: "" } })).toBe(
    "stopped: its data could not be had: blobs of 3 bytes are needed at once; this tab keeps 2",
  );
});
