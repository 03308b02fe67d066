import { isRoomCode, type RoomCode } from "../core/ids.ts";

/* The page's URL names its room, so that a reload, a restored tab and the browser's history lead back to it. */

export function roomInUrl(): RoomCode | null {
  const code = new URLSearchParams(location.search).get("room");
  return isRoomCode(code) ? code : null;
}

export function putRoomInUrl(code: RoomCode): void {
  const url = new URL(location.href);
  if (url.searchParams.get("room") === code) return;
  url.searchParams.set("room", code);
  history.replaceState(history.state, "", url);
}
