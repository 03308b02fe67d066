import { cleanLabel, cleanName } from "../../core/clean-words.ts";
import { volunteerId, type TabId, type VolunteerId } from "../../core/ids.ts";
import type { KnownVolunteer } from "../../journal/journal.ts";
import type { JournalWriter } from "../record/journal-writer.ts";
import type { Link, LinkFigures } from "../../links/link.ts";
import type { Gone } from "../../words/sayings.ts";

/** A volunteer as the room knows it. Its slots, its pauses and how well it is heard are the scheduler's. */
export interface Person {
  readonly id: VolunteerId;
  readonly tab: TabId;
  device: string;
  /** null when it is gone. */
  link: Link | null;
  kind: Link["kind"];
  goneBecause: Gone | null;
}

/** Of those that left, the last ones are still listed. */
export const goneListed = 50;

/** Of a volunteer whose own name shows nothing, or is not known. */
function givenName(id: number): string {
  return `volunteer ${id}`;
}

/** The volunteers that are or were in the room. A tab keeps its number when it comes back, in a later start of the room too. */
export class People {
  readonly #writer: Pick<JournalWriter, "append">;
  readonly #persons = new Map<VolunteerId, Person>();
  /** Of tabs that are or were there, in earlier starts too. */
  readonly #numbers = new Map<TabId, VolunteerId>();
  /** By number, as people read them; unique among those that are there. */
  readonly #names = new Map<number, string>();
  /** Tabs that a person has sent away: they are not let in again by this start of the room. */
  readonly #barred = new Set<TabId>();
  #nextId = 1;
  #present = 0;

  /** `known`: the volunteers of the room's earlier starts. */
  constructor(known: readonly KnownVolunteer[], writer: Pick<JournalWriter, "append">) {
    this.#writer = writer;
    for (const { id, tab, name } of known) {
      this.#numbers.set(tab, id);
      this.#names.set(id, cleanName(name) || givenName(id));
      this.#nextId = Math.max(this.#nextId, id + 1);
    }
  }

  get present(): number {
    return this.#present;
  }

  /** Those whose links came from that network. */
  presentFrom(origin: string): number {
    let count = 0;
    for (const { link } of this.#persons.values()) if (link?.origin === origin) count += 1;
    return count;
  }

  /** Whether the tab is in: one that comes back takes its own place. */
  hasSeat(tab: TabId): boolean {
    const id = this.#numbers.get(tab);
    return id !== undefined && this.linkOf(id) !== null;
  }

  barTab(tab: TabId): void {
    this.#barred.add(tab);
  }

  isBarred(tab: TabId): boolean {
    return this.#barred.has(tab);
  }

  findPerson(id: VolunteerId): Person | undefined {
    return this.#persons.get(id);
  }

  /** null when the volunteer is gone, or never was there. */
  linkOf(id: VolunteerId): Link | null {
    return this.#persons.get(id)?.link ?? null;
  }

  async measureLinks(): Promise<ReadonlyMap<VolunteerId, LinkFigures>> {
    const measured = new Map<VolunteerId, LinkFigures>();
    await Promise.all(
      [...this.#persons.values()].map(async ({ id, link }) => {
        // A connection may go while it is measured.
        const figures = await link?.measure?.().catch(() => null);
        if (figures !== null && figures !== undefined) measured.set(id, figures);
      }),
    );
    return measured;
  }

  nameOf(id: number): string {
    return this.#names.get(id) ?? givenName(id);
  }

  /** In the order of their first joining. */
  list(): readonly Person[] {
    const all = [...this.#persons.values()];
    const gone = all.filter(({ link }) => link === null).slice(0, -goneListed);
    return gone.length === 0 ? all : all.filter((person) => !gone.includes(person));
  }

  /**
   * Takes in a newcomer, or one that comes back; in the latter case `former` is the link that it had, where that is still
   * open. A number or a name that is new is put on record. `says`: what it says of itself, which may be any text: it is cleaned here.
   */
  admitPerson(
    tab: TabId,
    link: Link,
    says: { readonly name: string; readonly device: string },
  ): { person: Person; former: Link | null } {
    const id = this.#numbers.get(tab) ?? this.#newNumber(tab);
    const name = cleanName(says.name) || givenName(id);
    const device = cleanLabel(says.device);
    const known = this.#persons.get(id);
    const former = known?.link ?? null;
    if (former === null) this.#present += 1;
    const person: Person = known ?? { id, tab, device, link, kind: link.kind, goneBecause: null };
    Object.assign(person, { device, link, kind: link.kind, goneBecause: null });
    this.#persons.set(id, person);
    this.#namePerson(person, this.#unusedName(name, person));
    return { person, former };
  }

  #newNumber(tab: TabId): VolunteerId {
    const id = volunteerId(this.#nextId);
    this.#nextId += 1;
    this.#numbers.set(tab, id);
    return id;
  }

  #namePerson({ id, tab }: Person, name: string): void {
    if (this.#names.get(id) === name) return;
    this.#names.set(id, name);
    this.#writer.append({ type: "volunteer-known", id, tab, name });
  }

  noteDeparture(person: Person, because: Gone): void {
    if (person.link === null) return;
    person.link = null;
    person.goneBecause = because;
    this.#present -= 1;
  }

  /** `laptop`, `laptop (2)`, …: two people may have had the same idea. */
  #unusedName(wanted: string, self: Person): string {
    const taken = new Set<string>();
    for (const person of this.#persons.values()) {
      if (person !== self && person.link !== null) taken.add(this.nameOf(person.id));
    }
    let name = wanted;
    for (let number = 2; taken.has(name); number += 1) name = `${wanted} (${number})`;
    return name;
  }
}
