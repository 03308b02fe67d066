import { inData } from "../../core/keyed.ts";
import type { Seen } from "../../core/seen.ts";
import { afterEach, inject } from "vitest";
import { sampleIdentity } from "../../core/handshake/testing/sample-room.ts";
import { drawRoomKeys } from "../../room/address/draw-room-keys.ts";
import { randomBytes } from "../random.ts";
import type { DialOutcome, HostEvent, Link, LinkEvent, LinkHost } from "../link.ts";
import { openWebSocket } from "../open-web-socket.ts";
import { createPeerDial } from "../peer-dial.ts";
import { createPeerHost } from "../peer-host.ts";
import { signalingAt } from "../signaling-address.ts";
import type { SignalingAddress } from "../signaling-address.ts";

const done: Seen = { key: "closed-here" };

const control = inject("signalingControl");

export function hex(digits: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(digits / 2));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export async function startServer(port = 0): Promise<SignalingAddress> {
  const answer = await fetch(`${control}/start?port=${port}`);
  return signalingAt(`http://127.0.0.1:${await answer.text()}`);
}

export async function stopServer({ port }: SignalingAddress): Promise<void> {
  await (await fetch(`${control}/stop?port=${port}`)).text();
}

/** Records the events of a host, and waits for further ones. */
export class Followed {
  readonly events: HostEvent[] = [];
  readonly host: LinkHost;
  #taken = 0;
  #wake: () => void = () => {};

  constructor(host: LinkHost) {
    this.host = host;
    host.listen((event) => {
      this.events.push(event);
      this.#wake();
    });
  }

  async next(): Promise<HostEvent> {
    for (;;) {
      const event = this.events[this.#taken];
      if (event !== undefined) {
        this.#taken += 1;
        return event;
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async link(): Promise<Link> {
    const event = await this.next();
    if (event.type !== "link-opened") throw new Error(`expected a link, got ${event.type}`);
    return event.link;
  }
}

const cleanups: (() => void | Promise<void>)[] = [];

/** Runs the cleanup after the test. The last one comes first. */
export function cleanUpLater(cleanup: () => void | Promise<void>): void {
  cleanups.push(cleanup);
}

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

export interface Room {
  readonly signaling: SignalingAddress;
  /** The coordinator's peer id. */
  readonly star: string;
  readonly token: string;
}

export function hostAt({ signaling, star, token }: Room): Followed {
  const host = createPeerHost({ peerId: star, token, signaling, openSocket: openWebSocket, random: () => 0 });
  cleanups.push(() => {
    host.close();
  });
  return new Followed(host);
}

export function dialTo({ signaling, star }: Room, timeLimitMs = 15_000): Promise<DialOutcome> {
  const dial = createPeerDial({
    newPeerId: () => `${star}-${hex(16)}`,
    token: hex(32),
    coordinatorPeerId: star,
    signaling,
    timeLimitMs,
  });
  return dial(new AbortController().signal);
}

export async function openRoom(): Promise<Room> {
  const signaling = await startServer();
  cleanups.push(() => stopServer(signaling));
  const { coordinatorPeerId: star, token } = sampleIdentity(drawRoomKeys({ randomBytes }));
  return { signaling, star, token };
}

export function opened(outcome: DialOutcome): Link {
  if (outcome.type !== "opened") throw new Error(`${outcome.failure}: ${inData(outcome.seen)}`);
  cleanups.push(() => {
    outcome.link.close(done);
  });
  return outcome.link;
}

export function endOf(link: Link): Promise<LinkEvent> {
  return new Promise((resolve) => {
    link.listen((event) => {
      if (event.type === "ended") resolve(event);
    });
  });
}

/** Sends one message. Resolves to the length of the message that arrives. */
export async function sendThrough(from: Link, to: Link): Promise<number> {
  const arrived = new Promise<number>((resolve) => {
    to.listen((event) => {
      if (event.type === "message") resolve(event.bytes.length);
    });
  });
  from.send("control", new Uint8Array(17));
  return arrived;
}
