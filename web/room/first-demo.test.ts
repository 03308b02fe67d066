import { expect, onTestFinished, test } from "vitest";
import type { Clock } from "../core/clock.ts";
import { describerOf } from "../core/job/describer.ts";
import { openInputs } from "../core/job/inputs.ts";
import type { Pace } from "../core/pace.ts";
import type { Environment, RoomEnvironment } from "../environment/environment.ts";
import { noScreen } from "../environment/screen.ts";
import { loneSeats } from "../environment/seat.ts";
import { keepsNothing } from "../environment/stay-keeper.ts";
import { MemoryJournal } from "../journal/memory-journal.ts";
import type { HostEvent } from "../links/link.ts";
import { createMemoryLinkPair } from "../links/memory-link.ts";
import { randomBytes } from "../links/random.ts";
import { createMembership } from "../membership/create-membership.ts";
import type { Membership } from "../membership/membership.ts";
import { tabOf } from "../membership/testing/fake-environment.ts";
import { createRoom } from "./create-room.ts";
import { squaresOf } from "./testing/opened-room.ts";
import { PlainCompute } from "./testing/plain-compute.ts";
import { say } from "../words/say.ts";
import { when } from "./testing/when.ts";

const nodeClock: Clock = {
  now: () => performance.now(),
  date: () => Date.now(),
  after(ms, ring) {
    const timer = setTimeout(ring, ms);
    return () => clearTimeout(timer);
  },
};

const pace: Pace = { onNextFrame: (callback) => nodeClock.after(10, callback), hurry: () => {} };

const basics: Environment = {
  clock: nodeClock,
  pace,
  random: Math.random,
  randomBytes,
};

/** A room in this process, and the way into it. */
function createNodeRoom() {
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
  const room = createRoom(environment, { code: null });
  onTestFinished(() => room.close());
  const join = (name: string, tab: number, task: (input: unknown) => unknown): Membership => {
    const membership = createMembership({
      ...basics,
      stays: keepsNothing,
      screen: noScreen,
      tab: tabOf(tab),
      device: "Node",
      createCompute: () => new PlainCompute(task),
      dialer: {
        findRoom: async () => {
          const identity = identities.at(-1);
          if (identity === undefined) throw new Error("the room is not open yet");
          return { type: "found", identity };
        },
        dial: async () => {
          const [coordinatorEnd, volunteerEnd] = createMemoryLinkPair();
          emit?.({ type: "link-opened", link: coordinatorEnd });
          return { type: "opened", link: volunteerEnd };
        },
      },
    });
    onTestFinished(() => membership.close());
    membership.join({ name, slots: 2 });
    return membership;
  };
  return { room, join };
}

/** The first demo's function, as a slot would get it. */
async function loadSquare(): Promise<(input: unknown) => unknown> {
  const { source } = squaresOf(1).program;
  const module: unknown = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(source)}`);
  const isTask = typeof module === "object" && module !== null && "default" in module;
  const square = isTask ? module.default : null;
  if (typeof square !== "function") throw new Error("the program has no default export");
  return (input) => Reflect.apply(square, undefined, [input]);
}

test("a room and three volunteers run the first demo in plain Node, over memory links", async () => {
  const square = await loadSquare();
  const { room, join } = createNodeRoom();
  await when(room, (state) => state.room.phase === "open");
  for (const [at, name] of ["laptop", "phone", "tablet"].entries()) join(name, at + 1, square);
  await when(room, ({ volunteers }) => volunteers.length === 3);

  const definition = squaresOf(300);
  room.startJob(definition);
  await when(room, ({ job }) => job?.phase === "done");

  const { job, log } = room.store.getState();
  expect(job).toMatchObject({ total: 300, done: 300, failed: 0 });
  const inputs = openInputs(definition.inputs);
  const describer = describerOf(definition.view);
  const expected = Array.from({ length: 300 }, (_, task) => {
    const said = describer.describeTask(inputs.at(task));
    return `${said} = ${Number(describer.describeInput(inputs.at(task))) ** 2}`;
  });
  expect(Array.from(expected.keys(), (task) => room.results?.at(task)?.outcome)).toEqual(
    expected.map((value) => ({ type: "value", value })),
  );
  expect(log.map(({ saying }) => say(saying))).toContain("Job 1 ended: 300 done, 0 failed");
});
