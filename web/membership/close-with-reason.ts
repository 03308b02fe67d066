import { encodeUp } from "../core/wire/codec.ts";
import { maxReasonLength } from "../core/wire/limits.ts";
import type { Link } from "../links/link.ts";
import type { UpFarewell } from "../core/wire/farewells.ts";

/** Sends a goodbye with the reason and closes the link. Without it the coordinator's log could only say that it was closed. */
export function closeWithReason(link: Link, reason: UpFarewell, detail = ""): void {
  const { lane, bytes } = encodeUp({ type: "goodbye", reason, detail: detail.slice(0, maxReasonLength) });
  link.send(lane, bytes);
  link.close({ key: "own-goodbye", reason });
}
