import { formatInvitation } from "../../core/handshake/room-keys.ts";
import type { RoomIdentity } from "../../core/handshake/identity.ts";
import { isLoopback } from "../../core/loopback.ts";

/**
 * The links that let volunteers in, one for each origin of the server. `others`: its LAN addresses; one of them comes first where
 * the page itself is at an address that other machines cannot reach.
 */
export function joinLinksAt(
  own: string,
  others: readonly string[],
  { room, ...invitation }: RoomIdentity,
): readonly string[] {
  const origins = isLoopback(hostOf(own)) ? [...others, own] : [own, ...others];
  return [...new Set(origins)].map((origin) => `${origin}/worker?room=${room}#${formatInvitation(invitation)}`);
}

/** `http://[::1]:8080` → `[::1]` */
function hostOf(origin: string): string {
  return /^[a-z]+:\/\/(\[[^\]]*\]|[^:/]*)/.exec(origin)?.[1] ?? "";
}
