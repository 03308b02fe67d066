import type { Pace } from "../../core/pace.ts";
import { randomBytes } from "../../links/random.ts";
import type { Environment } from "../environment.ts";
import { steadyClock } from "../../core/steady-clock.ts";
import { browserClock } from "./browser-clock.ts";

/** What every room and membership of a page has in common. */
export function browserBasics(pace: Pace): Environment {
  return {
    clock: steadyClock(browserClock),
    pace,
    random: Math.random,
    randomBytes,
  };
}
