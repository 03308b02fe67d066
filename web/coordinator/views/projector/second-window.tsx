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
      {/* Fonts of some devices have no sign for it. */}
      <svg viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" aria-hidden="true">
        <path d="M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3" />
      </svg>
    </a>
  );
}
