import { encodeUp } from "../core/wire/codec.ts";
import type { UpMessage } from "../core/wire/messages.ts";
import { lieOf, timeLieOf } from "./liar.ts";
import type { Fault } from "./scenario.ts";
import type { VolunteerTab } from "./volunteer-tab.ts";
import type { Side } from "./weather.ts";
import type { World } from "./world.ts";

const hourMs = 3_600_000;

/** ICE calls a path interrupted after this silence, and gives it up later. */
const pathWaversMs = 40_000;
const pathGivenUpMs = 240_000;

function partition(world: World, tab: VolunteerTab, from: readonly Side[], forMs: number): void {
  for (const side of from) tab.weather.blockedUntil[side] = world.timeline.now + forMs;
  const { link } = tab;
  if (forMs > pathWaversMs) {
    world.timeline.after(pathWaversMs, () => link?.changePath("room", "wavering"));
    world.timeline.after(forMs, () => link?.changePath("room", "steady"));
  }
  if (forMs > pathGivenUpMs) world.timeline.after(pathGivenUpMs, () => link?.break());
}

function sayAgain({ link, machine }: VolunteerTab, message: UpMessage): void {
  if (machine?.standing.type !== "present") return;
  const { lane, bytes } = encodeUp(message);
  link?.forge("volunteer", lane, bytes);
}

/** Lies that are told at a time, as long as the room listens. */
const liesAtOnce = 12;

function lie(world: World, tab: VolunteerTab, fault: Fault, tell: typeof lieOf): void {
  if (tab.machine?.standing.type !== "present") return;
  for (let nth = 0; nth < liesAtOnce; nth += 1) {
    const message = tell(world, tab, { ...fault, who: fault.who + nth, size: fault.size + 7 * nth });
    if (message === null) continue;
    tab.hasForged = true;
    sayAgain(tab, message);
  }
}

/** A person does something in the tab's page: at once, or when it thaws. */
function act({ page }: VolunteerTab, what: () => void): void {
  page.hear(() => {
    if (!page.isClosed) what();
  });
}

function pauseTab(tab: VolunteerTab, isPaused: boolean): void {
  act(tab, () => {
    if (!tab.isIn) return;
    tab.isPaused = isPaused;
    if (isPaused) tab.membership.pause();
    else tab.membership.resume();
  });
}

function changeSlots(tab: VolunteerTab, slots: number): void {
  act(tab, () => {
    if (!tab.isIn) return;
    tab.slots = slots;
    tab.membership.setSlots(slots);
  });
}

/** Lets it happen. Tabs are counted among those that live. */
export function strike(world: World, fault: Fault): void {
  const { timeline, log, room } = world;
  const { kind, who, forMs, size } = fault;
  log.note(timeline.now, kind, who, forMs, size);
  const living = world.tabs.filter((one) => !one.isDead && !one.hasLeft);
  const tab = living[who % Math.max(1, living.length)];
  if (tab === undefined) return;
  const sender = size % 2 === 0 ? "volunteer" : "room";
  switch (kind) {
    case "link breaks":
      tab.link?.break();
      return;
    case "messages doubled":
      tab.weather.duplicates[sender] += size;
      tab.weather.hasDuplicated = true;
      return;
    case "messages delayed":
      tab.weather.delayedUntil = timeline.now + forMs;
      tab.weather.delayMs = 1_000 * size;
      return;
    case "partition both ways":
      partition(world, tab, ["volunteer", "room"], forMs);
      return;
    case "partition upwards":
      partition(world, tab, ["volunteer"], forMs);
      return;
    case "partition downwards":
      partition(world, tab, ["room"], forMs);
      return;
    case "chunk truncated":
      tab.weather.truncated[sender] += 1;
      tab.weather.seemsRude ||= sender === "volunteer";
      return;
    case "pieces spoilt":
      tab.weather.spoilt += size;
      return;
    case "tab crashes":
      world.crashTab(tab);
      return;
    case "tab reloads":
      world.reloadTab(tab);
      return;
    case "tab freezes":
      tab.page.freeze(forMs);
      return;
    case "tab slows down":
      tab.slowness = 100;
      timeline.after(forMs, () => {
        tab.slowness = 1;
      });
      return;
    case "slot crashes":
      tab.compute?.crash(size % Math.max(1, tab.slots));
      return;
    case "tab's clock jumps":
      tab.page.jumpClock(hourMs);
      return;
    case "coordinator's clock jumps":
      room?.page.jumpClock(hourMs);
      return;
    case "coordinator crashes":
      if (room !== null) room.ordersToCrash = size;
      return;
    case "coordinator crashes as a job ends early":
      if (room !== null) room.diesWithEarlyEnd = true;
      return;
    case "coordinator reloads":
      world.reloadRoom();
      return;
    case "coordinator freezes":
      room?.page.freeze(forMs);
      return;
    case "disk full":
      world.database.fullUntil = timeline.now + forMs;
      return;
    case "forged answer":
      lie(world, tab, fault, lieOf);
      return;
    case "tab stalls":
      tab.page.stall(forMs);
      return;
    case "everything stalls":
      for (const { page } of living) page.stall(forMs);
      room?.page.stall(forMs);
      return;
    case "tasks held in silence":
      tab.silence = size;
      return;
    case "times made up":
      lie(world, tab, fault, timeLieOf);
      return;
    case "answer said again": {
      const message = tab.said[size % Math.max(1, tab.said.length)];
      if (message !== undefined) sayAgain(tab, message);
      return;
    }
    case "second coordinator":
      world.openSecondRoom(size % 3 === 0 ? 0 : forMs);
      return;
    case "signaling down":
      world.network.goDown(forMs);
      return;
    case "join storm": {
      const newcomers = Array.from({ length: 1 + (size % 8) }, () => world.addTab(1));
      for (const newcomer of newcomers) {
        timeline.after(forMs, () => act(newcomer, () => newcomer.membership.leave()));
      }
      return;
    }
    case "tab pauses":
    case "tab resumes":
      pauseTab(tab, kind === "tab pauses");
      return;
    case "tab changes slots":
      changeSlots(tab, 1 + (size % 4));
      return;
    case "tab leaves":
      act(tab, () => tab.membership.leave());
      return;
    case "tab comes":
      world.addTab(1 + (size % 3));
      return;
    case "job paused":
      room?.changeJob(size, (job) => room.room.pauseJob(job));
      return;
    case "job resumed":
      room?.changeJob(size, (job) => room.room.resumeJob(job));
      return;
    case "job cancelled":
      room?.changeJob(size, (job) => room.room.cancelJob(job));
      return;
  }
}
