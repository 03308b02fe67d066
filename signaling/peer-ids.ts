/** A parsed peer id. Coordinator and volunteers of a room form a star: each volunteer's id begins with the coordinator's. */
export interface PeerName {
  readonly id: string;
  /** 32 hex digits that the coordinator and its volunteers share. */
  readonly star: string;
  readonly role: "coordinator" | "volunteer";
}

/** `tp-<32 hex>` is a coordinator, `tp-<same 32 hex>-<16 hex>` one of its volunteers; null for any other id. */
export function parsePeerId(id: unknown): PeerName | null {
  if (typeof id !== "string") return null;
  const [, star, volunteer] = /^tp-([0-9a-f]{32})(?:-([0-9a-f]{16}))?$/.exec(id) ?? [];
  if (star === undefined) return null;
  return { id, star, role: volunteer === undefined ? "coordinator" : "volunteer" };
}

/** True between a coordinator and a volunteer of its room. Volunteers cannot reach each other, nor another room. */
export function mayTalk(from: PeerName, to: PeerName): boolean {
  return from.star === to.star && from.role !== to.role;
}
