import type { RoomCode } from "../web/core/ids.ts";
import type { SignalingLimits } from "./limits.ts";
import type { Clock } from "./token-bucket.ts";

/** A coordinator that holds a code. Identified by id and token, since volunteers know the id. */
export interface Holder {
  readonly peer: string;
  readonly token: string;
}

interface Claim {
  readonly code: RoomCode;
  readonly holder: Holder;
  readonly secret: string | null;
  /** When the coordinator's last socket closed, in milliseconds; null while it is registered. */
  readonly goneSince: number | null;
}

export type ClaimOutcome = "claimed" | "held" | "full";

export type LentSecret =
  | { readonly type: "lent"; readonly secret: string }
  | { readonly type: "not-lent" }
  | { readonly type: "unknown" };

const holderKey = ({ peer, token }: Holder): string => `${peer} ${token}`;

/** Room codes and their holders, in memory: after a restart of the server coordinators claim their codes again. */
export class RoomCodes {
  readonly #limits: SignalingLimits;
  readonly #now: Clock;
  readonly #byCode = new Map<RoomCode, Claim>();
  /** A holder has one code at a time, so that no client can use up the codes. */
  readonly #codeOf = new Map<string, RoomCode>();
  /** Codes whose coordinators are away, the longest away first. */
  readonly #away = new Set<RoomCode>();

  constructor(limits: SignalingLimits, now: Clock) {
    this.#limits = limits;
    this.#now = now;
  }

  get size(): number {
    return this.#byCode.size;
  }

  /** Claims the code, or sets the secret of a held one. The holder must be registered at this moment. */
  claimCode(code: RoomCode, holder: Holder, secret: string | null): ClaimOutcome {
    const present = this.#findClaim(code);
    if (present !== undefined && holderKey(present.holder) !== holderKey(holder)) {
      if (this.#goneMs(present) < this.#limits.codeFreeAfterMs) return "held";
      this.#forgetClaim(present);
    }
    const former = this.#codeOf.get(holderKey(holder));
    if (former !== undefined && former !== code) this.releaseCode(former, holder);
    if (!this.#byCode.has(code) && this.#byCode.size >= this.#limits.rooms && !this.#makePlace()) return "full";
    this.#setClaim({ code, holder, secret, goneSince: null });
    this.#codeOf.set(holderKey(holder), code);
    return "claimed";
  }

  /** Gives the code back. False if another client holds it, or none. */
  releaseCode(code: RoomCode, holder: Holder): boolean {
    const claim = this.#findClaim(code);
    if (claim === undefined || holderKey(claim.holder) !== holderKey(holder)) return false;
    this.#forgetClaim(claim);
    return true;
  }

  /** Whether the room's coordinator is registered; null if no room has the code. */
  stateOf(code: RoomCode): "open" | "away" | null {
    const claim = this.#findClaim(code);
    if (claim === undefined) return null;
    return claim.goneSince === null ? "open" : "away";
  }

  secretOf(code: RoomCode): LentSecret {
    const claim = this.#findClaim(code);
    if (claim === undefined) return { type: "unknown" };
    return claim.secret === null ? { type: "not-lent" } : { type: "lent", secret: claim.secret };
  }

  /** Call when any client came or went. Most hold no code. */
  notePresence(client: Holder, here: boolean): void {
    const code = this.#codeOf.get(holderKey(client));
    const claim = code === undefined ? undefined : this.#findClaim(code);
    if (claim !== undefined) this.#setClaim({ ...claim, goneSince: here ? null : this.#now() });
  }

  #findClaim(code: RoomCode): Claim | undefined {
    const claim = this.#byCode.get(code);
    if (claim === undefined || this.#goneMs(claim) < this.#limits.codeForgottenAfterMs) return claim;
    this.#forgetClaim(claim);
    return undefined;
  }

  #goneMs({ goneSince }: Claim): number {
    return goneSince === null ? 0 : this.#now() - goneSince;
  }

  #setClaim(claim: Claim): void {
    this.#byCode.set(claim.code, claim);
    this.#away.delete(claim.code);
    if (claim.goneSince !== null) this.#away.add(claim.code);
  }

  #forgetClaim(claim: Claim): void {
    this.#byCode.delete(claim.code);
    this.#away.delete(claim.code);
    this.#codeOf.delete(holderKey(claim.holder));
  }

  /** Forgets the room whose coordinator has been away the longest. False if every coordinator is there. */
  #makePlace(): boolean {
    const [code] = this.#away;
    const claim = code === undefined ? undefined : this.#byCode.get(code);
    if (claim === undefined) return false;
    this.#forgetClaim(claim);
    return true;
  }
}
