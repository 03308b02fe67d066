import type { RoomIdentity } from "../../core/handshake/identity.ts";
import { decodeUp } from "../../core/wire/codec.ts";
import type { UpMessage } from "../../core/wire/messages.ts";
import type { Link } from "../../links/link.ts";
import { browserClock } from "../../environment/browser/browser-clock.ts";
import { proveAsCoordinator } from "../../links/prove-link.ts";
import { randomBytes } from "../../links/random.ts";
import { sendAway } from "./send-message.ts";

/** Chrome allows 500 connections a renderer process, closed ones included until they are collected. */
export const mostVolunteers = 400;

/** Links that have not proved themselves yet; more are turned away at once. */
const mostPending = 20;

/** How long a proven link may take to say who it is. */
const joinLimitMs = 10_000;

export type Join = Extract<UpMessage, { type: "join" }>;

interface Admission {
  readonly identity: RoomIdentity;
  readonly hasRoom: () => boolean;
  /** The link is proven, `join` is its first message; whoever takes it listens from now on. */
  readonly admit: (link: Link, join: Join) => void;
  /** For the log: who did not get in, and why. */
  readonly turnedAway: (words: string) => void;
}

/** Takes links from open to proven to joined. Nothing but the handshake is read before it is done. */
export class Gate {
  readonly #admission: Admission;
  readonly #pending = new Set<Link>();

  constructor(admission: Admission) {
    this.#admission = admission;
  }

  knock(link: Link): void {
    if (this.#pending.size >= mostPending) {
      link.close("Too many are joining at this moment: try again in some seconds.");
      return;
    }
    const { identity, hasRoom, turnedAway } = this.#admission;
    this.#pending.add(link);
    proveAsCoordinator(link, identity, { clock: browserClock, randomBytes }, hasRoom, (outcome) => {
      this.#pending.delete(link);
      switch (outcome.type) {
        case "accepted":
          this.#awaitJoin(link);
          return;
        case "rejected":
          turnedAway(
            outcome.by === "us"
              ? `A volunteer was turned away: ${outcome.detail}`
              : `A volunteer would not join: ${outcome.detail}`,
          );
          return;
        case "ended":
          return;
      }
    });
  }

  #awaitJoin(link: Link): void {
    this.#pending.add(link);
    const timer = setTimeout(() => this.#sendAway(link, "it did not say who it is"), joinLimitMs);
    link.listen((event) => {
      if (event.type === "path-changed") return;
      clearTimeout(timer);
      this.#pending.delete(link);
      if (event.type === "ended") return;
      const decoded = decodeUp(event.lane, event.bytes);
      if (decoded.type === "problem") this.#sendAway(link, `it sent what no volunteer sends (${decoded.problem})`);
      else if (decoded.value.type === "join") this.#admission.admit(link, decoded.value);
      else if (decoded.value.type === "goodbye") {
        this.#admission.turnedAway(`A volunteer would not join: ${decoded.value.reason}`);
        link.close("Goodbye.");
      } else this.#sendAway(link, `it sent ${decoded.value.type} before join`);
    });
  }

  #sendAway(link: Link, reason: string): void {
    this.#admission.turnedAway(`A volunteer was turned away: ${reason}`);
    sendAway(link, `The coordinator turned this page away: ${reason}.`);
  }

  close(): void {
    for (const link of this.#pending) link.close("The room is closed.");
    this.#pending.clear();
  }
}
