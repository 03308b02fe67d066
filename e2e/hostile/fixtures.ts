import { test as base } from "../fixtures.ts";
import { Liars } from "./actors/liar.ts";

export { expect } from "../fixtures.ts";

export const test = base.extend<{ readonly liars: Liars }>({
  /** Clients that lie, with the true link of the room. */
  liars: async ({ newPage, server, coordinator }, provide) => {
    const joinLink = await coordinator.joinLink(server.origin);
    await provide(await Liars.open(await newPage("liars"), server.origin, joinLink));
  },
});
