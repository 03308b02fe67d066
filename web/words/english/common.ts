import type { CommonSentences } from "../sayings.ts";
import { forms } from "./forms.ts";
import { blobTroubles, computeTroubles, seen } from "./seen.ts";
import { volunteerLog } from "./volunteer-log.ts";

/** The part of the language that every page loads. */
export const common: CommonSentences = { ...volunteerLog, ...forms, ...seen, ...blobTroubles, ...computeTroubles };
