import { common } from "./common.ts";
import { joinProblems } from "./join-problems.ts";
import { log } from "./log.ts";
import { allowed, found, reasons, templateFlaws, wrong } from "./problems.ts";
import type { Language } from "../sayings.ts";

export const english: Language = {
  common,
  sentences: { ...common, ...log, ...reasons, ...wrong, ...allowed, ...found, ...templateFlaws },
  joinProblems,
};
