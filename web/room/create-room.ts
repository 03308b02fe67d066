import type { RoomEnvironment } from "../environment/environment.ts";
import { KeptRoom } from "./kept-room.ts";
import type { Room, RoomOptions } from "./room.ts";

/** Opens the room with this code, or a new one. */
export function createRoom(environment: RoomEnvironment, options: RoomOptions): Room {
  return new KeptRoom(environment, options);
}
