import { encodeDown } from "../../core/wire/codec.ts";
import { maxReasonLength } from "../../core/wire/limits.ts";
import type { DownMessage } from "../../core/wire/messages.ts";
import type { Link } from "../../links/link.ts";
import type { DownFarewell } from "../../core/wire/farewells.ts";

export function sendMessage(link: Link, message: DownMessage): void {
  const { lane, bytes } = encodeDown(message);
  link.send(lane, bytes);
}

/** Ends a link for good: the volunteer's page shows the reason and does not look for the room again. */
export function sendAway(link: Link, reason: DownFarewell, detail = ""): void {
  sendMessage(link, { type: "goodbye", reason, detail: detail.slice(0, maxReasonLength) });
  link.close({ key: "own-goodbye", reason });
}
