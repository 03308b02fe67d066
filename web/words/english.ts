import { forms } from "./english/forms.ts";
import { joinProblems } from "./english/join-problems.ts";
import { log } from "./english/log.ts";
import { blobTroubles, seen } from "./english/seen.ts";
import { allowed, found, reasons, templateFlaws, wrong } from "./english/problems.ts";
import type { Language } from "./sayings.ts";

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
  },
  joinProblems,
};
