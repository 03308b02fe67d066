import type { CoordinatorIdentity } from "../core/handshake/identity.ts";
import type { TabId } from "../core/ids.ts";
import type { Clock } from "../core/clock.ts";
import type { Pace } from "../core/pace.ts";
import type { Compute } from "../compute/compute.ts";
import type { Link, LinkHost } from "../links/link.ts";
import type { RoomRegister } from "../links/room-register.ts";
import type { JournalSource } from "../journal/journal-source.ts";
import type { Dialer } from "./dialer.ts";
import type { FileSaver } from "./file-saver.ts";
import type { LocalHelper } from "./local-helper.ts";
import type { Screen } from "./screen.ts";
import type { Seats } from "./seat.ts";
import type { StayKeeper } from "./stay-keeper.ts";

/** What a room and a membership both need of the world around them. */
export interface Environment {
  readonly clock: Clock;
  readonly pace: Pace;
  /** From 0 up to 1, for what need not be secret. */
  random(): number;
  /** Of cryptographic quality. */
  randomBytes(count: number): Uint8Array;
}

/** What a room is made from. */
export interface RoomEnvironment extends Environment {
  readonly journals: JournalSource;
  readonly register: RoomRegister;
  readonly seats: Seats;
  readonly files: FileSaver;
  /** Takes links from volunteers that look for a coordinator with this identity. */
  openHost(identity: CoordinatorIdentity): LinkHost;
  /** The two ends of a link within this page or process: the coordinator's and the volunteer's. */
  createLinkPair(): readonly [Link, Link];
  /** Starts a volunteer beside the room, over the links that `dialer` gives. Rejects where its code cannot be loaded. */
  startHelper(dialer: Dialer): Promise<LocalHelper>;
}

/** What a membership is made from. */
export interface MembershipEnvironment extends Environment {
  readonly dialer: Dialer;
  readonly stays: StayKeeper;
  readonly screen: Screen;
  /** By which the coordinator knows this volunteer again, unless a stay is kept from before. */
  readonly tab: TabId;
  /** The device in words, for the coordinator's list: `Chrome on Windows`. */
  readonly device: string;
  createCompute(): Compute;
}
