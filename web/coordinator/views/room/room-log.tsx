import { LogView } from "../../../ui/log-view.tsx";
import { say } from "../../../words/say.ts";
import { useFrameStore } from "../../../ui/use-frame-store.ts";
import type { Room } from "../../../room/room.ts";

export function RoomLog({ room }: { room: Pick<Room, "store" | "saveFactLog"> }) {
  const lines = useFrameStore(room.store, (state) => state.log);
  return (
    <section className="panel board-log" aria-labelledby="log-title">
      <div className="panel-head">
        <h2 id="log-title">Log</h2>
        <button
          type="button"
          className="quiet"
          title="A file with the room's last events and decisions: what to send along when something went wrong"
          onClick={() => room.saveFactLog()}
        >
          Save what happened
        </button>
      </div>
      <LogView lines={lines} say={say} />
    </section>
  );
}
