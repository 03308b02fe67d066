import type { LinkHost } from "../links/link.ts";
import type { RoomRegister } from "../links/room-register.ts";

/** For a room without a signaling server: never reachable, so that only helpers beside the room join it. */
export const loneHost: LinkHost = { listen: () => {}, close: () => {} };

/** Where there is no server: no code can be claimed, and no link leads to the room. */
export const loneRegister: RoomRegister = {
  origin: "",
  claimCode: async () => ({ type: "not-registered" }),
  releaseCode: async () => ({ type: "not-held" }),
  findOrigins: async () => ({ type: "origins", origins: [] }),
};
