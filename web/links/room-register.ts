import type { RoomCode } from "../core/ids.ts";

/** What any request may come to instead of its own outcomes. */
export type SignalingTrouble =
  /** No answer: the server, or the network between, is away. */
  | { readonly type: "signaling-away"; readonly detail: string }
  /** This address has asked too often; `retryAfterSeconds` as the server says it, or a minute. */
  | { readonly type: "too-many-requests"; readonly retryAfterSeconds: number }
  /** The server answered as it should not; `detail` is its own sentence where it has one. */
  | { readonly type: "refused"; readonly status: number; readonly detail: string };

export type ClaimOutcome =
  | { readonly type: "claimed" }
  /** Another room has this code: take another one. */
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
  /** Where others on the network reach this server, the likeliest first. */
  { readonly type: "origins"; readonly origins: readonly string[] } | SignalingTrouble;

/** The coordinator that holds, or wants, a code: registered at the signaling server with exactly these. */
export interface CodeHolder {
  readonly peer: string;
  readonly token: string;
}

/** Where a room's code is kept for newcomers: the signaling server. */
export interface RoomRegister {
  /** The page's own origin, `https://tabpool.example:8443`. */
  readonly origin: string;
  /** Makes the code this coordinator's. With a secret, anybody who knows the code may borrow it; with null, nobody may. */
  claimCode(code: RoomCode, holder: CodeHolder & { readonly secret: string | null }): Promise<ClaimOutcome>;
  releaseCode(code: RoomCode, holder: CodeHolder): Promise<ReleaseOutcome>;
  findOrigins(): Promise<OriginsOutcome>;
}
