import { useEffect } from "react";
import type { Room } from "../../../room/room.ts";
import { putRoomInUrl } from "../../page-in-url.ts";

/** Keeps the room's present code in the page's URL. */
export function useRoomInUrl({ store }: Room): void {
  useEffect(() => {
    const follow = (): void => {
      const { code } = store.getState();
      if (code !== null) putRoomInUrl(code);
    };
    follow();
    return store.subscribe(follow);
  }, [store]);
}
