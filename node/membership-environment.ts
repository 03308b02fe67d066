import type { Compute } from "../web/compute/compute.ts";
import type { Clock } from "../web/core/clock.ts";
import { steadyClock } from "../web/core/steady-clock.ts";
import type { Dialer } from "../web/environment/dialer.ts";
import type { Environment, MembershipEnvironment } from "../web/environment/environment.ts";
import { noScreen } from "../web/environment/screen.ts";
import { keepsNothing } from "../web/environment/stay-keeper.ts";
import { TimerPace } from "../web/environment/timer-pace.ts";
import { drawTabId } from "../web/links/draw-tab-id.ts";
import { randomBytes } from "../web/links/random.ts";

const systems: Readonly<Record<string, string>> = { darwin: "macOS", linux: "Linux", win32: "Windows" };

/** What every room and membership of a process has in common. */
export function nodeBasics(timers: Clock): Environment {
  const clock = steadyClock(timers);
  return { clock, pace: new TimerPace(clock), random: Math.random, randomBytes };
}

/** A process as a membership sees it: every call draws another tab id. */
export function membershipEnvironment(
  basics: Environment,
  dialer: Dialer,
  createCompute: () => Compute,
): MembershipEnvironment {
  return {
    ...basics,
    dialer,
    stays: keepsNothing,
    screen: noScreen,
    tab: drawTabId(),
    device: `Node on ${systems[process.platform] ?? process.platform}`,
    createCompute,
  };
}
