import type { Page } from "@playwright/test";
import type { SharingRoom } from "../pages/sharing-room.ts";
import { expect } from "./expect.ts";
import { openBundled } from "./open-bundled.ts";

/**
 * Counts the bytes that the page sends over data channels, and closes all connections with the byte after `cutAfterBytes`: the
 * other sides notice, and this one does not. Runs in the page before its scripts, without this module's variables.
 */
function countBytes(): void {
  const counts = { sent: 0, connections: 0, cutAfterBytes: Number.POSITIVE_INFINITY };
  const connections = new Set<RTCPeerConnection>();
  Reflect.set(globalThis, "channelBytes", counts);
  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.add(this);
      counts.connections += 1;
    }
  };
  const channel = RTCDataChannel.prototype;
  // oxlint-disable-next-line typescript/unbound-method -- called with the channel that it is asked of
  const realSend: (this: RTCDataChannel, data: ArrayBuffer) => void = channel.send;
  channel.send = function (this: RTCDataChannel, data: unknown) {
    if (data instanceof ArrayBuffer || ArrayBuffer.isView(data)) counts.sent += data.byteLength;
    Reflect.apply(realSend, this, [data]);
    if (counts.sent <= counts.cutAfterBytes) return;
    counts.cutAfterBytes = Number.POSITIVE_INFINITY;
    // The caller goes on with this message first.
    queueMicrotask(() => {
      for (const connection of connections) connection.close();
    });
  };
}

/** A coordinator whose jobs have a shared value or large inputs, and what it sends. */
export class SharingCoordinator {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens the page and waits for its room. */
  async open(origin: string): Promise<void> {
    await this.page.addInitScript(countBytes);
    await openBundled(this.page, origin, "sharing-room.ts");
    await expect.poll(() => this.page.evaluate(() => globalThis.sharingRoom.joinPath())).toMatch(/^\/worker\?room=/);
  }

  async joinLink(origin: string): Promise<string> {
    return `${origin}${(await this.page.evaluate(() => globalThis.sharingRoom.joinPath())) ?? ""}`;
  }

  async start(count: number, sharedBytes: number): Promise<void> {
    await this.page.evaluate(([tasks, bytes]) => globalThis.sharingRoom.startJob(tasks, bytes), [
      count,
      sharedBytes,
    ] as const);
  }

  /** Starts a job of that many tasks: `inputs` different inputs of `inputBytes` bytes, in turns. */
  async startWithInputs(shape: { count: number; inputs: number; inputBytes: number }): Promise<void> {
    await this.page.evaluate((wanted) => globalThis.sharingRoom.startWithInputs(wanted), shape);
  }

  /** Starts a job that stays open, with that many small inputs. */
  async startOpen(small: number): Promise<void> {
    await this.page.evaluate((count) => globalThis.sharingRoom.startOpen(count), small);
  }

  async addLarge(inputBytes: number): Promise<void> {
    await this.page.evaluate((bytes) => globalThis.sharingRoom.addLarge(bytes), inputBytes);
  }

  /** How far the job shown has come, and the input that it stands still for; null where none is shown. */
  async shown(): Promise<ReturnType<SharingRoom["shown"]>> {
    return this.page.evaluate(() => globalThis.sharingRoom.shown());
  }

  async resume(): Promise<void> {
    await this.page.evaluate(() => globalThis.sharingRoom.resumeShown());
  }

  async deleteJobs(): Promise<void> {
    await this.page.evaluate(() => globalThis.sharingRoom.deleteJobs());
  }

  async waitForDone(count: number): Promise<void> {
    await expect.poll(() => this.page.evaluate(() => globalThis.sharingRoom.doneOfShown())).toBe(count);
  }

  /** Of each volunteer that is there: its name, and tasks that it has done of the job shown. */
  async tasksBy(): Promise<ReadonlyMap<string, number>> {
    return new Map(await this.page.evaluate(() => globalThis.sharingRoom.tasksBy()));
  }

  /** Bytes given to all data channels since the page was opened. */
  async bytesSent(): Promise<number> {
    return this.#read("sent");
  }

  /** Connections that were begun since the page was opened: more than there are volunteers where links have broken. */
  async connections(): Promise<number> {
    return this.#read("connections");
  }

  async #read(count: "sent" | "connections"): Promise<number> {
    return this.page.evaluate((name) => Number(Reflect.get(Reflect.get(globalThis, "channelBytes"), name)), count);
  }

  /** Has all links break with the first byte after that many further ones. */
  async cutAfter(bytes: number): Promise<void> {
    await this.page.evaluate((more) => {
      const counts: object = Reflect.get(globalThis, "channelBytes");
      Reflect.set(counts, "cutAfterBytes", Number(Reflect.get(counts, "sent")) + more);
    }, bytes);
  }
}
