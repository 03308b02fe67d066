import { browserClock } from "../environment/browser/browser-clock.ts";
import { steadyClock } from "../core/steady-clock.ts";
import { findInvitation } from "../links/find-invitation.ts";
import { openWebSocket } from "../links/open-web-socket.ts";
import { createRoomDial } from "../links/room-dial.ts";
import { randomBytes } from "../links/random.ts";
import { findAddress, serverOfScript } from "./browser-environment.ts";
import type { ManagerEnvironment } from "./managers/manager-environment.ts";

/** What managers and their clients in a page are made from. `script`: where the library was loaded from. */
export function browserManagers(script: string): ManagerEnvironment {
  const codesOrigin = serverOfScript(script) ?? location.origin;
  return {
    clock: steadyClock(browserClock),
    randomBytes,
    codesOrigin,
    async openServer(place) {
      if (place?.type === "listen") {
        throw new TypeError(
          `a page cannot listen at ${place.host}:${place.port}: give a code, or the origin of a server`,
        );
      }
      const address = await findAddress(place?.type === "origin" ? place.origin : codesOrigin);
      return { ...address, ownAddress: null, close: async () => {} };
    },
    findInvitation,
    dial: (origin, identity) => createRoomDial(origin, identity, openWebSocket)(new AbortController().signal),
    onLeaving(leave) {
      addEventListener("pagehide", leave);
      return () => removeEventListener("pagehide", leave);
    },
  };
}
