import { defaultSchedulerSettings, type SchedulerSettings } from "../core/scheduler/settings.ts";
import { defaultVolunteerSettings, type VolunteerSettings } from "../core/volunteer/settings.ts";

/** Only the ratios between the machines' times matter: with long heartbeats a simulated hour has few idle events. */
const slower = 8;

/** Many of the events are heartbeats. */
const heartbeatSlower = 20;

export const slowSchedulerSettings: SchedulerSettings = {
  ...defaultSchedulerSettings,
  heartbeatMs: heartbeatSlower * defaultSchedulerSettings.heartbeatMs,
  slowestHeartbeatMs: slower * defaultSchedulerSettings.slowestHeartbeatMs,
  suspectAfterMs: slower * defaultSchedulerSettings.suspectAfterMs,
  goneAfterMs: slower * defaultSchedulerSettings.goneAfterMs,
  confirmMs: slower * defaultSchedulerSettings.confirmMs,
  leaseFloorMs: slower * defaultSchedulerSettings.leaseFloorMs,
  batchTargetMs: slower * defaultSchedulerSettings.batchTargetMs,
};

export const slowVolunteerSettings: VolunteerSettings = {
  ...defaultVolunteerSettings,
  silenceMs: slower * defaultVolunteerSettings.silenceMs,
  farewellMs: slower * defaultVolunteerSettings.farewellMs,
  runTargetMs: slower * defaultVolunteerSettings.runTargetMs,
};

/** The longest that one attempt may take. */
export const timeLimitMs = slower * 20_000;
