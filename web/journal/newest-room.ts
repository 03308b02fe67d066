import type { StoredRoom } from "./journal.ts";

/** The one that was opened last; null if there is none. */
export function newestOf(rooms: readonly StoredRoom[]): StoredRoom | null {
  return rooms.toSorted((a, b) => b.openedAt - a.openedAt)[0] ?? null;
}
