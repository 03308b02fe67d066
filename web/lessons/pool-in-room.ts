import type { RoomEnvironment } from "../environment/environment.ts";
import type { Room } from "../room/room.ts";
import { RoomPool } from "../pool/room-pool.ts";
import type { OpenLessonPool } from "./lesson-run.ts";

/** What the end of a pool does to a room of its own, and must not do to one that people still look at. */
const leftAlone: Partial<Room> = { close() {}, closeRoom() {}, deleteJob() {}, helpHere() {} };

function withoutItsEnd(room: Room): Room {
  return new Proxy(room, {
    get(target, name) {
      const found: unknown = Reflect.get(name in leftAlone ? leftAlone : target, name);
      return typeof found === "function" ? found.bind(target) : found;
    },
  });
}

/** Opens pools over a room of the environment, which is there before them and after them. */
export function poolsInRoom(environment: RoomEnvironment): OpenLessonPool {
  const surroundings = {
    room: environment,
    isOpenToTabs: true,
    readModule: () => Promise.reject(new Error("lessons have no modules")),
    close: async () => {},
  };
  return (room, print) => {
    // The log may have lines of an earlier run.
    let isOpen = false;
    const pool = new RoomPool(withoutItsEnd(room), surroundings, {
      initializer: null,
      isKept: false,
      signal: undefined,
      print: ({ text, volunteer }) => {
        // What the pool says itself, such as that its server is away, the page says, too.
        if (isOpen && volunteer !== "") print(text, volunteer);
      },
    });
    isOpen = true;
    return pool;
  };
}
