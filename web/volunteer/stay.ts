import type { Compute } from "../compute/compute.ts";
import type { TabId } from "../core/ids.ts";
import type { VolunteerMachine } from "../core/volunteer/state.ts";
import type { Link } from "../links/link.ts";
import type { Connector } from "./connector.ts";
import type { VolunteerIdentity } from "./volunteer.ts";
import type { WayIn } from "./way-in.ts";

/** What a volunteer needs of the page around it. */
export interface Surroundings {
  readonly wayIn: WayIn;
  readonly tab: TabId;
  readonly device: string;
  readonly createCompute: () => Compute;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/** Everything that lives from a join to the leaving. */
export interface Stay {
  readonly identity: VolunteerIdentity;
  readonly machine: VolunteerMachine;
  readonly compute: Compute;
  readonly connector: Connector;
  link: Link | null;
}
