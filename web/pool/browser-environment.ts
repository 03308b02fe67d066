import { browserBasics } from "../environment/browser/browser-basics.ts";
import { tabSeats } from "../environment/browser/tab-seat.ts";
import { browserClock } from "../environment/browser/browser-clock.ts";
import { downloadSaver } from "../environment/browser/download-saver.ts";
import type { RoomEnvironment } from "../environment/environment.ts";
import { loneHost, loneRegister } from "../environment/lone-address.ts";
import { loneSeats } from "../environment/seat.ts";
import { TimerPace } from "../environment/timer-pace.ts";
import type { Journal } from "../journal/journal.ts";
import { messageOf } from "../core/message-of.ts";
import { memoryJournals, passingJournals } from "../journal/memory-journals.ts";
import { createMemoryLinkPair } from "../links/memory-link.ts";
import { ConnectionRefusedError } from "./errors.ts";
import type { OpenPoolEnvironment } from "./pool-environment.ts";

const pace = new TimerPace(browserClock);

/** The library's entry at a Tabpool server, and the file beside it in which what it exports lies. */
const served = /^\/tabpool(?:\/library-[\w-]+)?\.js$/;

/**
 * The origin of the Tabpool server that this script is a file of; null for a script that is part of another site's page, and for one
 * whose bundler knows no address of it.
 */
export function serverOfScript(script: string): string | null {
  if (!URL.canParse(script)) return null;
  const { protocol, origin, pathname } = new URL(script);
  return /^https?:$/.test(protocol) && served.test(pathname) ? origin : null;
}

/** @throws TypeError where it is no address. */
function originOf(server: string | number): string {
  if (typeof server === "string") return new URL(server).origin;
  throw new TypeError(
    `a page cannot start a server at port ${server}: give the origin of one, "http://192.168.0.7:8080".`,
  );
}

/** @throws Error where the page takes no frame, which the pool's own slots are in. */
function assertTakesFrame(): void {
  // A script that runs before the body was read finds none.
  const body: unknown = document.body;
  if (body === null) {
    throw new Error(
      "a pool needs the <body> of its page, and it is not there yet: call Pool.open() in a module, or in a script at the page's end.",
    );
  }
  try {
    document.createElement("iframe").srcdoc = "";
  } catch (cause) {
    throw new Error(
      "the page's Content-Security-Policy must not have require-trusted-types-for 'script': the pool's slots are in a frame and in Workers that are made of texts. With processes: 0 all tasks are computed in tabs that join.",
      { cause },
    );
  }
}

/** The links come with PeerJS, which a pool without a server has no use for. Rejects where the server does not answer this page. */
export async function findAddress(origin: string): Promise<Pick<RoomEnvironment, "register" | "openHost">> {
  const { servedAddress } = await import("../environment/browser/served-address.ts");
  const address = servedAddress(origin);
  const found = await address.register.findOrigins();
  if (found.type === "origins") return address;
  const remedy =
    origin === location.origin
      ? ". If /tabpool.js is a file of your own there, give `server: null` for a pool without one, or the origin of one"
      : `, or it takes no pages of other origins: start it with --allow-origin ${location.origin}`;
  throw new ConnectionRefusedError(`no Tabpool server answers at ${origin}${remedy}.`);
}

/**
 * What a pool in a page is made from. Its record is in memory and ends with the page, unless a journal is named. `script`: where the library was loaded from; by
 * default tabs find the pool at the Tabpool server that has served it, if one has.
 */
export function browserEnvironment(script: string): OpenPoolEnvironment {
  return async ({ processes, server = serverOfScript(script), name, journal, maxTasksPerChild }) => {
    if (processes > 0) assertTakesFrame();
    const address =
      server === null ? { register: loneRegister, openHost: () => loneHost } : await findAddress(originOf(server));
    const room: RoomEnvironment = {
      ...browserBasics(pace),
      ...address,
      ...(journal === undefined
        ? { journals: passingJournals, seats: loneSeats }
        : keptIn(await openJournalOf(journal))),
      files: downloadSaver,
      createLinkPair: createMemoryLinkPair,
      async startHelper(dialer) {
        const { createPoolHelper } = await import("./browser-helper.ts");
        return createPoolHelper(pace, dialer, { slots: processes, name, tasksPerWorker: maxTasksPerChild });
      },
    };
    return { room, isOpenToTabs: server !== null, readModule, close: async () => {} };
  };
}

function keptIn(journal: Journal): Pick<RoomEnvironment, "journals" | "seats"> {
  return { journals: { ...memoryJournals, openJournal: async () => ({ journal, problem: null }) }, seats: tabSeats };
}

/** A database of its own. Its code is loaded only now: most pools keep nothing. Rejects where the browser gives no storage. */
async function openJournalOf(name: string): Promise<Journal> {
  try {
    const { openIndexedDbJournal } = await import("../journal/indexed-db-journal.ts");
    return await openIndexedDbJournal(`tabpool pool ${name}`);
  } catch (error) {
    throw new Error(`the journal ${name} cannot be opened: ${messageOf(error)}`, { cause: error });
  }
}

async function readModule(address: URL): Promise<string> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address.href} cannot be loaded: the server answers ${response.status}.`);
  return response.text();
}
