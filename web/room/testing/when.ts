import type { Room } from "../room.ts";
import type { RoomState } from "../store.ts";

/** Resolves with the room's state as soon as that holds of it, for a room whose time passes by itself. */
export function when({ store }: Pick<Room, "store">, holds: (state: RoomState) => boolean): Promise<RoomState> {
  return new Promise((resolve) => {
    const look = (state: RoomState): void => {
      if (!holds(state)) return;
      unsubscribe();
      resolve(state);
    };
    const unsubscribe = store.subscribe(look);
    look(store.getState());
  });
}
