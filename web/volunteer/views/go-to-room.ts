import type { RoomCode } from "../../core/ids.ts";

/** Loads the page for a room by its code alone. Where the address stays the same, that is a reload. */
export function goToRoom(code: RoomCode): void {
  location.assign(`/worker?room=${code}`);
}
