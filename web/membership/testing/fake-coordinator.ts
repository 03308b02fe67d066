import { coordinator, volunteer } from "../../core/handshake/testing/sample-room.ts";
import { decodeUp, encodeDown } from "../../core/wire/codec.ts";
import type { DownMessage, UpMessage } from "../../core/wire/messages.ts";
import { welcome } from "../../core/volunteer/testing/down-messages.ts";
import type { Dialer, Dialled, FoundRoom } from "../../environment/dialer.ts";
import { proveAsCoordinator } from "../../links/prove-as-coordinator.ts";
import type { ProofWorld } from "../../links/prove-link.ts";
import { InstantLink } from "./instant-link.ts";

/** The room's side of a test: a dialer that answers as the test wants, and a coordinator at the far end of each link. */
export class FakeCoordinator {
  /** What `findRoom` answers; an error rejects. */
  found: FoundRoom | Error = { type: "found", identity: volunteer.identity };
  /** What `dial` answers instead of a link; an error rejects. */
  refusal: Exclude<Dialled, { type: "opened" }> | Error | null = null;
  /** The room's keys, by which volunteers are proved. */
  keys = coordinator.identity;
  hasRoom = true;
  /** Whether it answers the handshake. */
  proves = true;
  /** Whether it answers `join` with `welcome`. */
  welcomes = true;
  /** Whether it answers heartbeats. */
  answers = true;
  /** Tries for a link so far. */
  dials = 0;
  /** The coordinator's ends of all links, the newest last. */
  readonly links: InstantLink[] = [];
  readonly messages: UpMessage[] = [];
  readonly #world: ProofWorld;

  constructor(world: ProofWorld) {
    this.#world = world;
  }

  readonly dialer: Dialer = {
    findRoom: async () => {
      if (this.found instanceof Error) throw this.found;
      return this.found;
    },
    dial: async () => {
      this.dials += 1;
      if (this.refusal instanceof Error) throw this.refusal;
      return this.refusal ?? { type: "opened", link: this.#openLink() };
    },
  };

  #openLink(): InstantLink {
    const { coordinatorEnd, volunteerEnd } = InstantLink.pair();
    this.links.push(coordinatorEnd);
    if (!this.proves) return volunteerEnd;
    proveAsCoordinator(
      coordinatorEnd,
      this.keys,
      this.#world,
      () => this.hasRoom,
      (proof) => {
        if (proof.type === "accepted") this.#listenTo(coordinatorEnd);
      },
    );
    return volunteerEnd;
  }

  #listenTo(link: InstantLink): void {
    link.listen((event) => {
      if (event.type !== "message") return;
      const decoded = decodeUp(event.lane, event.bytes);
      if (decoded.type !== "value") throw new Error(`a volunteer has sent ${JSON.stringify(decoded)}`);
      this.messages.push(decoded.value);
      if (decoded.value.type === "join" && this.welcomes) this.#sendOver(link, welcome());
      if (decoded.value.type === "heartbeat" && this.answers) this.#sendOver(link, { type: "heartbeat" });
    });
  }

  /** Over the newest link. */
  sendMessage(message: DownMessage): void {
    this.#sendOver(this.link, message);
  }

  #sendOver(link: InstantLink, message: DownMessage): void {
    const { lane, bytes } = encodeDown(message);
    link.send(lane, bytes);
  }

  /** The coordinator's end of the newest link. */
  get link(): InstantLink {
    const link = this.links.at(-1);
    if (link === undefined) throw new Error("no link was opened");
    return link;
  }

  /** The newest message of this type. */
  messageOf<Type extends UpMessage["type"]>(type: Type): Extract<UpMessage, { type: Type }> | undefined {
    const isOfType = (message: UpMessage): message is Extract<UpMessage, { type: Type }> => message.type === type;
    return this.messages.findLast(isOfType);
  }
}
