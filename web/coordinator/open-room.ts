import type { Pace } from "../core/pace.ts";
import { browserRoomEnvironment } from "../environment/browser/room-environment.ts";
import type { RoomEnvironment } from "../environment/environment.ts";
import { createRoom } from "../room/create-room.ts";
import type { Room, RoomOptions } from "../room/room.ts";
import type { FindCheck } from "../room/results/value-check.ts";
import { findFollowing } from "../workloads/catalogue.ts";
import { openPicture } from "../workloads/open-picture.ts";
import { roomInUrl } from "./page-in-url.ts";

/** What its picture would not draw is no result, and neither is what no further input could follow from. */
const findCheck: FindCheck = (definition) =>
  openPicture(definition)?.picture.findWrong ?? findFollowing(definition.view.type)?.findWrong ?? null;

/** Opens the room that the page's URL names, or a new one. */
export function openRoom(
  pace: Pace,
  options: Omit<RoomOptions, "code"> = {},
  environment: RoomEnvironment = browserRoomEnvironment(pace),
): Room {
  return createRoom(environment, { findCheck, ...options, code: roomInUrl() });
}
