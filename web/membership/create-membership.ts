import { defaultVolunteerSettings } from "../core/volunteer/settings.ts";
import { handle } from "../core/volunteer/volunteer.ts";
import type { MembershipEnvironment } from "../environment/environment.ts";
import type { Membership, MembershipOptions, VolunteerMachineKind } from "./membership.ts";
import { RoomMembership } from "./room-membership.ts";

const realMachine: VolunteerMachineKind = { settings: defaultVolunteerSettings, handle };

/** Makes a volunteer that is in no room yet. It asks, joins and shows nothing before its first method is called. */
export function createMembership(environment: MembershipEnvironment, options: MembershipOptions = {}): Membership {
  return new RoomMembership(environment, options.machine ?? realMachine);
}
