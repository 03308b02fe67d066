import { CoordinatorActor } from "./actors/coordinator.ts";
import { NodeRoom } from "./actors/node-room.ts";
import type { RoomActor } from "./actors/room.ts";
import { joining, test as base, type Fixtures } from "./fixtures.ts";

export { expect } from "./fixtures.ts";

/** Where a coordinator may be. What a room promises holds in each. */
export const places = ["a page", "Node"] as const;

interface RoomFixtures {
  /** Processes that end after the pages, which would look for their room. */
  readonly processes: NodeRoom[];
  /** One of `places`: set by `test.use`. */
  readonly place: (typeof places)[number];
  /** The coordinator of an open room, in that place. */
  readonly room: RoomActor;
}

export const test = base.extend<RoomFixtures & Pick<Fixtures, "volunteers">>({
  place: ["a page", { option: true }],

  processes: async ({ server: _server }, provide) => {
    const processes: NodeRoom[] = [];
    await provide(processes);
    for (const one of processes) await one.end();
  },

  room: async ({ place, processes, newPage, server }, provide) => {
    if (place === "a page") {
      const page = new CoordinatorActor(await newPage("coordinator"));
      await page.open(server.origin);
      await provide(page);
      return;
    }
    const process = await NodeRoom.open(server.origin);
    processes.push(process);
    await provide(process);
  },

  volunteers: async ({ newPage, server, room }, provide) => {
    await provide(joining(newPage, () => room.joinLink(server.origin)));
  },
});
