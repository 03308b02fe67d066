import { inBackground } from "../../core/in-background.ts";
import type { CallDesk } from "../../room/call-desk.ts";
import { withHome } from "./own-home.ts";

/** Callers are told apart within their room alone. */
let rooms = 0;

/** Hands the calls of one room's tasks to the home of this page or process. */
export function deskOfRoom(): CallDesk {
  rooms += 1;
  const room = rooms;
  return {
    onCall(caller, { number, received, request }, answer) {
      inBackground(
        withHome((here) => here.takeRequest(`${room} ${caller}`, { number, received }, request, answer)),
        () => undefined,
      );
    },
    onCallerEnded(caller, how) {
      inBackground(
        withHome((here) => here.endCaller(`${room} ${caller}`, how)),
        () => undefined,
      );
    },
  };
}
