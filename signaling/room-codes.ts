import type { RoomCode } from "../web/core/ids.ts";
import type { SignalingLimits } from "./limits.ts";
import type { Clock } from "./token-bucket.ts";

/** Who holds a code: the id alone is not enough, since volunteers know it. */
export interface Holder {
  readonly peer: string;
  readonly token: string;
}

interface Claim {
  readonly code: RoomCode;
  readonly holder: Holder;
  readonly secret: string | null;
  /** When the coordinator's last socket closed; null while it is here. */
  readonly goneSince: number | null;
}

export type ClaimOutcome = "claimed" | "held" | "full";

export type LentSecret =
  | { readonly type: "lent"; readonly secret: string }
  | { readonly type: "not-lent" }
  | { readonly type: "unknown" };

const holderKey = ({ peer, token }: Holder): string => `${peer} ${token}`;

/** Which coordinator holds which code. Lives as long as the process: after a restart coordinators claim again. */
export class RoomCodes {
  readonly #limits: SignalingLimits;
  readonly #now: Clock;
  readonly #byCode = new Map<RoomCode, Claim>();
  /** A holder has one code at a time, so that nobody hoards them. */
  readonly #codeOf = new Map<string, RoomCode>();

  constructor(limits: SignalingLimits, now: Clock) {
    this.#limits = limits;
    this.#now = now;
  }

  get size(): number {
    return this.#byCode.size;
  }

  /** Claims or refreshes. The caller has made sure that the holder is registered at this moment. */
  claim(code: RoomCode, holder: Holder, secret: string | null): ClaimOutcome {
    const present = this.#find(code);
    if (present !== undefined && holderKey(present.holder) !== holderKey(holder)) {
      if (this.#goneMs(present) < this.#limits.codeFreeAfterMs) return "held";
      this.#forget(present);
    }
    const former = this.#codeOf.get(holderKey(holder));
    if (former !== undefined && former !== code) this.release(former, holder);
    if (!this.#byCode.has(code) && this.#byCode.size >= this.#limits.rooms) {
      this.#forgetTheForgotten();
      if (this.#byCode.size >= this.#limits.rooms) return "full";
    }
    this.#byCode.set(code, { code, holder, secret, goneSince: null });
    this.#codeOf.set(holderKey(holder), code);
    return "claimed";
  }

  /** False when the holder does not hold the code. */
  release(code: RoomCode, holder: Holder): boolean {
    const claim = this.#find(code);
    if (claim === undefined || holderKey(claim.holder) !== holderKey(holder)) return false;
    this.#forget(claim);
    return true;
  }

  state(code: RoomCode): "open" | "away" | null {
    const claim = this.#find(code);
    if (claim === undefined) return null;
    return claim.goneSince === null ? "open" : "away";
  }

  secret(code: RoomCode): LentSecret {
    const claim = this.#find(code);
    if (claim === undefined) return { type: "unknown" };
    return claim.secret === null ? { type: "not-lent" } : { type: "lent", secret: claim.secret };
  }

  /** A client came or went; most hold no code. */
  notePresence(client: Holder, here: boolean): void {
    const code = this.#codeOf.get(holderKey(client));
    const claim = code === undefined ? undefined : this.#find(code);
    if (claim !== undefined) this.#byCode.set(claim.code, { ...claim, goneSince: here ? null : this.#now() });
  }

  #find(code: RoomCode): Claim | undefined {
    const claim = this.#byCode.get(code);
    if (claim === undefined || this.#goneMs(claim) < this.#limits.codeForgottenAfterMs) return claim;
    this.#forget(claim);
    return undefined;
  }

  #goneMs({ goneSince }: Claim): number {
    return goneSince === null ? 0 : this.#now() - goneSince;
  }

  #forget(claim: Claim): void {
    this.#byCode.delete(claim.code);
    this.#codeOf.delete(holderKey(claim.holder));
  }

  #forgetTheForgotten(): void {
    for (const code of this.#byCode.keys()) this.#find(code);
  }
}
