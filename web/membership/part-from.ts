import { encodeUp } from "../core/wire/codec.ts";
import { maxReasonLength } from "../core/wire/limits.ts";
import type { Link } from "../links/link.ts";

/** Closes a link with a last word, so that the coordinator's log has the reason and not only that it was closed. */
export function partFrom(link: Link, reason: string): void {
  const { lane, bytes } = encodeUp({ type: "goodbye", reason: reason.slice(0, maxReasonLength) });
  link.send(lane, bytes);
  link.close(reason);
}
