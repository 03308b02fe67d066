import { test as base, type BrowserContext, type BrowserContextOptions, type Page } from "@playwright/test";
import { expect } from "./actors/expect.ts";
import { startServer, type RunningServer, type ServerOptions } from "../signaling/server.ts";
import { CoordinatorActor } from "./actors/coordinator.ts";
import { VolunteerActor } from "./actors/volunteer.ts";
import { calledOff, selfTest } from "./expected-noise.ts";

/** A server of the built app and of signaling, on a free port of its own. */
interface ServerActor {
  readonly origin: string;
  /** Stops the server, which loses all its state. */
  stop(): Promise<void>;
  /** Starts a new server on the same port. */
  start(): Promise<void>;
}

export interface Fixtures {
  /** The server's address; default `127.0.0.1`. A spec may need the LAN address. */
  readonly host: string | undefined;
  /** Addresses of proxies that the server believes; default: none. */
  readonly trustProxies: readonly string[];
  /**
   * Whether the server relays links; default: no. On a busy machine a direct path may take longer than a volunteer waits for one, and
   * what a spec does to WebRTC does nothing to a relayed link.
   */
  readonly relays: boolean;
  readonly server: ServerActor;
  /** Opens a watched page in a context of its own. */
  readonly newPage: (purpose: string, device?: BrowserContextOptions) => Promise<Page>;
  /** Opens another tab in the browser of the given page, with the same storage. */
  readonly newTab: (beside: Page, purpose: string) => Promise<Page>;
  /** Fails the test at unexpected errors and warnings in the page's console. */
  readonly watch: (page: Page, purpose: string) => Page;
  /** Console messages that the spec causes on purpose. */
  readonly expectedNoise: RegExp[];
  /** The coordinator of an open room. */
  readonly coordinator: CoordinatorActor;
  /** Lets volunteers join that room. Default: one slot each. */
  readonly volunteers: (count: number, slots?: number) => Promise<VolunteerActor[]>;
}

/** Has tabs join the room with this link, as `laptop-1`, `laptop-2`, … */
export function joining(newPage: Fixtures["newPage"], joinLink: () => Promise<string>): Fixtures["volunteers"] {
  let joined = 0;
  return async (count, slots = 1) => {
    const link = await joinLink();
    const actors: VolunteerActor[] = [];
    for (let number = 0; number < count; number += 1) {
      joined += 1;
      const name = `laptop-${joined}`;
      actors.push(new VolunteerActor(await newPage(name), name));
    }
    await Promise.all(actors.map((actor) => actor.join(link, slots)));
    return actors;
  };
}

export const test = base.extend<Fixtures>({
  host: ["127.0.0.1", { option: true }],
  trustProxies: [[], { option: true }],
  relays: [false, { option: true }],

  server: async ({ host, trustProxies, relays }, provide) => {
    const limits = relays ? {} : { relayed: 0 };
    const options: ServerOptions = { port: 0, host, appRoot: "dist/app", trustProxies, limits };
    let running: RunningServer | null = await startServer(options);
    const { port } = running;
    const origin = `http://${host ?? "127.0.0.1"}:${port}`;
    const stop = async (): Promise<void> => {
      await running?.close();
      running = null;
    };
    const start = async (): Promise<void> => {
      running ??= await startServer({ ...options, port });
    };
    await provide({ origin, stop, start });
    await stop();
  },

  expectedNoise: async ({ browserName: _browserName }, provide) => {
    await provide([selfTest, calledOff]);
  },

  watch: async ({ expectedNoise }, provide) => {
    const noise: string[] = [];
    await provide((page, purpose) => {
      page.on("console", (message) => {
        if (message.type() === "error" || message.type() === "warning") noise.push(`${purpose}: ${message.text()}`);
      });
      page.on("pageerror", (error) => noise.push(`${purpose}: ${error.message}`));
      return page;
    });
    expect(noise.filter((line) => !expectedNoise.some((expected) => expected.test(line)))).toEqual([]);
  },

  newTab: async ({ watch }, provide) => {
    await provide(async (beside, purpose) => watch(await beside.context().newPage(), purpose));
  },

  // Pages are closed before their server.
  newPage: async ({ browser, watch, server: _server }, provide) => {
    const contexts: BrowserContext[] = [];
    await provide(async (purpose, device) => {
      const context = await browser.newContext(device);
      contexts.push(context);
      return watch(await context.newPage(), purpose);
    });
    // Volunteers are closed before their coordinator, since they would look for it.
    for (const context of contexts.toReversed()) await context.close();
  },

  coordinator: async ({ newPage, server }, provide) => {
    const coordinator = new CoordinatorActor(await newPage("coordinator"));
    await coordinator.open(server.origin);
    await provide(coordinator);
  },

  volunteers: async ({ newPage, server, coordinator }, provide) => {
    await provide(joining(newPage, () => coordinator.joinLink(server.origin)));
  },
});

export { expect };
