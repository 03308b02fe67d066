import type { GuardedSocket } from "./guarded-socket.ts";
import type { PeerName } from "./peer-ids.ts";
import type { TokenBucket } from "./token-bucket.ts";

/** One registered client, from OPEN until its socket closes. */
export interface Presence {
  readonly name: PeerName;
  readonly token: string;
  readonly guard: GuardedSocket;
  readonly messages: TokenBucket;
  readonly waiting: TokenBucket;
}

/** Who is registered now. */
export class PresentPeers {
  readonly #byId = new Map<string, Presence>();
  readonly #volunteersByStar = new Map<string, number>();
  #coordinators = 0;

  get clients(): number {
    return this.#byId.size;
  }

  get coordinators(): number {
    return this.#coordinators;
  }

  get(id: string): Presence | undefined {
    return this.#byId.get(id);
  }

  has(id: string, token: string): boolean {
    return this.#byId.get(id)?.token === token;
  }

  volunteersOf(star: string): number {
    return this.#volunteersByStar.get(star) ?? 0;
  }

  /** Takes the place of an older presence under the same id; returns that one. */
  enter(presence: Presence): Presence | undefined {
    const older = this.#byId.get(presence.name.id);
    this.#byId.set(presence.name.id, presence);
    if (older === undefined) this.#count(presence.name, 1);
    return older;
  }

  /** False when another presence has taken its place before. */
  leave(presence: Presence): boolean {
    if (this.#byId.get(presence.name.id) !== presence) return false;
    this.#byId.delete(presence.name.id);
    this.#count(presence.name, -1);
    return true;
  }

  all(): readonly Presence[] {
    return [...this.#byId.values()];
  }

  #count({ role, star }: PeerName, change: 1 | -1): void {
    if (role === "coordinator") {
      this.#coordinators += change;
      return;
    }
    const volunteers = this.volunteersOf(star) + change;
    if (volunteers === 0) this.#volunteersByStar.delete(star);
    else this.#volunteersByStar.set(star, volunteers);
  }
}
