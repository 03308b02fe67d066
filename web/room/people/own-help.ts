import { roomIdentity } from "../../core/handshake/identity.ts";
import type { Reason } from "../../words/sayings.ts";
import { inBackground } from "../../core/in-background.ts";
import type { Dialer } from "../../environment/dialer.ts";
import type { RoomEnvironment } from "../../environment/environment.ts";
import type { HelperEvent, LocalHelper } from "../../environment/local-helper.ts";
import type { KeptTraits } from "../address/kept-traits.ts";
import type { RoomAddress } from "../address/room-address.ts";
import type { Announce } from "../room-event.ts";
import type { RoomState } from "../store.ts";
import type { Gate } from "./gate.ts";

interface Surroundings {
  readonly environment: Pick<RoomEnvironment, "startHelper" | "createLinkPair">;
  readonly address: Pick<RoomAddress, "identity" | "code">;
  readonly gate: Pick<Gate, "receiveLink">;
  readonly traits: Pick<KeptTraits, "change">;
  readonly announce: Announce;
}

/** *This tab helps too*: a volunteer like any other, but beside the room and over a link within its page. */
export class OwnHelp {
  readonly #surroundings: Surroundings;
  #helper: LocalHelper | null = null;
  #isWanted = false;
  state: RoomState["helping"] = "off";
  problem: Reason | null = null;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  wantHelp(isWanted: boolean): void {
    this.#setWanted(isWanted);
    this.#surroundings.traits.change({ helping: isWanted });
  }

  /** What was wanted at the room's last start. */
  goOnHelping(): void {
    this.#setWanted(true);
  }

  /** The room ends, and what is wanted stays on record. */
  stopHelp(): void {
    this.#setWanted(false);
  }

  #setWanted(isWanted: boolean): void {
    if (isWanted === this.#isWanted) return;
    this.#isWanted = isWanted;
    this.problem = null;
    if (isWanted) {
      this.state = "starting";
      // Its code is a file of the server's, which may be away or a newer one.
      inBackground(this.#startHelper(), (reason) => this.#fail({ key: "code-not-loaded", message: reason }));
    } else {
      this.state = "off";
      this.#helper?.close();
      this.#helper = null;
    }
    this.#surroundings.announce({ type: "changed" });
  }

  async #startHelper(): Promise<void> {
    const helper = await this.#surroundings.environment.startHelper(this.#createDialer());
    if (!this.#isWanted || this.#helper !== null) {
      helper.close();
      return;
    }
    this.#helper = helper;
    helper.join("this tab", (event) => {
      if (this.#helper === helper) this.#followHelper(event);
    });
  }

  #createDialer(): Dialer {
    const { environment, address, gate } = this.#surroundings;
    return {
      findRoom: async () => ({ type: "found", identity: roomIdentity(address.identity, address.code) }),
      dial: async ({ room }) => {
        const [coordinatorEnd, volunteerEnd] = environment.createLinkPair();
        // The room may have moved on to another code since it was found, and proofs are bound to it.
        gate.receiveLink(coordinatorEnd, { ...address.identity, room });
        return { type: "opened", link: volunteerEnd };
      },
    };
  }

  #followHelper(event: HelperEvent): void {
    if (event.type === "present") this.state = "on";
    if (event.type === "refused") this.#fail(event.seen);
    this.#surroundings.announce({ type: "changed" });
  }

  #fail(problem: Reason | null): void {
    this.state = "failed";
    this.problem = problem;
    this.#isWanted = false;
    const helper = this.#helper;
    this.#helper = null;
    // It would go on trying by itself.
    helper?.close();
    this.#surroundings.announce({ type: "changed" });
  }
}
