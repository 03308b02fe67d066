import { useStore } from "zustand";
import { Notice } from "../../../ui/notice.tsx";
import type { RoomStore } from "../../../room/store.ts";

/** Says that the room of the page's address is not on record in this browser, and that the one shown is another. */
export function MissedRoomNotice({ store }: { store: RoomStore }) {
  const missed = useStore(store, (state) => state.missedRoom);
  const code = useStore(store, (state) => state.room.code);
  if (missed === null) return null;
  return (
    <Notice
      kind="caution"
      title={`Room ${missed} is not on record here: ${code === null ? "a" : `${code} is a`} new room.`}
    >
      <p>
        A room is kept by the browser that opened it: look there, or check the code. If room {missed} is open elsewhere,
        you can <a href={`/worker?room=${missed}`}>join it as a volunteer</a>.
      </p>
    </Notice>
  );
}
