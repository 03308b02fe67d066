import { volunteerId, type TabId, type VolunteerId } from "../../core/ids.ts";
import type { KnownVolunteer } from "../../journal/journal.ts";
import type { Link } from "../../links/link.ts";

/** A volunteer as the coordinator's page knows it: what the scheduler does not need to know. */
export interface Member {
  readonly id: VolunteerId;
  readonly tab: TabId;
  /** As people read it: unique among those that are there. */
  name: string;
  device: string;
  slots: number;
  paused: boolean;
  /** null when it is gone. */
  link: Link | null;
  kind: Link["kind"];
  path: "steady" | "wavering";
  goneBecause: string | null;
}

/** Of those that left, the last ones are still listed. */
export const goneListed = 50;

/** Everybody who is or was in the room. The same tab keeps its number when it comes back. */
export class Members {
  readonly #byId = new Map<VolunteerId, Member>();
  readonly #byTab = new Map<TabId, Member>();
  readonly #knownByTab: ReadonlyMap<TabId, KnownVolunteer>;
  readonly #knownById: ReadonlyMap<number, KnownVolunteer>;
  #nextId: number;
  #present = 0;

  /** `known`: those of the room's earlier starts; they keep their numbers. */
  constructor(known: readonly KnownVolunteer[] = []) {
    this.#knownByTab = new Map(known.map((volunteer) => [volunteer.tab, volunteer]));
    this.#knownById = new Map(known.map((volunteer) => [volunteer.id, volunteer]));
    this.#nextId = known.reduce((most, { id }) => Math.max(most, id), 0) + 1;
  }

  get present(): number {
    return this.#present;
  }

  get(id: VolunteerId): Member | undefined {
    return this.#byId.get(id);
  }

  nameOf(id: number): string {
    return this.#byId.get(volunteerId(id))?.name ?? this.#knownById.get(id)?.name ?? `volunteer ${id}`;
  }

  /** In the order of their first joining. */
  list(): readonly Member[] {
    const all = [...this.#byId.values()];
    const gone = all.filter((member) => member.link === null).slice(0, -goneListed);
    return gone.length === 0 ? all : all.filter((member) => !gone.includes(member));
  }

  /** Takes in a newcomer or one who comes back; in the latter case with the link it had, where that is still open. */
  arrive(tab: TabId, link: Link, name: string, device: string, slots: number): { member: Member; former: Link | null } {
    const known = this.#byTab.get(tab);
    const former = known?.link ?? null;
    const formerId = this.#knownByTab.get(tab)?.id;
    const member = known ?? {
      id: formerId ?? volunteerId(this.#nextId),
      tab,
      name,
      device,
      slots,
      paused: false,
      link,
      kind: link.kind,
      path: "steady",
      goneBecause: null,
    };
    if (known === undefined && formerId === undefined) this.#nextId += 1;
    if (former === null) this.#present += 1;
    this.#byId.set(member.id, member);
    this.#byTab.set(tab, member);
    Object.assign(member, { name: this.#unusedName(name, member), device, slots, link, kind: link.kind });
    Object.assign(member, { paused: false, path: "steady", goneBecause: null });
    return { member, former };
  }

  depart(member: Member, because: string): void {
    if (member.link === null) return;
    member.link = null;
    member.goneBecause = because;
    this.#present -= 1;
  }

  /** `laptop`, `laptop (2)`, …: two people may have had the same idea. */
  #unusedName(wanted: string, self: Member): string {
    const taken = new Set<string>();
    for (const member of this.#byId.values()) {
      if (member !== self && member.link !== null) taken.add(member.name);
    }
    let name = wanted;
    for (let number = 2; taken.has(name); number += 1) name = `${wanted} (${number})`;
    return name;
  }
}
