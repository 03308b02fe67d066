import type { RoomIdentity } from "../core/handshake/identity.ts";
import type { Pace } from "../core/pace.ts";
import type { Link } from "../links/link.ts";
import { createMemoryLinkPair } from "../links/memory-link.ts";
import type { Volunteer } from "../volunteer/volunteer.ts";
import type { VolunteerState } from "../volunteer/store.ts";
import { inBackground } from "./in-background.ts";
import type { CoordinatorState } from "./store.ts";

interface Surroundings {
  readonly pace: Pace;
  readonly keys: () => RoomIdentity;
  readonly linkOpened: (link: Link) => void;
  readonly changed: () => void;
}

/** *This tab helps too*: a volunteer like any other, but in the coordinator's page and over a memory link. */
export class OwnHelp {
  readonly #surroundings: Surroundings;
  #volunteer: Volunteer | null = null;
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
      this.#volunteer?.close();
      this.#volunteer = null;
    }
    this.#surroundings.changed();
  }

  /** The volunteer's code is loaded when it is wanted: a coordinator that does not help has no use for it. */
  async #start(): Promise<void> {
    const { createVolunteerBy } = await import("../volunteer/create-volunteer.ts");
    if (!this.#wanted || this.#volunteer !== null) return;
    const volunteer = createVolunteerBy(
      {
        find: async () => ({ ok: true, identity: this.#surroundings.keys() }),
        dial: async () => {
          const [coordinatorEnd, volunteerEnd] = createMemoryLinkPair();
          this.#surroundings.linkOpened(coordinatorEnd);
          return { ok: true, link: volunteerEnd };
        },
      },
      this.#surroundings.pace,
    );
    this.#volunteer = volunteer;
    volunteer.store.subscribe((state) => {
      if (this.#volunteer === volunteer) this.#follow(state);
    });
    volunteer.join({ name: "this tab", slots: Math.max(1, navigator.hardwareConcurrency - 1) });
  }

  #follow({ phase }: VolunteerState): void {
    if (phase.type === "present") this.state = "on";
    if (phase.type === "refused") {
      this.#fail(phase.detail);
    }
    this.#surroundings.changed();
  }

  #fail(problem: string): void {
    this.state = "failed";
    this.problem = problem.replace(/\.$/, "");
    this.#wanted = false;
    const volunteer = this.#volunteer;
    this.#volunteer = null;
    // It would go on trying by itself.
    volunteer?.close();
    this.#surroundings.changed();
  }
}
