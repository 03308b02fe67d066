import { useStore } from "zustand";
import type { VolunteerStore } from "../../membership/store.ts";

/** Asks the person to keep the screen on where the page cannot: a phone or tablet whose screen goes dark stops computing. */
export function ScreenHint({ store }: { store: VolunteerStore }) {
  const screen = useStore(store, (state) => state.screen);
  if (screen !== "may-sleep") return null;
  return (
    <p className="hint" role="status">
      <strong>Keep this screen on:</strong> {isSecureContext ? "the browser will not." : "plain http cannot."}
    </p>
  );
}
