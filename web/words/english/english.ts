import { forms } from "./forms.ts";
import { joinProblems } from "./join-problems.ts";
import { log } from "./log.ts";
import { blobTroubles, computeTroubles, seen } from "./seen.ts";
import { allowed, found, reasons, templateFlaws, wrong } from "./problems.ts";
import type { Language } from "../sayings.ts";

export const english: Language = {
  sentences: {
    ...log,
    ...forms,
    ...reasons,
    ...wrong,
    ...allowed,
    ...found,
    ...templateFlaws,
    ...seen,
    ...blobTroubles,
    ...computeTroubles,
  },
  joinProblems,
};
