/** Why a request, socket or message was refused. `/healthz` counts refusals by these names. */
export type RefusalReason =
  | "body-too-large"
  | "broken-websocket"
  | "code-held"
  | "foreign-origin"
  | "frame-too-large"
  | "id-taken"
  | "internal"
  | "invalid-id"
  | "invalid-token"
  | "malformed-http"
  | "malformed-message"
  | "malformed-request"
  | "nobody-there"
  | "not-the-holder"
  | "outside-the-star"
  | "relay-full"
  | "relay-unproved"
  | "rooms-full"
  | "secret-not-lent"
  | "server-full"
  | "silent"
  | "slow-reader"
  | "too-many-claims"
  | "too-many-guesses"
  | "too-many-messages"
  | "too-many-sockets"
  | "too-many-waiting"
  | "unknown-path"
  | "wrong-key";

export class RefusalCounts {
  readonly #counts = new Map<RefusalReason, number>();

  countRefusal(reason: RefusalReason): void {
    this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + 1);
  }

  byReason(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#counts].toSorted(([a], [b]) => a.localeCompare(b)));
  }
}
