import type { GuardedSocket } from "./guarded-socket.ts";
import type { PeerName } from "./peer-ids.ts";
import type { TokenBucket } from "./token-bucket.ts";

/** A registered client, from OPEN until its socket closes. */
export interface Presence {
  readonly name: PeerName;
  readonly token: string;
  /** Stands for the client's address. */
  readonly tag: string;
  readonly guard: GuardedSocket;
  readonly messages: TokenBucket;
  readonly waiting: TokenBucket;
}

/** The clients that are registered now. */
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

  presenceOf(id: string): Presence | undefined {
    return this.#byId.get(id);
  }

  isPresent(id: string, token: string): boolean {
    return this.#byId.get(id)?.token === token;
  }

  volunteersOf(star: string): number {
    return this.#volunteersByStar.get(star) ?? 0;
  }

  /** Adds a presence. Replaces and returns an older one with the same id. */
  addPresence(presence: Presence): Presence | undefined {
    const older = this.#byId.get(presence.name.id);
    this.#byId.set(presence.name.id, presence);
    if (older === undefined) this.#countClient(presence.name, 1);
    return older;
  }

  /** Removes a presence. False if another one has replaced it before. */
  removePresence(presence: Presence): boolean {
    if (this.#byId.get(presence.name.id) !== presence) return false;
    this.#byId.delete(presence.name.id);
    this.#countClient(presence.name, -1);
    return true;
  }

  all(): readonly Presence[] {
    return [...this.#byId.values()];
  }

  #countClient({ role, star }: PeerName, change: 1 | -1): void {
    if (role === "coordinator") {
      this.#coordinators += change;
      return;
    }
    const volunteers = this.volunteersOf(star) + change;
    if (volunteers === 0) this.#volunteersByStar.delete(star);
    else this.#volunteersByStar.set(star, volunteers);
  }
}
