import { useStore } from "zustand";
import type { RoomStore } from "../../../room/store.ts";
import { projectorIn } from "../../page-in-url.ts";

/** Opens the projector's view of the room in a window of its own, for a second screen. Nothing before the room has its code. */
export function SecondWindow({ store }: { readonly store: RoomStore }) {
  const code = useStore(store, (state) => state.code);
  if (code === null) return null;
  return (
    <a
      className="masthead-button"
      href={projectorIn(code)}
      target="_blank"
      rel="noreferrer"
      aria-label="Projector in a second window"
      title="Projector in a second window"
    >
      ⧉
    </a>
  );
}
