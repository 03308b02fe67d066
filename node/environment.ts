import { readFile } from "node:fs/promises";
import type { Compute } from "../web/compute/compute.ts";
import { steadyClock } from "../web/core/steady-clock.ts";
import type { Dialer } from "../web/environment/dialer.ts";
import type { Environment } from "../web/environment/environment.ts";
import type { FileSaver } from "../web/environment/file-saver.ts";
import type { LocalHelper } from "../web/environment/local-helper.ts";
import { noScreen } from "../web/environment/screen.ts";
import { loneSeats } from "../web/environment/seat.ts";
import { keepsNothing } from "../web/environment/stay-keeper.ts";
import { TimerPace } from "../web/environment/timer-pace.ts";
import { memoryJournals, passingJournals } from "../web/journal/memory-journals.ts";
import { drawTabId } from "../web/links/draw-tab-id.ts";
import { createMemoryLinkPair } from "../web/links/memory-link.ts";
import { randomBytes } from "../web/links/random.ts";
import { createHelper } from "../web/membership/create-helper.ts";
import type { OpenPoolEnvironment, PoolEnvironment, PoolEnvironmentOptions } from "../web/pool/pool-environment.ts";
import { openAddress, type AddressParts } from "./address.ts";
import { builtApp } from "./built-app.ts";
import { createThreadCompute, type ThreadOptions } from "./compute/create-thread-compute.ts";
import { FileJournal } from "./journal/file-journal.ts";
import { loadPeerLinks } from "./links/load-node-links.ts";
import { daemonClock, nodeClock } from "./node-clock.ts";

export interface NodeParts extends AddressParts {
  readonly createCompute: (options: ThreadOptions) => Compute;
}

const noFiles: FileSaver = {
  beginFile() {
    throw new Error("a process has nobody to hand a file to: read the results, and write them yourself");
  },
};

/** What a pool in this process is made from, with threads for its slots. Rejects as `openAddress` and `FileJournal.open` do. */
export const openNodeEnvironment: OpenPoolEnvironment = (options) =>
  createNodeEnvironment(options, {
    appRoot: builtApp(),
    createCompute: createThreadCompute,
    loadLinks: loadPeerLinks,
  });

/** Tests hand in parts of their own. Rejects as `openAddress` does. */
export async function createNodeEnvironment(
  options: PoolEnvironmentOptions,
  parts: NodeParts,
): Promise<PoolEnvironment> {
  const journal = options.journal === undefined ? null : await FileJournal.open(options.journal);
  try {
    return await createWithJournal(options, parts, journal);
  } catch (error) {
    await journal?.end();
    throw error;
  }
}

async function createWithJournal(
  options: PoolEnvironmentOptions,
  parts: NodeParts,
  journal: FileJournal | null,
): Promise<PoolEnvironment> {
  const { register, openHost, isOpenToTabs, close } = await openAddress(options, parts);
  const { isDaemon = false } = options;
  const clock = steadyClock(isDaemon ? daemonClock : nodeClock);
  const basics: Environment = { clock, pace: new TimerPace(clock), random: Math.random, randomBytes };
  return {
    room: {
      ...basics,
      journals:
        journal === null
          ? passingJournals
          : { ...memoryJournals, openJournal: async () => ({ journal, problem: null }) },
      register,
      openHost,
      seats: loneSeats,
      files: noFiles,
      createLinkPair: () => createMemoryLinkPair(isDaemon),
      startHelper: async (dialer) => createNodeHelper(basics, dialer, options, parts),
    },
    isOpenToTabs,
    readModule,
    async close() {
      try {
        await close();
      } finally {
        await journal?.end();
      }
    },
  };
}

function createNodeHelper(
  basics: Environment,
  dialer: Dialer,
  { processes, name = "this process", maxTasksPerChild: tasksPerThread, isDaemon = false }: PoolEnvironmentOptions,
  { createCompute }: NodeParts,
): LocalHelper {
  const environment = {
    ...basics,
    dialer,
    stays: keepsNothing,
    screen: noScreen,
    tab: drawTabId(),
    device: `Node on ${systems[process.platform] ?? process.platform}`,
    createCompute: () => createCompute({ tasksPerThread, isDaemon }),
  };
  return createHelper(environment, processes, name);
}

const systems: Readonly<Record<string, string>> = { darwin: "macOS", linux: "Linux", win32: "Windows" };

async function readModule(address: URL): Promise<string> {
  if (address.protocol === "file:") return readFile(address, "utf8");
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address.href} gave ${response.status} ${response.statusText}`);
  return response.text();
}
