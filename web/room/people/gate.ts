import type { CallOff } from "../../core/clock.ts";
import type { CoordinatorIdentity } from "../../core/handshake/identity.ts";
import { decodeUp } from "../../core/wire/codec.ts";
import type { Environment } from "../../environment/environment.ts";
import type { Link, LinkEnd } from "../../links/link.ts";
import { proveAsCoordinator, type ProofOutcome } from "../../links/prove-link.ts";
import type { LogBook } from "../../words/log-book.ts";
import type { Saying } from "../../words/sayings.ts";
import type { Announce } from "../room-event.ts";
import type { People } from "./people.ts";
import { sendAway } from "./send-message.ts";
import type { VolunteerMessages } from "./volunteer-messages.ts";
import type { DownFarewell } from "../../core/wire/farewells.ts";

/** Chrome allows 500 connections a renderer process, closed ones included until they are collected. */
const mostVolunteers = 400;

/** Links that have not proved themselves yet; more are turned away at once. */
const mostPending = 20;

/** Milliseconds that a proven link may take to say which volunteer it brings. */
const joinLimitMs = 10_000;

interface Surroundings {
  readonly environment: Pick<Environment, "clock" | "randomBytes">;
  readonly people: People;
  readonly messages: VolunteerMessages;
  readonly log: LogBook;
  readonly announce: Announce;
}

/** Takes links from open to proven to joined. Nothing but the handshake is read before that is done. */
export class Gate {
  readonly #surroundings: Surroundings;
  readonly #pending = new Set<Link>();
  /** Of links that are proven and have not said yet which volunteer they bring. */
  readonly #joinLimits = new Map<Link, CallOff>();

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /** `identity`: that of the room under the code by which the link was opened. */
  receiveLink(link: Link, identity: CoordinatorIdentity): void {
    if (this.#pending.size >= mostPending) {
      link.close({ key: "closed-here" });
      return;
    }
    const { environment, people } = this.#surroundings;
    this.#pending.add(link);
    const hasRoom = (): boolean => people.present < mostVolunteers;
    proveAsCoordinator(link, identity, environment, hasRoom, (outcome) => this.#endProof(link, outcome));
  }

  #endProof(link: Link, outcome: ProofOutcome): void {
    this.#pending.delete(link);
    switch (outcome.type) {
      case "accepted":
        this.#awaitJoin(link);
        return;
      case "rejected":
        this.#logTurnedAway({
          key: "newcomer-refused",
          reason: outcome.reason,
          by: outcome.by,
          seen: outcome.seen,
        });
        return;
      case "ended":
        this.#noteEnd(outcome.end);
        return;
    }
  }

  /** A newcomer may close its link, or lose it; what it sends on one should be no nonsense. */
  #noteEnd({ type, reason }: LinkEnd): void {
    if (type === "malformed")
      this.#logTurnedAway({ key: "newcomer-refused", reason: "malformed", by: "us", seen: reason });
  }

  #awaitJoin(link: Link): void {
    this.#pending.add(link);
    const { clock } = this.#surroundings.environment;
    this.#joinLimits.set(
      link,
      clock.after(joinLimitMs, () => this.#turnAway(link, "no-join")),
    );
    link.listen((event) => {
      if (event.type === "path-changed") return;
      const decoded = event.type === "message" ? decodeUp(event.lane, event.bytes) : null;
      if (decoded?.type === "extension") return;
      this.#forgetPending(link);
      if (event.type === "ended") this.#noteEnd(event.end);
      if (decoded === null) return;
      if (decoded.type === "problem") this.#turnAway(link, "broke-rules", decoded.problem);
      else if (decoded.value.type === "join") this.#surroundings.messages.admitVolunteer(link, decoded.value);
      else if (decoded.value.type === "goodbye") {
        this.#logTurnedAway({ key: "newcomer-left", reason: decoded.value.reason, detail: decoded.value.detail });
        link.close({ key: "closed-here" });
      } else this.#turnAway(link, "broke-rules", `${decoded.value.type} before join`);
    });
  }

  #forgetPending(link: Link): void {
    this.#joinLimits.get(link)?.();
    this.#joinLimits.delete(link);
    this.#pending.delete(link);
  }

  #turnAway(link: Link, reason: DownFarewell, detail = ""): void {
    this.#logTurnedAway({ key: "newcomer-turned-away", reason, detail });
    sendAway(link, reason, detail);
  }

  #logTurnedAway(saying: Saying): void {
    const { log, announce } = this.#surroundings;
    log.write("trouble", saying);
    announce({ type: "changed" });
  }

  /** Ends the links that have not joined; those that have are the volunteers' own. */
  closeGate(): void {
    for (const link of this.#pending) {
      this.#joinLimits.get(link)?.();
      link.close({ key: "closed-here" });
    }
    this.#pending.clear();
    this.#joinLimits.clear();
  }
}
