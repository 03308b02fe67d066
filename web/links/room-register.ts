import type { Seen } from "../core/seen.ts";
import type { RoomCode } from "../core/ids.ts";

/** Outcomes that any request may have beside its own ones. */
export type SignalingTrouble =
  /** No answer: the server or the network is away. */
  | { readonly type: "signaling-away"; readonly seen: Seen }
  /** This address has asked too often. `retryAfterSeconds` is the server's, or a minute. */
  | { readonly type: "too-many-requests"; readonly retryAfterSeconds: number }
  /** The server refused the request, or its answer is malformed. */
  | { readonly type: "refused"; readonly status: number; readonly seen: Seen };

export type ClaimOutcome =
  | { readonly type: "claimed" }
  /** Another room has this code: claim another one. */
  | { readonly type: "taken" }
  /** The coordinator must be registered with this id and token first. */
  | { readonly type: "not-registered" }
  | SignalingTrouble;

export type ReleaseOutcome =
  | { readonly type: "released" }
  /** The code is not held by this coordinator. */
  | { readonly type: "not-held" }
  | SignalingTrouble;

export type OriginsOutcome =
  /** The server's origins on its networks, the one that others most likely reach first. */
  { readonly type: "origins"; readonly origins: readonly string[] } | SignalingTrouble;

/** What leads to the coordinator with a code, as `parseInvitation` reads it; or why it cannot be had. */
export type FoundInvitation =
  | { readonly type: "found"; readonly text: string }
  | { readonly type: "missing"; readonly seen: Seen };

/** A coordinator that holds or claims a code, as it is registered at the signaling server. */
export interface CodeHolder {
  readonly peer: string;
  readonly token: string;
}

/** The signaling server's register of room codes. */
export interface RoomRegister {
  /** The page's own origin, `https://tabpool.example:8443`. */
  readonly origin: string;
  /** Claims the code for this coordinator. Volunteers that know the code may borrow the secret; null lets none join by code. */
  claimCode(code: RoomCode, holder: CodeHolder & { readonly secret: string | null }): Promise<ClaimOutcome>;
  releaseCode(code: RoomCode, holder: CodeHolder): Promise<ReleaseOutcome>;
  findOrigins(): Promise<OriginsOutcome>;
}
