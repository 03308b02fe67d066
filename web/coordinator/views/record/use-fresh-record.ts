import { useEffect } from "react";
import type { Room } from "../../../room/room.ts";

/** Reads the list of jobs anew when the person comes back to this tab: other tabs may have changed it. */
export function useFreshRecord(room: Room): void {
  useEffect(() => {
    const refresh = (): void => room.refreshRecord();
    addEventListener("focus", refresh);
    return () => removeEventListener("focus", refresh);
  }, [room]);
}
