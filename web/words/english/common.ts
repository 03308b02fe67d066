import type { CommonSentences } from "../sayings.ts";
import { forms } from "./forms.ts";
import { blobTroubles, computeTroubles, seen } from "./seen.ts";
import { volunteerLog } from "./volunteer-log.ts";

const linkWays = { peer: "direct", relay: "relayed (encrypted)", memory: "this tab" } as const;

/** The part of the language that every page loads. */
export const common: CommonSentences = {
  "link-way": ({ kind }) => linkWays[kind],
  ...volunteerLog,
  ...forms,
  ...seen,
  ...blobTroubles,
  ...computeTroubles,
};
