import type { BlobTrouble } from "../../core/blobs/blob-trouble.ts";
import type { RefusalReason } from "../../core/handshake/handshake-messages.ts";
import type { Seen } from "../../core/seen.ts";
import type { SentencesOf } from "../sayings.ts";
import { formatCount } from "../format.ts";
import { blobInWords } from "./parts.ts";

const refusals: Readonly<Record<RefusalReason, string>> = {
  version: "the two pages are of different versions of Tabpool",
  room: "this is another room’s coordinator",
  "wrong-key": "the two pages do not have the same key, or the connection was tampered with on the way",
  "room-full": "the room is full",
  malformed: "the other page does not follow the protocol",
  timeout: "the other page did not prove itself in time",
};

/** Stands behind a colon. */
export const seen: SentencesOf<Seen> = {
  thrown: ({ message }) => message,
  "handshake-refused": ({ reason }) => refusals[reason],
  versions: ({ coordinator, volunteer }) =>
    `the coordinator’s page has version ${coordinator}, the volunteer’s page version ${volunteer}`,
  "ways-out": ({ escapes }) => `open ways out: ${escapes.join(", ")}`,
  "storage-not-opened": () => "the browser does not open its storage",
  "too-many-requests": ({ seconds }) =>
    `the server takes no more requests from this address for ${formatCount(seconds)} s`,
  "room-unknown": () => "the server knows no such room",
  "room-not-yet-known": () => "the server was away and knows no such room yet",
  "room-without-coordinator": () => "the server knows the room, and its coordinator is not connected",
  "key-malformed": () => "the key in the link is incomplete or has characters that no key has",
  "key-unanswered": () => "the room is open, and nobody in it answers to this key",
};

/** Stands behind a colon. */
export const blobTroubles: SentencesOf<BlobTrouble> = {
  "no-memory-for-blob": (blob) => `this tab has no memory for ${blobInWords(blob)}`,
  "blob-differs": (blob) => `${blobInWords(blob)} came twice with other bytes than its name says`,
  "blob-of-two-sizes": ({ known, ...blob }) => `${blobInWords(blob)} is known with ${known} bytes`,
  "blobs-beyond-budget": ({ needed, kept }) => `blobs of ${needed} bytes are needed at once; this tab keeps ${kept}`,
};
