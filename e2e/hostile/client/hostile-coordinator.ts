import { isBlobHash, type BlobName } from "../../../web/core/blobs/blob-name.ts";
import { pieceLength } from "../../../web/core/blobs/pieces.ts";
import { browserClock } from "../../../web/environment/browser/browser-clock.ts";
import { coordinatorIdentity, type CoordinatorIdentity } from "../../../web/core/handshake/identity.ts";
import { formatInvitation } from "../../../web/core/handshake/room-keys.ts";
import { epoch, jobId, leaseId, roomAlphabet, volunteerId, isRoomCode, type RoomCode } from "../../../web/core/ids.ts";
import { sampleTicket } from "../../../web/core/testing/sample-ticket.ts";
import { packAll } from "../../../web/core/values/packed.ts";
import { toAsciiJson } from "../../../web/core/wire/ascii-json.ts";
import { decodeUp, encodeDown } from "../../../web/core/wire/codec.ts";
import type { DownMessage, UpMessage } from "../../../web/core/wire/messages.ts";
import type { Link } from "../../../web/links/link.ts";
import { openWebSocket } from "../../../web/links/open-web-socket.ts";
import { createPeerHost } from "../../../web/links/peer-host.ts";
import { proveAsCoordinator } from "../../../web/links/prove-as-coordinator.ts";
import { randomBytes } from "../../../web/links/random.ts";
import { signalingAt } from "../../../web/links/signaling-address.ts";
import { registerAt } from "../../../web/links/signaling-register.ts";
import { drawRoomKeys } from "../../../web/room/address/draw-room-keys.ts";
import { channelOf } from "./watched-connection.ts";

interface JobWords {
  readonly source: string;
  readonly shared?: BlobName;
}

function drawCode(): RoomCode {
  const code = Array.from(randomBytes(6), (byte) => roomAlphabet[byte % roomAlphabet.length] ?? "").join("");
  if (!isRoomCode(code)) throw new Error(`${code} is no code`);
  return code;
}

/** A hash that nothing has. */
export function unknownBlob(digit: string, bytes: number): BlobName {
  const hash = digit.repeat(64);
  if (!isBlobHash(hash)) throw new Error(`${hash} is no hash`);
  return { hash, bytes };
}

/** Has a room of its own and admits volunteers by the rules; then it says to the last one that came whatever it is told to say. */
export class HostileCoordinator {
  readonly heard: UpMessage[] = [];
  /** Answers requests for pieces of blobs. */
  sendsPieces = false;
  readonly #identity: CoordinatorIdentity = coordinatorIdentity(drawRoomKeys({ randomBytes }), drawCode());
  #blobs = new Map<string, BlobName>();
  #link: Link | null = null;
  #leases = 0;
  #onReturned = (): void => {};

  /** Resolves to the path of the join link, once volunteers can come. */
  async openRoom(): Promise<string> {
    const { coordinatorPeerId: peer, token, room } = this.#identity;
    const host = createPeerHost({
      peerId: peer,
      token,
      signaling: signalingAt(location.origin),
      openSocket: openWebSocket,
      random: Math.random,
    });
    await new Promise<void>((resolve) => {
      host.listen((event) => {
        if (event.type === "reachable") resolve();
        if (event.type === "link-opened") this.#admit(event.link);
      });
    });
    const claimed = await registerAt(location.origin).claimCode(room, { peer, token, secret: null });
    if (claimed.type !== "claimed") throw new Error(`the code is not had: ${claimed.type}`);
    return `/worker?room=${room}#${formatInvitation(this.#identity)}`;
  }

  #admit(link: Link): void {
    const world = { clock: browserClock, randomBytes };
    proveAsCoordinator(
      link,
      this.#identity,
      world,
      () => true,
      (outcome) => {
        if (outcome.type !== "accepted") return;
        this.#link = link;
        link.listen((event) => {
          const decoded = event.type === "message" ? decodeUp(event.lane, event.bytes) : null;
          if (decoded?.type === "value") this.#hear(decoded.value);
        });
      },
    );
  }

  #hear(message: UpMessage): void {
    this.heard.push(message);
    if (message.type === "join")
      this.say({ type: "welcome", epoch: epoch(1), volunteer: volunteerId(1), heartbeatMs: 2_000 });
    if (message.type === "returned") this.#onReturned();
    if (message.type === "heartbeat") this.say({ type: "heartbeat" });
    if (message.type === "blob-wanted" && this.sendsPieces) this.#sendPiece(message);
  }

  /** Right in length, and nothing else. */
  #sendPiece({ hash, from }: Extract<UpMessage, { type: "blob-wanted" }>): void {
    const name = this.#blobs.get(hash);
    if (name !== undefined) this.sayPiece(name, from, pieceLength(from, name));
  }

  sayPiece({ hash }: BlobName, offset: number, bytes: number): void {
    this.say({ type: "blob", hash, offset, bytes: new Uint8Array(bytes) });
  }

  #openLink(): Link {
    if (this.#link === null) throw new Error("nobody has come");
    return this.#link;
  }

  say(message: DownMessage): void {
    const { lane, bytes } = encodeDown(message);
    this.#openLink().send(lane, bytes);
  }

  /** Says a control message that may be none. */
  sayFields(fields: Readonly<Record<string, unknown>>): void {
    this.#openLink().send("control", toAsciiJson(fields));
  }

  sendFrame(frame: string): void {
    channelOf(this.#openLink(), "main").send(frame);
  }

  openJob(number: number, { source, shared }: JobWords): void {
    if (shared !== undefined) this.#blobs.set(shared.hash, shared);
    this.say({
      type: "job",
      job: jobId(number),
      title: `job ${number}`,
      about: "",
      workUnit: "tasks",
      workOfTask: 1,
      part: null,
      taskTemplate: null,
      language: "javascript",
      source,
      timeLimitMs: 60_000,
      seed: 0,
      atMostOnce: false,
      shared: shared ?? null,
      files: {},
    });
  }

  /** Grants a lease of one task. */
  grant(job: number): void {
    this.#leases += 1;
    this.say({
      type: "batch",
      epoch: epoch(1),
      lease: leaseId(this.#leases),
      job: jobId(job),
      indices: Uint32Array.of(this.#leases),
      attempts: Uint8Array.of(1),
      inputs: packAll([this.#leases]),
      ticket: sampleTicket(),
      large: [],
    });
  }

  /** Resolves when the volunteer has read the last batch: it answers each recall. */
  async untilRead(): Promise<void> {
    const read = new Promise<void>((resolve) => {
      this.#onReturned = resolve;
    });
    this.say({ type: "recall", epoch: epoch(1), lease: leaseId(this.#leases), count: 1 });
    await read;
  }

  closeJob(number: number): void {
    this.say({ type: "close-job", job: jobId(number), why: "over" });
  }

  /** Different leases that heartbeats have named. */
  leasesNamed(): number {
    const named = this.heard.flatMap((message) => (message.type === "heartbeat" ? message.leases : []));
    return new Set(named.map(({ lease }) => lease)).size;
  }

  /** Messages of a type that have come. */
  count(type: UpMessage["type"]): number {
    return this.heard.filter((message) => message.type === type).length;
  }
}
