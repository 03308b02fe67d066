import { useStore } from "zustand";
import type { RoomStore } from "../../../room/store.ts";

/** Whether newcomers find the room, in the masthead. */
export function SignalingStatus({ store }: { store: RoomStore }) {
  const { phase, signaling } = useStore(store, (state) => state.room);
  if (phase === "opening") return "Opening a room…";
  if (phase === "failed") return "No room";
  if (phase === "elsewhere") return "In another tab";
  if (phase === "closed") return "Closed";
  return signaling === "reachable" ? "Open to newcomers" : "Closed to newcomers for now";
}
