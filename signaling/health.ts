import type { RelayHealth } from "./relay/relay-gate.ts";

/** How the server is, for those who run it. */
export interface Health {
  readonly status: "ok";
  readonly uptimeSeconds: number;
  /** Clients that are registered now. */
  readonly clients: number;
  /** Room codes that are held, absent coordinators' included. */
  readonly rooms: number;
  /** Number of refusals since the start, by reason. */
  readonly refused: Readonly<Record<string, number>>;
  readonly relay: RelayHealth;
}
