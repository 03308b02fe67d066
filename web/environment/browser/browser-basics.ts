import type { Pace } from "../../core/pace.ts";
import { randomBytes } from "../../links/random.ts";
import { findWorkload } from "../../workloads/catalogue.ts";
import type { Environment } from "../environment.ts";
import { browserClock } from "./browser-clock.ts";

/** What every room and membership of a page has in common. */
export function browserBasics(pace: Pace): Environment {
  return {
    clock: browserClock,
    pace,
    findDescriber: (workload) => findWorkload(workload) ?? null,
    random: Math.random,
    randomBytes,
  };
}
