import { LogView } from "../../ui/log-view.tsx";
import { useFrameStore } from "../../ui/use-frame-store.ts";
import type { Room } from "../../room/room.ts";

export function JobLog({ coordinator }: { coordinator: Pick<Room, "store" | "saveFactLog"> }) {
  const lines = useFrameStore(coordinator.store, (state) => state.log);
  return (
    <section className="panel board-log" aria-labelledby="log-title">
      <div className="panel-head">
        <h2 id="log-title">Log</h2>
        <button
          type="button"
          className="quiet"
          title="A file with the room's last events and decisions: what to send along when something went wrong"
          onClick={() => coordinator.saveFactLog()}
        >
          Save what happened
        </button>
      </div>
      <LogView lines={lines} />
    </section>
  );
}
