import { useStore } from "zustand";
import type { RoomCode } from "../../core/ids.ts";
import { formatPlural } from "../../words/format.ts";
import type { VolunteerPhase } from "../../membership/store.ts";
import type { Membership } from "../../membership/membership.ts";

interface Props {
  readonly membership: Membership;
  readonly room: RoomCode;
  readonly because: Extract<VolunteerPhase, { type: "left" }>["because"];
}

/** Shown when the stay has ended: thanks, and the number of tasks that this tab did. */
export function LeftView({ membership, room, because }: Props) {
  const done = useStore(membership.store, (state) => state.done);
  const isClosed = because === "room-closed";
  return (
    <section className="panel">
      <h1 tabIndex={-1}>{isClosed ? `Room ${room} is closed` : `You have left room ${room}`}</h1>
      {done > 0 && <p className="thanks">Thank you: this tab did {formatPlural(done, "task")}.</p>}
      <p>
        {isClosed && "The coordinator has closed the room. "}
        Nothing runs here any more. You can close this tab.
      </p>
      <p>
        <button type="button" onClick={() => (isClosed ? membership.look() : membership.tryAgain())}>
          {isClosed ? "Look again" : "Join again"}
        </button>
      </p>
    </section>
  );
}
