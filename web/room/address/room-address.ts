import { deriveIdentity, formatSecret, type RoomIdentity, type Secret } from "../../core/handshake/identity.ts";
import type { RoomCode } from "../../core/ids.ts";
import { isLoopback } from "../../core/loopback.ts";
import type { BegunRoom } from "../../journal/journal.ts";
import type { Link, LinkHost } from "../../links/link.ts";
import { createPeerHost } from "../../links/peer-host.ts";
import { signalingAt } from "../../links/raw-peer.ts";
import type { ClaimOutcome } from "../../links/room-register.ts";
import { claimRoom, lanOrigins, releaseRoom } from "../../links/signaling-client.ts";
import { inBackground } from "../../core/in-background.ts";
import { drawRoomCode } from "./draw-room-code.ts";
import { openingRoom, type RoomView } from "../store.ts";

/** Between a claim that failed for no fault of the code and the next try. */
const claimAgainMs = 2_000;

interface Surroundings {
  /** The room has its code and keys; called again with others should the code turn out to be taken. */
  opened(identity: RoomIdentity): void;
  linkOpened(link: Link): void;
  /** Its code or whether that is enough to join is another one now. */
  traitsChanged(): void;
  changed(): void;
}

/** The room's place at the signaling server: its code, its keys, its peer. Keeps all three through the server's restarts. */
export class Room {
  readonly #surroundings: Surroundings;
  readonly #origin = location.origin;
  readonly #secret: Secret;
  #code: RoomCode;
  #keys: RoomIdentity;
  /** Whether people may have its code, be it from an earlier start. */
  #wasShown: boolean;
  #host: LinkHost | null = null;
  #others: readonly string[] = [];
  #claimTimer: ReturnType<typeof setTimeout> | undefined;
  #isClaiming = false;
  #claimWanted = false;
  #view: RoomView;

  constructor(surroundings: Surroundings, { secret, code, lent, epoch }: BegunRoom) {
    this.#surroundings = surroundings;
    this.#secret = secret;
    this.#code = code;
    this.#keys = deriveIdentity(secret, code);
    this.#wasShown = epoch > 1;
    this.#view = { ...openingRoom, lent };
    this.#open();
  }

  get view(): RoomView {
    return this.#view;
  }

  get keys(): RoomIdentity {
    return this.#keys;
  }

  get code(): RoomCode {
    return this.#code;
  }

  lend(lent: boolean): void {
    if (this.#host === null || lent === this.#view.lent) return;
    this.#change({ lent });
    this.#surroundings.traitsChanged();
    this.#claim();
  }

  /** Gives the code back: nobody finds the room any more. */
  close(): void {
    const { coordinatorPeerId: peer, coordinatorToken: token } = this.#keys;
    if (this.#view.phase === "open") {
      // Whoever claims the code next finds out by itself whether it is free.
      inBackground(releaseRoom(this.#origin, this.#code, { peer, token }), () => undefined);
    }
    this.leave();
  }

  /** Goes without giving the code back: whoever has the room's keys can go on where this page was. */
  leave(): void {
    clearTimeout(this.#claimTimer);
    this.#host?.close();
    this.#host = null;
  }

  #open(): void {
    this.#surroundings.opened(this.#keys);
    const host = createPeerHost({
      peerId: this.#keys.coordinatorPeerId,
      token: this.#keys.coordinatorToken,
      signaling: signalingAt(this.#origin),
      random: Math.random,
    });
    this.#host = host;
    host.listen((event) => {
      if (this.#host !== host) return;
      switch (event.type) {
        case "link-opened":
          this.#surroundings.linkOpened(event.link);
          return;
        case "reachable":
          this.#claim();
          return;
        case "unreachable":
          this.#change({ signaling: "unreachable", problem: event.reason });
          return;
        case "failed":
          this.#change({ phase: "failed", signaling: "unreachable", problem: event.reason });
          return;
      }
    });
  }

  /** Says at the server that the code is ours, and whether it may lend the secret: one request at a time, the newest last. */
  #claim(): void {
    clearTimeout(this.#claimTimer);
    this.#claimWanted = true;
    if (this.#isClaiming) return;
    this.#isClaiming = true;
    inBackground(this.#claimUntilCurrent(), (problem) => {
      this.#isClaiming = false;
      this.#change({ problem });
      this.#claimAfter(claimAgainMs);
    });
  }

  async #claimUntilCurrent(): Promise<void> {
    while (this.#claimWanted && this.#host !== null) {
      this.#claimWanted = false;
      const keys = this.#keys;
      const { coordinatorPeerId: peer, coordinatorToken: token } = keys;
      const { lent } = this.#view;
      const secret = lent ? formatSecret(this.#secret) : null;
      const claimed = await claimRoom(this.#origin, this.#code, { peer, token, secret });
      if (claimed.type === "claimed" && this.#view.phase === "opening") await this.#findOthers();
      if (this.#host !== null && keys === this.#keys) this.#hear(claimed);
    }
    this.#isClaiming = false;
  }

  #hear(claimed: ClaimOutcome): void {
    switch (claimed.type) {
      case "claimed":
        this.#show(null);
        return;
      case "taken":
        this.#moveOn();
        return;
      case "refused":
        this.#change({ problem: `The server did not take the room's code: ${claimed.detail}` });
        this.#claimAfter(claimAgainMs);
        return;
      case "too-many-requests":
        this.#change({
          problem: `The server takes no more requests from this address for ${claimed.retryAfterSeconds} s.`,
        });
        this.#claimAfter(claimed.retryAfterSeconds * 1_000);
        return;
      case "not-registered":
      case "signaling-away":
        // Registered a moment ago: the server is just starting or going. Whoever is in stays in.
        this.#claimAfter(claimAgainMs);
        return;
    }
  }

  #claimAfter(waitMs: number): void {
    clearTimeout(this.#claimTimer);
    this.#claimTimer = setTimeout(() => this.#claim(), waitMs);
  }

  /** Addresses of this server at which others reach it; without them the page's own has to do. */
  async #findOthers(): Promise<void> {
    const found = await lanOrigins(this.#origin);
    if (found.type === "origins") this.#others = found.origins;
  }

  #show(problem: string | null): void {
    this.#wasShown = true;
    const joinLinks = this.#joinLinks();
    this.#change({ phase: "open", code: this.#code, joinLinks, signaling: "reachable", problem });
  }

  /** Another room has the code. One that has shown it keeps it: its links are what people hold. */
  #moveOn(): void {
    if (this.#wasShown) {
      this.#show("Another room has taken this code: only the join link and the QR code lead here.");
      return;
    }
    this.#host?.close();
    this.#code = drawRoomCode();
    this.#keys = deriveIdentity(this.#secret, this.#code);
    this.#surroundings.traitsChanged();
    this.#open();
  }

  /** A LAN address first where this page itself is at one that others cannot reach. */
  #joinLinks(): readonly string[] {
    const own = this.#origin;
    const origins = isLoopback(new URL(own).hostname) ? [...this.#others, own] : [own, ...this.#others];
    return [...new Set(origins)].map((origin) => `${origin}/worker?room=${this.#code}#${formatSecret(this.#secret)}`);
  }

  #change(fields: Partial<RoomView>): void {
    this.#view = { ...this.#view, ...fields };
    this.#surroundings.changed();
  }
}
