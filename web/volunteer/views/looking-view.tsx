import type { RoomCode } from "../../core/ids.ts";
import { WaitingLine } from "./waiting-line.tsx";

export function LookingView({ room }: { readonly room: RoomCode }) {
  return (
    <section className="panel">
      <h1 tabIndex={-1}>Room {room}</h1>
      <WaitingLine step="looking" />
    </section>
  );
}
