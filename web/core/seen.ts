import type { ComputeTrouble } from "./compute-trouble.ts";
import { messageOf } from "./message-of.ts";
import type { DownFarewell, UpFarewell } from "./wire/farewells.ts";
import type { RefusalReason } from "./handshake/handshake-messages.ts";

/** What was seen where something ended, or did not come about: for people who want to know more than that. */
export type Seen =
  /** Words of the platform, of a stranger, or of a program that found another one at fault: as they are. */
  | { readonly key: "thrown"; readonly message: string }
  | { readonly key: "handshake-refused"; readonly reason: RefusalReason }
  | { readonly key: "versions"; readonly coordinator: number; readonly volunteer: number }
  /** The browser's storage did not open in time. */
  | { readonly key: "storage-not-opened" }
  /** The signaling server takes nothing from this address for a while. */
  | { readonly key: "too-many-requests"; readonly seconds: number }
  | { readonly key: "room-unknown" }
  /** The server was away a moment ago, and the room may be registered again soon. */
  | { readonly key: "room-not-yet-known" }
  | { readonly key: "room-without-coordinator" }
  | { readonly key: "key-malformed" }
  | { readonly key: "key-outdated" }
  | { readonly key: "key-unanswered" }
  /** By its own key; what it says of others is `thrown`. */
  | { readonly key: "server-refused"; readonly reason: ServerRefusal }
  | { readonly key: "unexpected-answer"; readonly status: number }
  /** Something on the way answered in its place. 0: with a redirect, which browsers show no more of. */
  | { readonly key: "not-the-server"; readonly status: number }
  /** Of a proxy: the server behind it is away. */
  | { readonly key: "bad-gateway"; readonly status: number }
  | LinkSeen
  | ComputeTrouble;

const serverRefusals = [
  "rooms-full",
  "malformed-request",
  "body-too-large",
  "unknown-path",
  "server-full",
  "foreign-origin",
  "silent",
  "too-many-sockets",
] as const;

/** Why the signaling server refuses what a page asks of it, where that is no outcome of its own. */
export type ServerRefusal = (typeof serverRefusals)[number];

export function isServerRefusal(value: unknown): value is ServerRefusal {
  return serverRefusals.some((reason) => reason === value);
}

/** Of a link: why it ended, or why none opened. */
type LinkSeen =
  | { readonly key: "closed-by-other-side" }
  | { readonly key: "closed-here" }
  /** Closed here after a goodbye. */
  | { readonly key: "own-goodbye"; readonly reason: UpFarewell | DownFarewell }
  /** Closed here, since the same tab has another link. */
  | { readonly key: "tab-came-back" }
  /** Closed here: its path was interrupted, and nothing came over it. */
  | { readonly key: "silent-path"; readonly silentMs: number }
  /** Closed here: a task that is executed at most once ends with its link alone. */
  | { readonly key: "task-held-too-long" }
  | { readonly key: "no-path-any-more" }
  | { readonly key: "no-path-found" }
  | { readonly key: "connection-given-up" }
  | { readonly key: "no-fingerprints" }
  | { readonly key: "control-channel-closed" }
  | { readonly key: "channel-refused-frame"; readonly message: string }
  | { readonly key: "no-webrtc" }
  | { readonly key: "called-off" }
  | { readonly key: "late"; readonly what: "server" | "coordinator" | "link"; readonly limitMs: number }
  | { readonly key: "server-closed-connection" }
  | { readonly key: "server-connection-lost" }
  | { readonly key: "link-not-accepted" }
  | { readonly key: "link-closed-as-it-opened" }
  | { readonly key: "server-silent" };

/** Another one's words; null where there are none. */
export function textSeen(message: string): Seen | null {
  return message === "" ? null : { key: "thrown", message };
}

/** What a caught exception says. Never throws itself. */
export function thrownSeen(error: unknown): Seen {
  return { key: "thrown", message: messageOf(error) };
}
