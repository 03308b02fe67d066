import { OwnCoordinator } from "./actors/own-coordinator.ts";
import { test as base } from "./fixtures.ts";

export { expect } from "./fixtures.ts";

/** The coordinator's page stands at the form of one's own function. */
export const test = base.extend<{ readonly own: OwnCoordinator }>({
  own: async ({ newPage, server }, provide) => {
    const own = new OwnCoordinator(await newPage("coordinator"));
    await own.open(server.origin);
    await provide(own);
  },

  // Volunteers join this one.
  coordinator: async ({ own }, provide) => provide(own),
});
