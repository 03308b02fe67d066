import { onTestFinished } from "vitest";
import { nodeClock } from "../../../node/node-clock.ts";
import type { Pace } from "../../core/pace.ts";
import type { Environment } from "../../environment/environment.ts";
import { loneHost, loneRegister } from "../../environment/lone-address.ts";
import { noScreen } from "../../environment/screen.ts";
import { loneSeats } from "../../environment/seat.ts";
import { keepsNothing } from "../../environment/stay-keeper.ts";
import type { Journal } from "../../journal/journal.ts";
import { MemoryJournal } from "../../journal/memory-journal.ts";
import { createMemoryLinkPair } from "../../links/memory-link.ts";
import { randomBytes } from "../../links/random.ts";
import { createHelper } from "../../membership/create-helper.ts";
import { tabOf } from "../../membership/testing/fake-environment.ts";
import { FaultyJournal } from "../../room/testing/faulty-journal.ts";
import { PlainCompute, Throws, type PlainTask } from "../../room/testing/plain-compute.ts";
import { valueAt } from "../../core/values/packed.ts";
import { begin } from "../here.ts";
import { MemoryServer } from "./memory-managers.ts";
import { linkedAddress } from "./linked-source.ts";
import { openPool, type Platform } from "../open-pool.ts";
import type { Pool, PoolOptions } from "../pool-types.ts";

const pace: Pace = { onNextFrame: (callback) => nodeClock.after(5, callback), hurry: () => {} };

const basics: Environment = { clock: nodeClock, pace, random: Math.random, randomBytes };

/** Runs the program of a job as a slot does: its module is loaded, and its default export called. */
const runProgram: PlainTask = async (input, { program, shared, files }) => {
  const texts = new Map(Array.from(files, ([name, bytes]) => [name, new TextDecoder().decode(bytes)]));
  const module: unknown = await import(/* @vite-ignore */ linkedAddress(program.source, texts));
  const run: unknown = Reflect.get(Object(module), "default");
  const task = {
    shared: shared === null ? undefined : valueAt({ ends: Uint32Array.of(shared.length), bytes: shared }, 0),
  };
  try {
    return typeof run === "function" ? await Reflect.apply(run, undefined, [input, task]) : undefined;
  } catch (error) {
    return new Throws(error);
  }
};

/** A journal that the test can look into. */
export const journals: Journal[] = [];

const keptJournals = new Map<string, FaultyJournal>();

/** One that outlives the pools that have it open. */
export function keptJournal(name: string): FaultyJournal {
  const journal = keptJournals.get(name) ?? new FaultyJournal();
  keptJournals.set(name, journal);
  return journal;
}

/** Slots that the test can have fail. */
export const computes: PlainCompute[] = [];

/** At which managers of tests are found. */
const managersServer = new MemoryServer();

/** Slots that compute in the thread of the test. */
const testPlatform: Platform = {
  cpuCount: () => 2,
  openEnvironment: async ({ processes, name, journal: kept }) => ({
    isOpenToTabs: false,
    readModule: ({ pathname }) =>
      pathname === "/silent.js"
        ? new Promise(() => {})
        : Promise.resolve(`export default (n) => [${JSON.stringify(pathname)}, n];`),
    close: async () => {},
    room: {
      ...basics,
      journals: {
        openJournal: async () => {
          const journal = kept === undefined ? new MemoryJournal({ keepsTasks: false }) : keptJournal(kept);
          journals.push(journal);
          return { journal, problem: null };
        },
        createTemporary: () => new MemoryJournal(),
        findQuota: async () => null,
      },
      register: loneRegister,
      seats: loneSeats,
      files: { beginFile: () => ({ addPart: () => {}, save: () => {} }) },
      openHost: () => loneHost,
      createLinkPair: createMemoryLinkPair,
      startHelper: async (dialer) =>
        createHelper(
          {
            ...basics,
            dialer,
            stays: keepsNothing,
            screen: noScreen,
            tab: tabOf(1),
            device: "test",
            createCompute: () => {
              const compute = new PlainCompute(runProgram);
              computes.push(compute);
              return compute;
            },
          },
          processes,
          name,
        ),
    },
  }),
};

// Shared objects and processes of tests have this page or process as their own.
begin({ ...testPlatform, openManagerEnvironment: async () => managersServer.environment(nodeClock) });

export async function openTestPool(options?: PoolOptions): Promise<Pool> {
  const pool = await openPool(testPlatform, options);
  onTestFinished(() => pool.terminate());
  return pool;
}
