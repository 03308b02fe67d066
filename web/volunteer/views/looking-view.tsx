import type { RoomCode } from "../../core/ids.ts";

export function LookingView({ room }: { readonly room: RoomCode }) {
  return (
    <section className="panel">
      <h1 tabIndex={-1}>Room {room}</h1>
      <p className="hint" role="status">
        Looking whether the room is there…
      </p>
    </section>
  );
}
