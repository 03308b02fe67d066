import type { ComputeTrouble } from "../../core/compute-trouble.ts";
import type { BlobTrouble } from "../../core/blobs/blob-trouble.ts";
import type { RefusalReason } from "../../core/handshake/handshake-messages.ts";
import type { Seen, ServerRefusal } from "../../core/seen.ts";
import type { DownFarewell, UpFarewell } from "../../core/wire/farewells.ts";
import type { CommonKey, SentencesOf } from "../sayings.ts";
import { formatBytes, formatCount } from "../format.ts";
import { blobInWords, seconds } from "./parts.ts";

const refusals: Readonly<Record<RefusalReason, string>> = {
  version: "the two pages are of different versions of Tabpool",
  room: "this is another room’s coordinator",
  "wrong-key": "the two pages do not have the same key, or the connection was tampered with on the way",
  "room-full": "the room is full",
  malformed: "the other page does not follow the protocol",
  timeout: "the other page did not prove itself in time",
};

const serverRefusals: Readonly<Record<ServerRefusal, string>> = {
  "rooms-full": "the server has as many rooms as it takes",
  "malformed-request": "the server finds the request malformed: this page may be older than the server",
  "body-too-large": "the request is longer than the server takes",
  "server-full": "the server has as many tabs as it takes",
  "foreign-origin": "the server does not take pages of this address: whoever runs it can allow it with --allow-origin",
  silent: "the server has heard nothing from this page in the first seconds of its connection",
  "too-many-sockets": "the server has as many tabs of this address as it takes: close some",
  "unknown-path": "the server knows no such request: this page may be newer than the server",
};

/** Those after which another link is looked for. */
const ownGoodbyes: Readonly<Partial<Record<UpFarewell | DownFarewell, string>>> = {
  silence: "the coordinator has not answered for a while",
  "no-welcome": "the coordinator did not say welcome",
};

const lateWords = {
  server: "no answer from the signaling server",
  coordinator: "no answer from the coordinator",
  link: "no link opened",
} as const;

/** Stands behind a colon. */
export const seen: SentencesOf<Exclude<Seen, ComputeTrouble>, CommonKey> = {
  thrown: ({ message }) => message,
  "handshake-refused": ({ reason }) => refusals[reason],
  versions: ({ coordinator, volunteer }) =>
    `the coordinator’s page has version ${coordinator}, the volunteer’s page version ${volunteer}`,
  "storage-not-opened": () => "the browser does not open its storage",
  "too-many-requests": (wait) =>
    `the server takes no more requests from this address for ${formatCount(wait.seconds)} s`,
  "room-unknown": () => "the server knows no such room",
  "room-not-yet-known": () => "the server was away and knows no such room yet",
  "room-without-coordinator": () => "the server knows the room, and its coordinator is not connected",
  "key-outdated": () =>
    "the link was made by an earlier version of this page; the coordinator's page shows the new one",
  "key-malformed": () => "the key in the link is incomplete or has characters that no key has",
  "key-unanswered": () => "the room is open, and nobody in it answers to this key",
  "server-refused": ({ reason }) => serverRefusals[reason],
  "unexpected-answer": ({ status }) => `unexpected answer (${status})`,
  "not-the-server": ({ status }) =>
    `something else answered in the server’s place (${status === 0 ? "a redirect" : status})`,
  "bad-gateway": ({ status }) => `a proxy answers that the server is away (${status})`,
  "closed-by-other-side": () => "the other side closed the link",
  "closed-here": () => "this page closed the link",
  "own-goodbye": ({ reason }) => ownGoodbyes[reason] ?? "this page closed the link",
  "tab-came-back": () => "the same tab came back by another link",
  "task-held-too-long": () => "it had a task for too long that is executed at most once",
  "silent-path": ({ silentMs }) => `its path is interrupted, and nothing was heard for ${seconds(silentMs)}`,
  "no-path-found": () => "no path to the other side was found",
  "no-path-any-more": () => "no path to the other side any more",
  "connection-given-up": () => "PeerJS has given the connection up",
  "no-fingerprints": () => "the browser shows no fingerprints",
  "control-channel-closed": () => "the control channel did not open",
  "channel-refused-frame": ({ message }) => `the browser refused a frame: ${message}`,
  "no-webrtc": () => "no WebRTC in this browser",
  "called-off": () => "the try was called off",
  late: ({ what, limitMs }) => `${lateWords[what]} within ${seconds(limitMs)}`,
  "server-connection-lost": () => "there is no connection to the signaling server",
  "server-closed-connection": () => "the signaling server has closed the connection",
  "link-not-accepted": () => "the coordinator did not accept the link",
  "link-closed-as-it-opened": () => "the link closed as it opened",
  "server-silent": () => "the signaling server does not answer",
};

/** Stands behind a colon. */
export const computeTroubles: SentencesOf<ComputeTrouble, CommonKey> = {
  "task-too-long": ({ limitMs }) => `the task took longer than ${limitMs} ms`,
  "loading-too-long": ({ limitMs }) => `the program took longer than ${limitMs} ms to load`,
  "worker-late": ({ limitMs }) => `a Worker did not start within ${seconds(limitMs)}`,
  "thread-failed": ({ message }) => `its thread failed${message === "" ? "" : `: ${message}`}`,
  "malformed-slot-message": () => "its Worker sent a malformed message",
  "slot-contradiction": () => "the slot contradicted itself; a task may have replaced built-in functions",
  "too-many-messages": ({ most }) => `it sent more than ${formatCount(most)} messages at a time`,
  "too-many-bytes": ({ most }) => `it sent more than ${formatBytes(most)} at a time`,
  "malformed-frame-report": () => "the sandbox frame sent a malformed report",
  "frame-removed": () => "the sandbox frame was removed from the page",
  "frame-silent": ({ pings }) => `the sandbox frame did not answer ${pings} times; it may have run out of memory`,
  "frame-not-loaded": ({ url, limitMs }) => `the sandbox page ${url} did not load within ${seconds(limitMs)}`,
  "frame-without-script": ({ url }) =>
    `the sandbox page ${url} loaded, but its script did not start: it may be another page, or its policy may refuse the script`,
  "sandbox-closed": () => "the sandbox was closed",
  "sandbox-silent": () => "the sandbox did not answer",
  "sandbox-not-checked": ({ message }) => `the sandbox could not be checked: ${message}`,
  "ways-out": ({ escapes }) => `open ways out: ${escapes.join(", ")}`,
  "volunteers-died": () => "no volunteer that had this task in hand has brought a result of it",
};

/** Stands behind a colon. */
export const blobTroubles: SentencesOf<BlobTrouble, CommonKey> = {
  "no-memory-for-blob": (blob) => `this tab has no memory for ${blobInWords(blob)}`,
  "blob-differs": (blob) => `${blobInWords(blob)} came twice with other bytes than its name says`,
  "blob-of-two-sizes": ({ known, ...blob }) => `${blobInWords(blob)} is known with ${known} bytes`,
  "blobs-beyond-budget": ({ needed, kept }) => `blobs of ${needed} bytes are needed at once; this tab keeps ${kept}`,
};
