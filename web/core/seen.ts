import { messageOf } from "./message-of.ts";
import type { RefusalReason } from "./handshake/handshake-messages.ts";

/** What was seen where something ended, or did not come about: for people who want to know more than that. */
export type Seen =
  /** Words of the platform, of a stranger, or of a program that found another one at fault: as they are. */
  | { readonly key: "thrown"; readonly message: string }
  | { readonly key: "handshake-refused"; readonly reason: RefusalReason }
  | { readonly key: "versions"; readonly coordinator: number; readonly volunteer: number }
  | { readonly key: "ways-out"; readonly escapes: readonly string[] }
  /** The browser's storage did not open in time. */
  | { readonly key: "storage-not-opened" }
  /** The signaling server takes nothing from this address for a while. */
  | { readonly key: "too-many-requests"; readonly seconds: number }
  | { readonly key: "room-unknown" }
  /** The server was away a moment ago, and the room may be registered again soon. */
  | { readonly key: "room-not-yet-known" }
  | { readonly key: "room-without-coordinator" }
  | { readonly key: "key-malformed" }
  | { readonly key: "key-unanswered" };

/** Another one's words; null where there are none. */
export function textSeen(message: string): Seen | null {
  return message === "" ? null : { key: "thrown", message };
}

/** What a caught exception says. Never throws itself. */
export function thrownSeen(error: unknown): Seen {
  return { key: "thrown", message: messageOf(error) };
}
