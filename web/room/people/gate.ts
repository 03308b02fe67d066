import type { CallOff } from "../../core/clock.ts";
import type { CoordinatorIdentity } from "../../core/handshake/identity.ts";
import { decodeUp } from "../../core/wire/codec.ts";
import type { Environment } from "../../environment/environment.ts";
import type { Link } from "../../links/link.ts";
import { proveAsCoordinator } from "../../links/prove-as-coordinator.ts";
import type { ProofOutcome } from "../../links/prove-link.ts";
import type { LogBook } from "../../words/log-book.ts";
import type { Saying } from "../../words/sayings.ts";
import type { Announce } from "../room-event.ts";
import type { People } from "./people.ts";
import { sendAway } from "./send-message.ts";
import type { VolunteerMessages } from "./volunteer-messages.ts";
import { isFarewellDetail, type DownFarewell } from "../../core/wire/farewells.ts";
import type { UpMessage } from "../../core/wire/messages.ts";
import { whyNoSeat, type SeatLimits } from "./seats.ts";

type Join = Extract<UpMessage, { type: "join" }>;

/** Links that have not proved themselves, or not said yet which volunteer they bring. For more the oldest of the latter make place. */
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

  readonly #seats: SeatLimits;

  constructor(surroundings: Surroundings, seats: SeatLimits) {
    this.#surroundings = surroundings;
    this.#seats = seats;
  }

  /** A volunteer says what it is as soon as it has proved itself, so the one that has kept silent for the longest time is none, or is asleep. */
  #makePlace(): boolean {
    const [oldest] = this.#joinLimits.keys();
    if (oldest === undefined) return false;
    this.#forgetPending(oldest);
    this.#turnAway(oldest, "no-join");
    return true;
  }

  /** `identity`: that of the room under the code by which the link was opened. */
  receiveLink(link: Link, identity: CoordinatorIdentity): void {
    if (this.#pending.size >= mostPending && !this.#makePlace()) {
      link.close({ key: "closed-here" });
      return;
    }
    const { environment, people } = this.#surroundings;
    this.#pending.add(link);
    const hasRoom = (): boolean => people.present < this.#seats.volunteers;
    proveAsCoordinator(link, identity, environment, hasRoom, (outcome) => this.#endProof(link, outcome));
  }

  #endProof(link: Link, outcome: ProofOutcome): void {
    this.#pending.delete(link);
    switch (outcome.type) {
      case "accepted":
        this.#awaitJoin(link);
        return;
      case "rejected":
        this.#logTurnedAway(
          { key: "newcomer-refused", reason: outcome.reason, by: outcome.by, seen: outcome.seen },
          `${outcome.reason} ${outcome.by}`,
        );
        return;
      // A newcomer may close its link, or lose it.
      case "ended":
        return;
    }
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
      if (event.type === "malformed") this.#turnAway(link, "broke-rules", event.problem);
      if (decoded === null) return;
      if (decoded.type === "problem") this.#turnAway(link, "broke-rules", decoded.problem);
      else if (decoded.value.type === "join") this.#seat(link, decoded.value);
      else if (decoded.value.type === "goodbye") {
        const { reason, detail } = decoded.value;
        this.#logTurnedAway({ key: "newcomer-left", reason, detail }, reason);
        link.close({ key: "closed-here" });
      } else this.#turnAway(link, "broke-rules", `${decoded.value.type} before join`);
    });
  }

  #seat(link: Link, join: Join): void {
    const { people, messages } = this.#surroundings;
    const why = whyNoSeat(people, this.#seats, join.tab, link.origin);
    if (why === null) messages.admitVolunteer(link, join);
    else this.#turnAway(link, "broke-rules", why);
  }

  #forgetPending(link: Link): void {
    this.#joinLimits.get(link)?.();
    this.#joinLimits.delete(link);
    this.#pending.delete(link);
  }

  #turnAway(link: Link, reason: DownFarewell, detail = ""): void {
    this.#logTurnedAway({ key: "newcomer-turned-away", reason, detail }, isFarewellDetail(detail) ? detail : reason);
    sendAway(link, reason, detail);
  }

  /** Hundreds that are turned away for the same reason are one line with their number. */
  #logTurnedAway(saying: Saying, why: string): void {
    const { log, announce } = this.#surroundings;
    log.write("trouble", saying, `${saying.key} ${why}`, "people");
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
