import { readFile } from "node:fs/promises";
import type { Compute } from "../web/compute/compute.ts";
import type { Dialer } from "../web/environment/dialer.ts";
import type { Environment } from "../web/environment/environment.ts";
import type { FileSaver } from "../web/environment/file-saver.ts";
import type { LocalHelper } from "../web/environment/local-helper.ts";
import { loneSeats } from "../web/environment/seat.ts";
import { memoryJournals, passingJournals } from "../web/journal/memory-journals.ts";
import { createMemoryLinkPair } from "../web/links/memory-link.ts";
import { createHelper } from "../web/membership/create-helper.ts";
import type { OpenPoolEnvironment, PoolEnvironment, PoolEnvironmentOptions } from "../web/pool/pool-environment.ts";
import { openAddress, type AddressParts } from "./address.ts";
import { builtApp } from "./built-app.ts";
import { createThreadCompute, type ThreadOptions } from "./compute/create-thread-compute.ts";
import { FileJournal } from "./journal/file-journal.ts";
import { loadPeerLinks } from "./links/load-node-links.ts";
import { membershipEnvironment, nodeBasics } from "./membership-environment.ts";
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
  const basics = nodeBasics(isDaemon ? daemonClock : nodeClock);
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
  const environment = membershipEnvironment(basics, dialer, () => createCompute({ tasksPerThread, isDaemon }));
  return createHelper(environment, processes, name);
}

async function readModule(address: URL): Promise<string> {
  if (address.protocol === "file:") return readFile(address, "utf8");
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address.href} gave ${response.status} ${response.statusText}`);
  return response.text();
}
