import type { RoomIdentity } from "../../core/handshake/identity.ts";
import type { Link } from "../../links/link.ts";
import { createMemoryLinkPair } from "../../links/memory-link.ts";
import { inBackground } from "../../core/in-background.ts";
import { startLocalHelper } from "../../environment/browser/local-helper.ts";
import type { HelperEvent, LocalHelper } from "../../environment/local-helper.ts";
import { framePace } from "../../ui/frames.ts";
import type { CoordinatorState } from "../store.ts";

interface Surroundings {
  readonly keys: () => RoomIdentity;
  readonly linkOpened: (link: Link) => void;
  readonly changed: () => void;
}

/** *This tab helps too*: a volunteer like any other, but in the coordinator's page and over a memory link. */
export class OwnHelp {
  readonly #surroundings: Surroundings;
  #helper: LocalHelper | null = null;
  #wanted = false;
  state: CoordinatorState["helping"] = "off";
  problem: string | null = null;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  set(wanted: boolean): void {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    this.problem = null;
    if (wanted) {
      this.state = "starting";
      // Its code is a file of the server's, which may be away or a newer one.
      inBackground(this.#start(), (reason) => this.#fail(`its code could not be loaded (${reason})`));
    } else {
      this.state = "off";
      this.#helper?.close();
      this.#helper = null;
    }
    this.#surroundings.changed();
  }

  async #start(): Promise<void> {
    const helper = await startLocalHelper(framePace, {
      findRoom: async () => ({ type: "found", identity: this.#surroundings.keys() }),
      dial: async () => {
        const [coordinatorEnd, volunteerEnd] = createMemoryLinkPair();
        this.#surroundings.linkOpened(coordinatorEnd);
        return { type: "opened", link: volunteerEnd };
      },
    });
    if (!this.#wanted || this.#helper !== null) {
      helper.close();
      return;
    }
    this.#helper = helper;
    helper.join("this tab", (event) => this.#follow(event));
  }

  #follow(event: HelperEvent): void {
    if (event.type === "present") this.state = "on";
    if (event.type === "refused") this.#fail(event.detail);
    this.#surroundings.changed();
  }

  #fail(problem: string): void {
    this.state = "failed";
    this.problem = problem.replace(/\.$/, "");
    this.#wanted = false;
    const helper = this.#helper;
    this.#helper = null;
    // It would go on trying by itself.
    helper?.close();
    this.#surroundings.changed();
  }
}
