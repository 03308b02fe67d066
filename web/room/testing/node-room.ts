import { onTestFinished } from "vitest";
import { nodeClock } from "../../../node/node-clock.ts";
import type { Compute } from "../../compute/compute.ts";
import type { Pace } from "../../core/pace.ts";
import type { Environment, RoomEnvironment } from "../../environment/environment.ts";
import { noScreen } from "../../environment/screen.ts";
import { loneSeats } from "../../environment/seat.ts";
import { keepsNothing } from "../../environment/stay-keeper.ts";
import { MemoryJournal } from "../../journal/memory-journal.ts";
import type { HostEvent, Link } from "../../links/link.ts";
import { createMemoryLinkPair } from "../../links/memory-link.ts";
import { randomBytes } from "../../links/random.ts";
import { createMembership } from "../../membership/create-membership.ts";
import type { Membership } from "../../membership/membership.ts";
import { tabOf } from "../../membership/testing/fake-environment.ts";
import type { CallDesk } from "../call-desk.ts";
import { createRoom } from "../create-room.ts";

const pace: Pace = { onNextFrame: (callback) => nodeClock.after(10, callback), hurry: () => {} };

/** Chance moves nothing but waits between tries. */
const basics: Environment = { clock: nodeClock, pace, random: () => 0.5, randomBytes };

/**
 * A room in this process, and the way into it: its time passes by itself, and all is closed with the test. `calls`: its shared objects;
 * `watched`: makes of the room's end of each link what the room is given.
 */
export function createNodeRoom(calls?: CallDesk, watched: (link: Link) => Link = (link) => link) {
  let emit: ((event: HostEvent) => void) | null = null;
  const identities: Parameters<RoomEnvironment["openHost"]>[0][] = [];
  const environment: RoomEnvironment = {
    ...basics,
    journals: {
      openJournal: async () => ({
        journal: new MemoryJournal(),
        problem: { key: "thrown", message: "Node keeps nothing" },
      }),
      createTemporary: () => new MemoryJournal(),
      findQuota: async () => null,
    },
    register: {
      origin: "http://localhost",
      claimCode: async () => ({ type: "claimed" }),
      releaseCode: async () => ({ type: "released" }),
      findOrigins: async () => ({ type: "origins", origins: [] }),
    },
    seats: loneSeats,
    files: { beginFile: () => ({ addPart: () => {}, save: () => {} }) },
    openHost(identity) {
      identities.push(identity);
      return {
        listen(listener) {
          emit = listener;
          listener({ type: "reachable" });
        },
        close: () => {},
      };
    },
    createLinkPair: createMemoryLinkPair,
    startHelper: () => Promise.reject(new Error("there is no page")),
  };
  const room = createRoom(environment, { code: null, ...(calls === undefined ? {} : { calls }) });
  onTestFinished(() => room.close());
  const join = (name: string, tab: number, createCompute: () => Compute, slots = 2): Membership => {
    const membership = createMembership({
      ...basics,
      stays: keepsNothing,
      screen: noScreen,
      tab: tabOf(tab),
      device: "Node",
      createCompute,
      dialer: {
        findRoom: async () => {
          const identity = identities.at(-1);
          if (identity === undefined) throw new Error("the room is not open yet");
          return { type: "found", identity };
        },
        dial: async () => {
          const [coordinatorEnd, volunteerEnd] = createMemoryLinkPair();
          emit?.({ type: "link-opened", link: watched(coordinatorEnd) });
          return { type: "opened", link: volunteerEnd };
        },
      },
    });
    onTestFinished(() => membership.close());
    membership.join({ name, slots });
    return membership;
  };
  return { room, join };
}
