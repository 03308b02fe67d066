import { browserClock } from "../../../web/environment/browser/browser-clock.ts";
import { drawTabId } from "../../../web/links/draw-tab-id.ts";
import { peerDialer } from "../../../web/environment/browser/peer-dialer.ts";
import { roomIdentity, type RoomIdentity } from "../../../web/core/handshake/identity.ts";
import { parseInvitation } from "../../../web/core/handshake/room-keys.ts";
import { inData } from "../../../web/core/keyed.ts";
import { isRoomCode, parcelId, type TabId } from "../../../web/core/ids.ts";
import { outcomes } from "../../../web/core/job/job.ts";
import { packAll, valueAt } from "../../../web/core/values/packed.ts";
import { toAsciiJson } from "../../../web/core/wire/ascii-json.ts";
import { decodeDown, encodeUp } from "../../../web/core/wire/codec.ts";
import {
  wireVersion,
  type DownMessage,
  type Lane,
  type LeaseName,
  type UpMessage,
} from "../../../web/core/wire/messages.ts";
import type { Link } from "../../../web/links/link.ts";
import { proveAsVolunteer } from "../../../web/links/prove-link.ts";
import { randomBytes } from "../../../web/links/random.ts";
import { withFields } from "./raw-message.ts";
import { channelOf } from "./watched-connection.ts";

export type Batch = Extract<DownMessage, { type: "batch" }>;

type Results = Extract<UpMessage, { type: "results" }>;

type Fields = Readonly<Record<string, unknown>>;

/** What a client says of tasks, where it is not what an honest one would say of all tasks of the batch. */
export interface Claim {
  readonly tasks?: readonly number[];
  /** One for each task; default: a lie. */
  readonly values?: readonly unknown[];
  readonly outcome?: number;
  readonly runtimeMs?: number;
  readonly busyMs?: number;
  /** As an offer, with the batch's ticket. */
  readonly offered?: boolean;
  /** Of an offer: the tasks that the lease is said to have had. */
  readonly granted?: readonly number[];
  /** Plain fields of the message, whatever they are. */
  readonly fields?: Fields;
}

/** Reads the room and its invitation from a join link. */
function identityIn(link: string): RoomIdentity {
  const { searchParams, hash } = new URL(link);
  const code = searchParams.get("room");
  const invitation = parseInvitation(hash.slice(1));
  if (!isRoomCode(code) || invitation === null) throw new Error(`no join link: ${link}`);
  return roomIdentity(invitation, code);
}

/** The value of a task of the first demo, as an honest volunteer computes it. */
function squareIn(batch: Batch, at: number): string {
  const input = valueAt(batch.inputs, at);
  const n = Array.isArray(input) ? Number(input[0]) : Number.NaN;
  return `${n} * ${n} = ${n * n}`;
}

/**
 * Speaks the protocol with the house's own links, handshake and codec, and has none of a membership's honesty: it joins with any
 * words, remembers what it was given, and says what it is told to say, by a link or past it.
 */
export class HostileClient {
  readonly identity: RoomIdentity;
  readonly batches: Batch[] = [];
  /** What it does at each message of the coordinator. */
  respond: (message: DownMessage) => void = () => {};
  /** Epoch of the room, once it is in. */
  epoch = 0;
  isIn = false;
  isOver = true;
  /** Reason and detail with which the coordinator has closed the last link; empty where it gave none. */
  told = "";
  #tab: TabId = drawTabId();
  #link: Link | null = null;
  #parcels = 0;
  readonly #waiting = new Set<() => void>();

  constructor(link: string) {
    this.identity = identityIn(link);
  }

  /** From now on it passes for another tab. */
  becomeAnotherTab(): void {
    this.#tab = drawTabId();
  }

  /** Opens a link, and proves nothing. @throws Error where no link opens. */
  async dial(): Promise<void> {
    const dialled = await peerDialer(this.identity.room, null).dial(this.identity, new AbortController().signal);
    if (dialled.type !== "opened") throw new Error(`no link: ${dialled.problem}`);
    this.#link = dialled.link;
    this.isIn = false;
    this.isOver = false;
    this.told = "";
  }

  /** Proves that it has the room's secret. Resolves to whether the coordinator has admitted it. */
  async prove(): Promise<boolean> {
    const link = this.#openLink();
    const isAdmitted = await new Promise<boolean>((resolve) => {
      proveAsVolunteer(link, this.identity, { clock: browserClock, randomBytes }, (outcome) => {
        resolve(outcome.type === "accepted");
        if (outcome.type === "rejected") this.told = `${outcome.reason}: ${inData(outcome.seen)}`;
        if (outcome.type === "accepted") this.#follow(link);
        else this.isOver = true;
      });
    });
    return isAdmitted;
  }

  /** Sends its nonce and any proof. Resolves to the coordinator's last word. */
  async proveFalsely(): Promise<string> {
    const link = this.#openLink();
    const heard: string[] = [];
    const last = new Promise<string>((resolve) => {
      link.listen((event) => {
        if (event.type === "message") heard.push(new TextDecoder().decode(event.bytes));
        if (event.type === "message" && heard.length === 1) this.sayFields({ type: "prove", proof: "1".repeat(64) });
        if (event.type === "ended") resolve(heard.at(-1) ?? "");
      });
    });
    // Any point of the curve but those of small order.
    const key = "09".padEnd(64, "0");
    this.sayFields({ type: "introduce", version: wireVersion, room: this.identity.room, nonce: "1".repeat(32), key });
    return last;
  }

  /** Dials, proves itself and joins with these words in place of an honest client's. Resolves to whether it is in. */
  async enter(words: Fields = {}): Promise<boolean> {
    await this.dial();
    if (!(await this.prove())) return false;
    this.sayFields({ type: "join", tab: this.#tab, name: "liar", device: "", slots: 1, features: [], ...words });
    await this.until(() => this.isIn || this.isOver);
    return this.isIn;
  }

  #openLink(): Link {
    if (this.#link === null || this.isOver) throw new Error("there is no link");
    return this.#link;
  }

  #follow(link: Link): void {
    link.listen((event) => {
      if (event.type === "ended" && this.#link === link) {
        this.isOver = true;
        this.isIn = false;
      }
      const decoded = event.type === "message" ? decodeDown(event.lane, event.bytes) : null;
      if (decoded?.type === "value" && this.#link === link) this.#hear(decoded.value);
      for (const look of this.#waiting) look();
    });
  }

  #hear(message: DownMessage): void {
    if (message.type === "welcome") this.epoch = message.epoch;
    if (message.type === "welcome") this.isIn = true;
    if (message.type === "batch") this.batches.push(message);
    if (message.type === "goodbye") this.told = `${message.reason}: ${message.detail}`;
    this.respond(message);
  }

  /** Resolves when the condition holds; looked at when anything comes over the link. */
  async until(condition: () => boolean): Promise<void> {
    if (condition()) return;
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (condition() && this.#waiting.delete(look)) resolve();
      };
      this.#waiting.add(look);
    });
  }

  /** Resolves, when the link is over, to what the coordinator has told as its reason. */
  async end(): Promise<string> {
    await this.until(() => this.isOver);
    return this.told;
  }

  /** Resolves to the first batch that it is given, or the one with that number. */
  async batch(number = 0): Promise<Batch> {
    await this.until(() => this.batches.length > number);
    const batch = this.batches[number];
    if (batch === undefined) throw new Error(`there is no batch ${number}`);
    return batch;
  }

  /** Closes the link without a word. */
  cut(): void {
    this.#link?.close({ key: "closed-here" });
    this.isOver = true;
  }

  say(message: UpMessage): void {
    const { lane, bytes } = encodeUp(message);
    this.sayBytes(lane, bytes);
  }

  /** Says a control message that may be none. */
  sayFields(fields: Fields): void {
    this.sayBytes("control", toAsciiJson(fields));
  }

  sayBytes(lane: Lane, bytes: Uint8Array): void {
    this.#openLink().send(lane, bytes);
  }

  /** Sends a frame past the link. */
  sendFrame(channel: "main" | "control", frame: string | Uint8Array<ArrayBuffer>): void {
    const open = channelOf(this.#openLink(), channel);
    if (typeof frame === "string") open.send(frame);
    else open.send(frame);
  }

  beat(leases: readonly LeaseName[] = this.batches): void {
    const named = leases.map(({ epoch, lease }) => ({ epoch, lease }));
    if (!this.isOver) this.say({ type: "heartbeat", leases: named });
  }

  /** Says results under the lease of a batch. */
  claim(batch: Batch, { fields, ...claim }: Claim = {}): void {
    const { lane, bytes } = encodeUp(this.#resultsOf(batch, claim));
    this.sayBytes(lane, fields === undefined ? bytes : withFields(bytes, fields));
  }

  /** Says the right squares of a batch. */
  answer(batch: Batch, claim: Claim = {}): void {
    this.claim(batch, { values: Array.from(batch.indices, (_, at) => squareIn(batch, at)), ...claim });
  }

  #resultsOf({ epoch, lease, job, ticket, indices }: Batch, claim: Claim): Results {
    this.#parcels += 1;
    const { tasks = [...indices], outcome = outcomes.value, runtimeMs = 1, busyMs = 1, offered = false } = claim;
    const granted = claim.granted === undefined ? indices : Uint32Array.from(claim.granted);
    return {
      type: "results",
      epoch,
      lease,
      job,
      parcel: parcelId(this.#parcels),
      offered: offered ? ticket : null,
      granted: offered ? granted : new Uint32Array(),
      busyMs,
      slot: 0,
      beganMsAgo: 1,
      block: {
        indices: Uint32Array.from(tasks),
        outcomes: new Uint8Array(tasks.length).fill(outcome),
        runtimesMs: new Float32Array(tasks.length).fill(runtimeMs),
        values: packAll(claim.values ?? tasks.map(() => "a lie")),
      },
    };
  }

  giveBack({ epoch, lease, indices }: Batch): void {
    this.say({ type: "returned", epoch, lease, indices });
  }
}
