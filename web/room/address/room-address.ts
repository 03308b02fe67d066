import { textSeen } from "../../core/seen.ts";
import type { Reason } from "../../words/sayings.ts";
import { coordinatorIdentity, type CoordinatorIdentity } from "../../core/handshake/identity.ts";
import { formatInvitation, type RoomKeys } from "../../core/handshake/room-keys.ts";
import type { CallOff } from "../../core/clock.ts";
import type { RoomCode } from "../../core/ids.ts";
import { inBackground } from "../../core/in-background.ts";
import type { RoomEnvironment } from "../../environment/environment.ts";
import type { BegunRoom } from "../../journal/journal.ts";
import type { HostEvent, LinkHost } from "../../links/link.ts";
import type { ClaimOutcome } from "../../links/room-register.ts";
import type { Gate } from "../people/gate.ts";
import type { Announce } from "../room-event.ts";
import { openingRoom, type RoomView } from "../store.ts";
import { drawRoomCode } from "./draw-room-code.ts";
import { joinLinksAt } from "./join-links.ts";
import type { KeptTraits } from "./kept-traits.ts";

/** Milliseconds between a claim that failed for no fault of the code and the next one. */
const claimAgainMs = 2_000;

/** Milliseconds until a code that another room has is asked for again: the server frees it once that room is closed or long gone. */
const claimTakenAgainMs = 30_000;

interface Surroundings {
  readonly environment: Pick<RoomEnvironment, "clock" | "randomBytes" | "register" | "openHost">;
  readonly gate: Pick<Gate, "receiveLink">;
  readonly traits: Pick<KeptTraits, "change">;
  readonly announce: Announce;
}

/** `epoch`: above 1 people may have the code already. */
type AddressedRoom = Pick<BegunRoom, "code" | "lent" | "epoch" | "secret" | "seed">;

/** The room's place at the signaling server: its code, its keys, its links' host. Keeps all three through the server's restarts. */
export class RoomAddress {
  readonly #surroundings: Surroundings;
  readonly #keys: RoomKeys;
  #code: RoomCode;
  #identity: CoordinatorIdentity;
  /** Whether people may have its code, be it from an earlier start. */
  #wasShown: boolean;
  #host: LinkHost | null = null;
  #others: readonly string[] = [];
  #callOffClaim: CallOff | null = null;
  #isClaiming = false;
  #isClaimWanted = false;
  #view: RoomView;

  constructor(surroundings: Surroundings, { code, lent, epoch, secret, seed }: AddressedRoom) {
    this.#surroundings = surroundings;
    this.#keys = { secret, seed };
    this.#code = code;
    this.#identity = coordinatorIdentity(this.#keys, code);
    this.#wasShown = epoch > 1;
    this.#view = { ...openingRoom, lent };
  }

  get view(): RoomView {
    return this.#view;
  }

  get identity(): CoordinatorIdentity {
    return this.#identity;
  }

  get code(): RoomCode {
    return this.#code;
  }

  lendSecret(lent: boolean): void {
    if (this.#host === null || lent === this.#view.lent) return;
    this.#change({ lent });
    this.#surroundings.traits.change({ lent });
    this.#claimCode();
  }

  /** Gives the code back: no volunteer finds the room any more. */
  giveUpAddress(): void {
    const { coordinatorPeerId: peer, token } = this.#identity;
    if (this.#view.phase === "open") {
      const released = this.#surroundings.environment.register.releaseCode(this.#code, { peer, token });
      // The server gives a code away by itself once its holder has been gone for long enough.
      inBackground(released, () => undefined);
    }
    this.leaveAddress();
  }

  /** Goes without giving the code back: a later start of the room goes on where this one was. */
  leaveAddress(): void {
    this.#callOffNextClaim();
    this.#host?.close();
    this.#host = null;
  }

  /** Registers the room, so that volunteers find it; claims its code as soon as that is done. */
  openAddress(): void {
    const host = this.#surroundings.environment.openHost(this.#identity);
    this.#host = host;
    host.listen((event) => {
      if (this.#host === host) this.#followHost(event);
    });
  }

  #followHost(event: HostEvent): void {
    switch (event.type) {
      case "link-opened":
        this.#surroundings.gate.receiveLink(event.link, this.#identity);
        return;
      case "reachable":
        this.#claimCode();
        return;
      case "unreachable":
        this.#change({ signaling: "unreachable", problem: event.reason });
        return;
      case "failed":
        this.#change({ phase: "failed", signaling: "unreachable", problem: event.reason });
        return;
    }
  }

  /** Says at the server that the code is ours, and whether it may lend the secret: one request at a time, the newest last. */
  #claimCode(): void {
    this.#callOffNextClaim();
    this.#isClaimWanted = true;
    if (this.#isClaiming) return;
    this.#isClaiming = true;
    inBackground(this.#claimUntilCurrent(), (reason) => {
      this.#isClaiming = false;
      this.#change({ problem: textSeen(reason) });
      this.#claimAfter(claimAgainMs);
    });
  }

  async #claimUntilCurrent(): Promise<void> {
    const { register } = this.#surroundings.environment;
    while (this.#isClaimWanted && this.#host !== null) {
      this.#isClaimWanted = false;
      const identity = this.#identity;
      const { coordinatorPeerId: peer, token } = identity;
      const secret = this.#view.lent ? formatInvitation(identity) : null;
      const claimed = await register.claimCode(this.#code, { peer, token, secret });
      if (claimed.type === "claimed" && this.#view.phase === "opening") await this.#findOthers();
      if (this.#isOpenAs(identity)) this.#endClaim(claimed);
    }
    this.#isClaiming = false;
  }

  #isOpenAs(identity: CoordinatorIdentity): boolean {
    return this.#host !== null && identity === this.#identity;
  }

  #endClaim(claimed: ClaimOutcome): void {
    switch (claimed.type) {
      case "claimed":
        this.#show(null);
        return;
      case "taken":
        this.#moveOn();
        return;
      case "refused":
        this.#change({ problem: { key: "code-not-taken", seen: claimed.seen } });
        this.#claimAfter(claimAgainMs);
        return;
      case "too-many-requests":
        this.#change({ problem: { key: "too-many-requests", seconds: claimed.retryAfterSeconds } });
        this.#claimAfter(claimed.retryAfterSeconds * 1_000);
        return;
      case "not-registered":
      case "signaling-away":
        // Registered a moment ago: the server is just starting or going. The volunteers that are in stay in.
        this.#claimAfter(claimAgainMs);
        return;
    }
  }

  #claimAfter(waitMs: number): void {
    this.#callOffNextClaim();
    if (this.#host === null) return;
    this.#callOffClaim = this.#surroundings.environment.clock.after(waitMs, () => this.#claimCode());
  }

  #callOffNextClaim(): void {
    this.#callOffClaim?.();
    this.#callOffClaim = null;
  }

  /** Addresses of this server at which others reach it; without them the page's own has to do. */
  async #findOthers(): Promise<void> {
    const found = await this.#surroundings.environment.register.findOrigins();
    if (found.type === "origins") this.#others = found.origins;
  }

  #show(problem: Reason | null): void {
    this.#wasShown = true;
    const joinLinks = this.#joinLinks();
    this.#change({ phase: "open", code: this.#code, joinLinks, signaling: "reachable", problem });
  }

  /** Another room has the code. One that has shown it keeps it: its links are what people hold. It asks for it now and then. */
  #moveOn(): void {
    if (this.#wasShown) {
      this.#show({ key: "code-taken-over" });
      this.#claimAfter(claimTakenAgainMs);
      return;
    }
    this.#code = drawRoomCode(this.#surroundings.environment);
    this.#identity = coordinatorIdentity(this.#keys, this.#code);
    this.#surroundings.traits.change({ code: this.#code });
    this.#claimCode();
    this.#surroundings.announce({ type: "changed" });
  }

  #joinLinks(): readonly string[] {
    return joinLinksAt(this.#surroundings.environment.register.origin, this.#others, this.#identity);
  }

  #change(fields: Partial<RoomView>): void {
    this.#view = { ...this.#view, ...fields };
    this.#surroundings.announce({ type: "changed" });
  }
}
