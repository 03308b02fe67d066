import type { CoordinatorIdentity } from "../../core/handshake/identity.ts";
import type { RoomCode } from "../../core/ids.ts";
import type { Pace } from "../../core/pace.ts";
import { ManualClock } from "../../core/testing/manual-clock.ts";
import type { Dialer } from "../../environment/dialer.ts";
import type { Environment, RoomEnvironment } from "../../environment/environment.ts";
import type { FileSaver } from "../../environment/file-saver.ts";
import type { LocalHelper } from "../../environment/local-helper.ts";
import type { Seat, Seats } from "../../environment/seat.ts";
import type { JournalSource } from "../../journal/journal-source.ts";
import { MemoryJournal } from "../../journal/memory-journal.ts";
import type { RoomId } from "../../journal/room-id.ts";
import type { HostEvent, Link, LinkHost } from "../../links/link.ts";
import type { ClaimOutcome, RoomRegister } from "../../links/room-register.ts";
import { settled } from "../../membership/testing/fake-environment.ts";
import { InstantLink } from "../../membership/testing/instant-link.ts";
import { FaultyJournal } from "./faulty-journal.ts";

/** The seats of one browser's pages, by room. */
class FakeSeats implements Seats {
  readonly #taken = new Map<RoomId, { readonly seat: Seat; readonly superseded: () => void }>();

  openSeat(room: RoomId, superseded: () => void): Seat {
    const isOurs = (): boolean => this.#taken.get(room)?.seat === seat;
    const leave = (): void => {
      if (isOurs()) this.#taken.delete(room);
    };
    const seat: Seat = {
      isTaken: async () => this.#taken.has(room) && !isOurs(),
      takeSeat: () => {
        const before = this.#taken.get(room);
        this.#taken.set(room, { seat, superseded });
        if (before !== undefined && before.seat !== seat) before.superseded();
      },
      leaveSeat: leave,
      closeSeat: leave,
    };
    return seat;
  }
}

/** The signaling server's list of rooms. */
class FakeRegister implements RoomRegister {
  readonly origin = "http://127.0.0.1:8080";
  /** What the next claims come to; they succeed when the list is empty. */
  readonly answers: ClaimOutcome[] = [];
  readonly claims: { readonly code: RoomCode; readonly secret: string | null }[] = [];
  readonly released: RoomCode[] = [];

  async claimCode(code: RoomCode, { secret }: { readonly secret: string | null }): Promise<ClaimOutcome> {
    this.claims.push({ code, secret });
    return this.answers.shift() ?? { type: "claimed" };
  }

  async releaseCode(code: RoomCode): ReturnType<RoomRegister["releaseCode"]> {
    this.released.push(code);
    return { type: "released" };
  }

  async findOrigins(): ReturnType<RoomRegister["findOrigins"]> {
    return { type: "origins", origins: ["http://192.168.0.7:8080"] };
  }
}

/** Where volunteers find a room with this identity. */
class FakeHost implements LinkHost {
  readonly identity: CoordinatorIdentity;
  isClosed = false;
  /** The coordinator's ends of all links, the newest last. */
  readonly links: InstantLink[] = [];
  #listener: (event: HostEvent) => void = () => {};

  constructor(identity: CoordinatorIdentity) {
    this.identity = identity;
  }

  listen(listener: (event: HostEvent) => void): void {
    this.#listener = listener;
    queueMicrotask(() => this.emit({ type: "reachable" }));
  }

  emit(event: HostEvent): void {
    if (!this.isClosed) this.#listener(event);
  }

  /** Gives the volunteer's end of a new link. `origin`: stands for its network. */
  connect(origin: string | null = null): InstantLink {
    const { coordinatorEnd, volunteerEnd } = InstantLink.pair(origin, "peer");
    this.links.push(coordinatorEnd);
    this.emit({ type: "link-opened", link: coordinatorEnd });
    return volunteerEnd;
  }

  close(): void {
    this.isClosed = true;
  }
}

interface KeptFile {
  readonly name: string;
  text: string;
  isSaved: boolean;
}

/** What the rooms of one browser share: its time, its storage, its tabs' seats and the server. */
export class FakeBrowser {
  readonly clock = new ManualClock();
  readonly journal = new FaultyJournal();
  readonly seats = new FakeSeats();
  readonly register = new FakeRegister();
  #drawn = 0;

  readonly pace: Pace = { onNextFrame: (callback) => this.clock.after(16, callback), hurry: () => {} };

  /** Numbers of a full period of 256: no two draws of a test are alike. */
  readonly randomBytes = (count: number): Uint8Array =>
    Uint8Array.from({ length: count }, () => {
      this.#drawn += 1;
      return (this.#drawn * 77) % 256;
    });

  /** What every room and membership of this browser has in common. */
  get basics(): Environment {
    const { clock, pace, randomBytes } = this;
    return {
      clock,
      pace,
      randomBytes,
      random: () => 0,
    };
  }

  /** Lets time pass. Whatever an alarm brings about is done before the next one rings. */
  async passTime(ms: number): Promise<void> {
    const end = { isReached: false };
    this.clock.after(ms, () => {
      end.isReached = true;
    });
    await settled();
    while (!end.isReached) {
      this.clock.ringNext();
      await settled();
    }
  }
}

/** A room's world in a test: time passes when the test says so, and everything else happens at once. */
export class FakeEnvironment implements RoomEnvironment {
  readonly clock: ManualClock;
  readonly pace: Pace;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly register: FakeRegister;
  readonly seats: Seats;
  readonly journals: JournalSource;
  /** Those that were opened, the newest last. */
  readonly hosts: FakeHost[] = [];
  readonly files: FileSaver;
  readonly keptFiles: KeptFile[] = [];
  /** What `startHelper` gives; null where its code cannot be loaded. */
  createHelper: ((dialer: Dialer) => LocalHelper) | null = null;

  constructor(browser: FakeBrowser = new FakeBrowser()) {
    this.clock = browser.clock;
    this.pace = browser.pace;
    this.randomBytes = browser.randomBytes;
    this.register = browser.register;
    this.seats = browser.seats;
    this.journals = {
      openJournal: async () => ({ journal: browser.journal, problem: null }),
      createTemporary: () => new MemoryJournal(),
      findQuota: async () => 1_000_000,
    };
    this.files = {
      beginFile: (name) => {
        const file: KeptFile = { name, text: "", isSaved: false };
        this.keptFiles.push(file);
        return {
          addPart: (text) => {
            file.text += text;
          },
          save: () => {
            file.isSaved = true;
          },
        };
      },
    };
  }

  random(): number {
    return 0;
  }

  openHost(identity: CoordinatorIdentity): LinkHost {
    const host = new FakeHost(identity);
    this.hosts.push(host);
    return host;
  }

  /** The newest one. */
  get host(): FakeHost {
    const host = this.hosts.at(-1);
    if (host === undefined) throw new Error("no host was opened");
    return host;
  }

  createLinkPair(): readonly [Link, Link] {
    const { coordinatorEnd, volunteerEnd } = InstantLink.pair();
    return [coordinatorEnd, volunteerEnd];
  }

  async startHelper(dialer: Dialer): Promise<LocalHelper> {
    if (this.createHelper === null) throw new Error("no such file");
    return this.createHelper(dialer);
  }
}
