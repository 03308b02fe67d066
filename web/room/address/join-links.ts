import { formatSecret, type Secret } from "../../core/handshake/identity.ts";
import type { RoomCode } from "../../core/ids.ts";
import { isLoopback } from "../../core/loopback.ts";

/**
 * The links that let volunteers in, one for each origin of the server. `others`: its LAN addresses; one of them comes first where
 * the page itself is at an address that other machines cannot reach.
 */
export function joinLinksAt(own: string, others: readonly string[], code: RoomCode, secret: Secret): readonly string[] {
  const origins = isLoopback(hostOf(own)) ? [...others, own] : [own, ...others];
  return [...new Set(origins)].map((origin) => `${origin}/worker?room=${code}#${formatSecret(secret)}`);
}

/** `http://[::1]:8080` → `[::1]` */
function hostOf(origin: string): string {
  return /^[a-z]+:\/\/(\[[^\]]*\]|[^:/]*)/.exec(origin)?.[1] ?? "";
}
