import type { RoomIdentity } from "../core/handshake/identity.ts";
import type { Link } from "../links/link.ts";
import { browserClock } from "../environment/browser/browser-clock.ts";
import { proveAsVolunteer } from "../links/prove-link.ts";
import { randomBytes } from "../links/random.ts";
import { backOffMs } from "../core/back-off.ts";
import { partFrom } from "./part-from.ts";

import type { Dialer, JoinProblem } from "../environment/dialer.ts";
import { isFinal, refusalProblems } from "./join-problems.ts";

/** How long a lost coordinator is looked for. */
const searchMs = 600_000;

/** A room that the server has not known for so long is closed: after its restart a coordinator registers within seconds. */
const closedAfterMs = 60_000;

/** A coordinator that many want to join at once closes some links unproven; so often that is tried again by itself. */
const firstTries = 5;

/** How long a coordinator may take to welcome who has proved itself. */
const welcomeLimitMs = 10_000;

/** What speaks against the link that there is: its path wavers, or nothing is heard over it. */
export type Doubt = "path" | "silence";

export type ConnectorEvent =
  /** On the way to the first link. */
  | { readonly type: "step"; readonly step: "link" | "proof" }
  /** The coordinator was there and is looked for again; `attempt` counts from 1. */
  | { readonly type: "searching"; readonly attempt: number; readonly reason: string }
  /** Given up. */
  | { readonly type: "refused"; readonly problem: JoinProblem; readonly detail: string }
  /** A proven link, in place of one that is there still; its next listener hears what comes. */
  | { readonly type: "linked"; readonly link: Link };

/** Opens and proves links to one coordinator: the first one, and others after each loss, until it is closed. */
export class Connector {
  readonly #dialer: Dialer;
  readonly #random: () => number;
  readonly #tell: (event: ConnectorEvent) => void;
  readonly #closing = new AbortController();
  #keys: RoomIdentity | null = null;
  #wasIn = false;
  /** When the coordinator was lost, by `performance.now()`; null while it is there and before it was first found. */
  #lostAt: number | null = null;
  /** Since when the server has known no such room; null while it does, or does not answer. */
  #unknownSince: number | null = null;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #doubts = new Set<Doubt>();
  /** Of the tries beside a doubtful link; null while there are none. */
  #aside: AbortController | null = null;

  constructor(dialer: Dialer, random: () => number, tell: (event: ConnectorEvent) => void) {
    this.#dialer = dialer;
    this.#random = random;
    this.#tell = (event) => {
      if (!this.#closing.signal.aborted) tell(event);
    };
  }

  connect(keys: RoomIdentity): void {
    this.#keys = keys;
    void this.#try(keys);
  }

  /** The link was lost, or ended before it was proven: another one, after a while. */
  search(reason: string): void {
    clearTimeout(this.#timer);
    this.#endAside();
    if (!this.#wasIn) {
      this.#attempt += 1;
      if (this.#attempt < firstTries) this.#tryLater();
      else this.#tell({ type: "refused", problem: "no-path", detail: reason });
      return;
    }
    const now = performance.now();
    this.#lostAt ??= now;
    this.#attempt += 1;
    if (now - this.#lostAt > searchMs) {
      this.#tell({ type: "refused", problem: "coordinator-away", detail: reason });
      return;
    }
    this.#tell({ type: "searching", attempt: this.#attempt, reason });
    this.#tryLater();
  }

  /**
   * A coordinator that was killed shows as silence, then as a path that wavers, and as one that has failed only a quarter
   * of a minute later; by then it may have been back for long. So it is looked for beside the link that there is, and who
   * answers first counts.
   */
  doubt(because: Doubt): void {
    this.#doubts.add(because);
    if (this.#aside !== null || this.#keys === null) return;
    this.#aside = new AbortController();
    void this.#tryAside(this.#keys, this.#aside.signal);
  }

  trust(because: Doubt): void {
    this.#doubts.delete(because);
    if (this.#doubts.size === 0) this.#endAside();
  }

  #endAside(): void {
    this.#doubts.clear();
    this.#aside?.abort();
    this.#aside = null;
  }

  async #tryAside(keys: RoomIdentity, signal: AbortSignal): Promise<void> {
    for (let attempt = 1; !signal.aborted; attempt += 1) {
      // A coordinator that only stalls is not to be dialled by its whole room at once.
      await passed(backOffMs(attempt + 1, this.#random()), signal);
      if (signal.aborted) return;
      const dialled = await this.#dialer.dial(keys, signal);
      if (dialled.ok && (await this.#proveAside(dialled.link, keys, signal))) return;
    }
  }

  async #proveAside(link: Link, keys: RoomIdentity, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const giveUp = (): void => link.close("The link before it goes on.");
      if (signal.aborted) giveUp();
      signal.addEventListener("abort", giveUp);
      proveAsVolunteer(link, keys, { clock: browserClock, randomBytes }, (outcome) => {
        signal.removeEventListener("abort", giveUp);
        const isProven = outcome.type === "accepted" && !signal.aborted;
        if (isProven) {
          this.#aside = null;
          this.#doubts.clear();
          this.#accept(link);
        }
        resolve(isProven);
      });
    });
  }

  #accept(link: Link): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => partFrom(link, "the coordinator did not say welcome"), welcomeLimitMs);
    this.#tell({ type: "linked", link });
  }

  #tryLater(): void {
    const keys = this.#keys;
    if (keys === null) return;
    this.#timer = setTimeout(() => void this.#try(keys), backOffMs(this.#attempt, this.#random()));
  }

  /** The coordinator has taken the volunteer in. */
  found(): void {
    clearTimeout(this.#timer);
    this.#wasIn = true;
    this.#lostAt = null;
    this.#unknownSince = null;
    this.#attempt = 0;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#endAside();
    this.#closing.abort();
  }

  async #try(keys: RoomIdentity): Promise<void> {
    if (!this.#wasIn) this.#tell({ type: "step", step: "link" });
    const dialled = await this.#dialer.dial(keys, this.#closing.signal);
    if (!dialled.ok) {
      this.#fail(dialled.problem, dialled.detail);
      return;
    }
    const { link } = dialled;
    if (this.#closing.signal.aborted) {
      link.close("The volunteer has left.");
      return;
    }
    if (!this.#wasIn) this.#tell({ type: "step", step: "proof" });
    proveAsVolunteer(link, keys, { clock: browserClock, randomBytes }, (outcome) => {
      if (this.#closing.signal.aborted) {
        link.close("The volunteer has left.");
        return;
      }
      switch (outcome.type) {
        case "accepted":
          this.#accept(link);
          return;
        case "rejected":
          this.#fail(refusalProblems[outcome.reason], outcome.detail);
          return;
        case "ended":
          this.search(outcome.end.reason);
          return;
      }
    });
  }

  #isClosed(problem: JoinProblem): boolean {
    if (problem !== "unknown-room") {
      this.#unknownSince = null;
      return false;
    }
    this.#unknownSince ??= performance.now();
    return performance.now() - this.#unknownSince >= closedAfterMs;
  }

  /** Before the first link a person decides what to do; later, whatever may pass is waited for. */
  #fail(problem: JoinProblem, detail: string): void {
    if (this.#closing.signal.aborted) return;
    if (!this.#wasIn || isFinal(problem) || this.#isClosed(problem)) this.#tell({ type: "refused", problem, detail });
    else this.search(detail);
  }
}

/** Resolves when the time has passed, or at once when the signal is aborted. */
async function passed(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end);
  });
}
