import type { Room } from "../../../room/room.ts";

export function SaveFactsButton({ room }: { room: Pick<Room, "saveFactLog"> }) {
  return (
    <button
      type="button"
      className="quiet"
      title="A file with the room's last events and decisions: what to send along when something went wrong"
      onClick={() => room.saveFactLog()}
    >
      Save what happened
    </button>
  );
}
