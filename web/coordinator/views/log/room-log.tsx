import { LogView } from "../../../ui/log-view.tsx";
import { say } from "../../../words/say.ts";
import { useFrameStore } from "../../../ui/use-frame-store.ts";
import type { Room } from "../../../room/room.ts";
import { SaveFactsButton } from "./save-facts-button.tsx";

/** The newest lines of the log, beside the other views. */
export function RoomLog({ room }: { room: Pick<Room, "store" | "saveFactLog"> }) {
  const lines = useFrameStore(room.store, (state) => state.log);
  return (
    <section className="panel board-log" aria-labelledby="log-title">
      <div className="panel-head">
        <h2 id="log-title">Log</h2>
        <SaveFactsButton room={room} />
      </div>
      <LogView lines={lines} say={say} />
    </section>
  );
}
