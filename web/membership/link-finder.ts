import { textSeen, type Seen } from "../core/seen.ts";
import { backOffMs } from "../core/back-off.ts";
import type { CallOff, Clock } from "../core/clock.ts";
import type { RoomIdentity } from "../core/handshake/identity.ts";
import { inBackground } from "../core/in-background.ts";
import type { Refused } from "../environment/dialer.ts";
import type { MembershipEnvironment } from "../environment/environment.ts";
import type { Link } from "../links/link.ts";
import { proveAsVolunteer, type ProofOutcome } from "../links/prove-link.ts";
import { closeWithReason } from "./close-with-reason.ts";
import { isFinal, refusalProblems } from "./join-problems.ts";

/** Milliseconds for which a lost coordinator is looked for. */
const searchMs = 600_000;

/** Milliseconds after which a room that the server does not know counts as closed. A coordinator registers within seconds of the server's restart. */
const closedAfterMs = 60_000;

/** Tries for the first link. A coordinator that many volunteers join at once closes some links before they are proven. */
const firstTries = 5;

/** Milliseconds that a coordinator may take to welcome a volunteer that has proved itself. */
const welcomeLimitMs = 10_000;

/** What speaks against the present link: its path wavers, or nothing is heard over it. */
export type Doubt = "path" | "silence";

export type LinkFinderEvent =
  /** A step on the way to the first link. */
  | { readonly type: "step"; readonly step: "link" | "proof" }
  /** The coordinator was there and is looked for again; `attempt` counts from 1. */
  | { readonly type: "searching"; readonly attempt: number; readonly seen: Seen | null }
  /** No link is looked for any more. */
  | Refused
  /** A proven link. It replaces the present one, if there is one still. Its next listener hears what comes over it. */
  | { readonly type: "linked"; readonly link: Link };

export type LinkEnvironment = Pick<MembershipEnvironment, "clock" | "random" | "randomBytes" | "dialer">;

/** Opens and proves links to one coordinator: the first one, and another after each loss, until it is closed. */
export class LinkFinder {
  readonly #environment: LinkEnvironment;
  readonly #announce: (event: LinkFinderEvent) => void;
  readonly #closing = new AbortController();
  #keys: RoomIdentity | null = null;
  #wasIn = false;
  /** When the coordinator was lost, by the clock; null while it is there and before it was first found. */
  #lostAt: number | null = null;
  /** Since when the server has known no such room; null while it does, or does not answer. */
  #unknownSince: number | null = null;
  #attempt = 0;
  /** Takes back the wait for the next try, or for the welcome over a proven link. */
  #callOffWait: CallOff | null = null;
  readonly #doubts = new Set<Doubt>();
  /** Ends the tries beside a doubtful link; null while there are none. */
  #aside: AbortController | null = null;

  constructor(environment: LinkEnvironment, announce: (event: LinkFinderEvent) => void) {
    this.#environment = environment;
    this.#announce = (event) => {
      if (!this.#closing.signal.aborted) announce(event);
    };
  }

  findLink(keys: RoomIdentity): void {
    this.#keys = keys;
    this.#tryNow(keys);
  }

  /** The link was lost, or ended before it was proven: looks for another one after a wait. */
  findAnother(seen: Seen | null): void {
    this.#endWait();
    this.#endAside();
    this.#attempt += 1;
    if (!this.#wasIn) {
      if (this.#attempt < firstTries) this.#tryLater();
      else this.#announce({ type: "refused", problem: "coordinator-away", seen });
      return;
    }
    const now = this.#environment.clock.now();
    this.#lostAt ??= now;
    if (now - this.#lostAt > searchMs) {
      this.#announce({ type: "refused", problem: "coordinator-away", seen });
      return;
    }
    this.#announce({ type: "searching", attempt: this.#attempt, seen });
    this.#tryLater();
  }

  /**
   * Looks for the coordinator beside the present link; the first one to answer counts. A coordinator that was killed shows
   * as silence, then as a path that wavers, and only after a quarter of a minute as a lost link. By then it may have been
   * back for long.
   */
  addDoubt(doubt: Doubt): void {
    this.#doubts.add(doubt);
    if (this.#aside !== null || this.#keys === null) return;
    this.#aside = new AbortController();
    // The present link goes on; once it is lost, the search for another one begins anew.
    inBackground(this.#tryAside(this.#keys, this.#aside.signal), () => this.#endAside());
  }

  removeDoubt(doubt: Doubt): void {
    this.#doubts.delete(doubt);
    if (this.#doubts.size === 0) this.#endAside();
  }

  #endAside(): void {
    this.#doubts.clear();
    this.#aside?.abort();
    this.#aside = null;
  }

  async #tryAside(keys: RoomIdentity, signal: AbortSignal): Promise<void> {
    const { clock, random, dialer } = this.#environment;
    for (let attempt = 1; !signal.aborted; attempt += 1) {
      // Not at once: a coordinator that only stalls would be dialled by its whole room.
      await passed(clock, backOffMs(attempt + 1, random()), signal);
      if (signal.aborted) return;
      const dialled = await dialer.dial(keys, signal);
      if (dialled.type === "opened" && (await this.#proveAside(dialled.link, keys, signal))) return;
    }
  }

  /** Resolves to whether the link was proven; then it has taken the place of the doubtful one. */
  async #proveAside(link: Link, keys: RoomIdentity, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      this.#prove(link, keys, signal, (proof) => {
        const isProven = proof.type === "accepted" && !signal.aborted;
        if (isProven) {
          this.#aside = null;
          this.#doubts.clear();
          this.#acceptLink(link);
        }
        resolve(isProven);
      });
    });
  }

  #tryNow(keys: RoomIdentity): void {
    inBackground(this.#try(keys), (reason) =>
      this.#onTryFailed({ type: "refused", problem: "no-path", seen: textSeen(reason) }),
    );
  }

  #tryLater(): void {
    const keys = this.#keys;
    if (keys === null) return;
    const { clock, random } = this.#environment;
    this.#callOffWait = clock.after(backOffMs(this.#attempt, random()), () => this.#tryNow(keys));
  }

  async #try(keys: RoomIdentity): Promise<void> {
    const { signal } = this.#closing;
    if (!this.#wasIn) this.#announce({ type: "step", step: "link" });
    const dialled = await this.#environment.dialer.dial(keys, signal);
    if (dialled.type === "refused") {
      this.#onTryFailed(dialled);
      return;
    }
    if (!this.#wasIn) this.#announce({ type: "step", step: "proof" });
    const { link } = dialled;
    this.#prove(link, keys, signal, (proof) => {
      if (!signal.aborted) this.#onProofEnded(link, proof);
    });
  }

  #onProofEnded(link: Link, proof: ProofOutcome): void {
    switch (proof.type) {
      case "accepted":
        this.#acceptLink(link);
        return;
      case "rejected":
        this.#onTryFailed({ type: "refused", problem: refusalProblems[proof.reason], seen: proof.seen });
        return;
      case "ended":
        this.findAnother(proof.end.reason);
        return;
    }
  }

  /**
   * Calls `done` once the link is proven or closed. An aborted `signal` closes it. No promise, since the next
   * message may come in the same task and must find the link's next listener.
   */
  #prove(link: Link, keys: RoomIdentity, signal: AbortSignal, done: (proof: ProofOutcome) => void): void {
    const closeLink = (): void => link.close({ key: "closed-here" });
    if (signal.aborted) closeLink();
    signal.addEventListener("abort", closeLink);
    proveAsVolunteer(link, keys, this.#environment, (proof) => {
      signal.removeEventListener("abort", closeLink);
      done(proof);
    });
  }

  #acceptLink(link: Link): void {
    this.#endWait();
    const { clock } = this.#environment;
    const giveUp = (): void => closeWithReason(link, "no-welcome");
    this.#callOffWait = clock.after(welcomeLimitMs, giveUp);
    this.#announce({ type: "linked", link });
  }

  /** The coordinator has taken the volunteer in over the link that was found last. */
  onWelcome(): void {
    this.#endWait();
    this.#wasIn = true;
    this.#lostAt = null;
    this.#unknownSince = null;
    this.#attempt = 0;
  }

  /** Ends every wait and try, for good. */
  closeFinder(): void {
    this.#endWait();
    this.#endAside();
    this.#closing.abort();
  }

  #endWait(): void {
    this.#callOffWait?.();
    this.#callOffWait = null;
  }

  #isRoomClosed({ problem }: Refused): boolean {
    if (problem !== "unknown-room") {
      this.#unknownSince = null;
      return false;
    }
    const now = this.#environment.clock.now();
    this.#unknownSince ??= now;
    return now - this.#unknownSince >= closedAfterMs;
  }

  /** Before the first link a person decides what to do. Later every problem that may pass is waited for. */
  #onTryFailed(refused: Refused): void {
    if (this.#closing.signal.aborted) return;
    if (!this.#wasIn || isFinal(refused.problem) || this.#isRoomClosed(refused)) this.#announce(refused);
    else this.findAnother(refused.seen);
  }
}

/** Resolves when the time has passed, or at once when the signal is aborted. */
async function passed(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      callOff();
      signal.removeEventListener("abort", end);
      resolve();
    };
    const callOff = clock.after(ms, end);
    signal.addEventListener("abort", end);
  });
}
