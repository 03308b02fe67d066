import { openRoom } from "../coordinator/open-room.ts";
import type { Pace } from "../core/pace.ts";
import { startLocalHelper } from "../environment/browser/local-helper.ts";
import { browserRoomEnvironment } from "../environment/browser/room-environment.ts";
import { begin } from "../pool/here.ts";
import { deskOfRoom } from "../pool/objects/room-desk.ts";
import type { Room, RoomOptions } from "../room/room.ts";

/** Slots of this tab alone: as many as Python's first pool has, whatever the cores, since lessons mostly sleep. */
const ownSlots = 4;

/** What a program runs, it runs in its lesson's room. */
const elsewhere = (): Promise<never> => Promise.reject(new Error("a lesson has one room"));

/** Opens the room of a lesson: the one that the page's URL names, or a new one. Its tasks may call shared objects of this page. */
export function openLessonRoom(pace: Pace, options: Omit<RoomOptions, "code">): Room {
  begin({
    openEnvironment: elsewhere,
    openManagerEnvironment: elsewhere,
    cpuCount: () => navigator.hardwareConcurrency,
  });
  return openRoom(pace, { calls: deskOfRoom(), ...options }, lessonEnvironment(pace));
}

export function lessonEnvironment(pace: Pace): ReturnType<typeof browserRoomEnvironment> {
  return { ...browserRoomEnvironment(pace), startHelper: (dialer) => startLocalHelper(pace, dialer, ownSlots) };
}
