import { useStore } from "zustand";
import type { RoomCode } from "../../core/ids.ts";
import { formatPlural } from "../../ui/format.ts";
import type { VolunteerStore } from "../store.ts";

interface Props {
  readonly store: VolunteerStore;
  readonly room: RoomCode;
  readonly onJoin: () => void;
}

export function LeftView({ store, room, onJoin }: Props) {
  const done = useStore(store, (state) => state.done);
  return (
    <section className="panel">
      <h1>You have left room {room}</h1>
      <p>
        {done > 0 && `Thank you: this tab did ${formatPlural(done, "task")}. `}
        Nothing runs here any more. You can close this tab.
      </p>
      <p>
        <button type="button" onClick={onJoin}>
          Join again
        </button>
      </p>
    </section>
  );
}
