import { isRoomCode } from "../../web/core/ids.ts";
import { peerDialer } from "../../web/environment/browser/peer-dialer.ts";
import type { Dialer } from "../../web/environment/dialer.ts";

/** The dialer that a volunteer's page makes of its URL. */
export function dialerBy(joinLink: string): Dialer {
  const { searchParams, hash } = new URL(joinLink);
  const room = searchParams.get("room");
  if (!isRoomCode(room)) throw new Error(`no join link: ${joinLink}`);
  return peerDialer(room, hash.slice(1));
}
