import { HostileCoordinator, unknownBlob } from "../hostile/client/hostile-coordinator.ts";

// A coordinator that is none of ours, and that volunteers came to by its own link.

const page = { coordinator: new HostileCoordinator(), unknownBlob };

declare global {
  var falseRoom: typeof page;
}

globalThis.falseRoom = page;
