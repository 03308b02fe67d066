import { isRoomCode } from "../../web/core/ids.ts";
import { peerWayIn } from "../../web/environment/browser/peer-dialer.ts";
import type { WayIn } from "../../web/environment/dialer.ts";

/** As a volunteer's page goes by its own URL. */
export function wayInBy(joinLink: string): WayIn {
  const { searchParams, hash } = new URL(joinLink);
  const room = searchParams.get("room");
  if (!isRoomCode(room)) throw new Error(`no join link: ${joinLink}`);
  return peerWayIn(room, hash.slice(1));
}
