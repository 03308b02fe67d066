import { totalmem } from "node:os";
import { featuresHere, memoryHere } from "../../web/compute/probe/features.ts";
import type { KnownFeature } from "../../web/core/job/known-features.ts";

/** What tasks find in threads of Node beyond the ordinary. */
export function threadFeatures(): readonly KnownFeature[] {
  // A machine "with 8 GB" has a little less for its programs.
  const deviceMemory = Math.round(totalmem() / 2 ** 30);
  return [...featuresHere(), "shared-memory", "secure-context", ...memoryHere({ deviceMemory })];
}
