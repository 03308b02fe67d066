import { pieceBytes } from "../core/blobs/pieces.ts";
import { defaultSchedulerSettings, type SchedulerSettings } from "../core/scheduler/settings.ts";
import type { Looks } from "../core/steady-clock.ts";
import { defaultVolunteerSettings, type VolunteerSettings } from "../core/volunteer/settings.ts";

/**
 * How many times slower the machines' settings are. Only the ratios between their times matter, and with long heartbeats a
 * simulated hour has few idle events. The shells' own times stay as they are: handshakes, back-off and the search for a room
 * last seconds and are as likely to be hit by a fault as in life; a search ends after ten minutes, longer than a room is away.
 */
const slower = 8;

/** How many times slower heartbeats are, which are most of the events: three of them still fit into a suspicious silence. */
const heartbeatSlower = 20;

export const slowSchedulerSettings: SchedulerSettings = {
  ...defaultSchedulerSettings,
  heartbeatMs: heartbeatSlower * defaultSchedulerSettings.heartbeatMs,
  slowestHeartbeatMs: slower * defaultSchedulerSettings.slowestHeartbeatMs,
  suspectAfterMs: slower * defaultSchedulerSettings.suspectAfterMs,
  goneAfterMs: slower * defaultSchedulerSettings.goneAfterMs,
  confirmMs: slower * defaultSchedulerSettings.confirmMs,
  leaseFloorMs: slower * defaultSchedulerSettings.leaseFloorMs,
  newcomersPatienceMs: slower * defaultSchedulerSettings.newcomersPatienceMs,
  judgeAwaitMs: slower * defaultSchedulerSettings.judgeAwaitMs,
  fetchStallMs: slower * defaultSchedulerSettings.fetchStallMs,
  batchTargetMs: slower * defaultSchedulerSettings.batchTargetMs,
  wantedAheadMs: slower * defaultSchedulerSettings.wantedAheadMs,
  // Less than the sample inputs have together, so that they make room for each other.
  inputBlobBytes: 5 * (pieceBytes / 2),
};

export const slowVolunteerSettings: VolunteerSettings = {
  ...defaultVolunteerSettings,
  silenceMs: slower * defaultVolunteerSettings.silenceMs,
  farewellMs: slower * defaultVolunteerSettings.farewellMs,
  runTargetMs: slower * defaultVolunteerSettings.runTargetMs,
};

/** How often simulated pages and sandboxes look at their clocks, and from which step on they stood still. */
export const slowLooks: Looks = { everyMs: 20_000, longestMs: 50_000 };

/** The time limit of each simulated job, in milliseconds. */
export const timeLimitMs = slower * 20_000;
