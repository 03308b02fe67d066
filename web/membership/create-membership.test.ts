import { sampleTicket } from "../core/testing/sample-ticket.ts";
import type { Seen } from "../core/seen.ts";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { sampleIdentity, sampleKeys, volunteer } from "../core/handshake/testing/sample-room.ts";
import { defaultVolunteerSettings } from "../core/volunteer/settings.ts";
import { batch, closeJob, committed, job } from "../core/volunteer/testing/down-messages.ts";
import { handle } from "../core/volunteer/volunteer.ts";
import { lookAt } from "../core/values/packed.ts";
import type { JoinProblem } from "../core/handshake/join-problem.ts";
import type { Refused } from "../environment/dialer.ts";
import { createMembership } from "./create-membership.ts";
import type { Membership } from "./membership.ts";
import type { VolunteerPhase } from "./store.ts";
import { FakeEnvironment, MemoryStays, tabOf, type FakeOptions } from "./testing/fake-environment.ts";
import type { Saying } from "../words/sayings.ts";

const ada = { name: "Ada", slots: 2 };

const some: Seen = { key: "thrown", message: "some detail" };

function refusal(problem: JoinProblem): Refused {
  return { type: "refused", problem, seen: some };
}

/** A membership that has not been asked anything, and the phases that its store goes through. */
function newMembership(options: FakeOptions = {}) {
  const environment = new FakeEnvironment(options);
  const membership = createMembership(environment);
  const phases: VolunteerPhase[] = [];
  membership.store.subscribe(({ phase }) => {
    if (phase !== phases.at(-1)) phases.push(phase);
  });
  return { environment, membership, phases, coordinator: environment.coordinator };
}

/** A membership that is in its room. */
async function inRoom(options: FakeOptions = {}) {
  const made = newMembership(options);
  made.membership.join(ada);
  await made.environment.passTime(1);
  expect(made.phases.at(-1)?.type).toBe("present");
  return { ...made, stays: made.environment.stays };
}

/** The store after the next frame. */
async function shown(environment: FakeEnvironment, membership: Membership) {
  await environment.passTime(20);
  return membership.store.getState();
}

function logOf(membership: Membership): readonly Saying[] {
  return membership.store.getState().log.map(({ saying }) => saying);
}

test("a volunteer that joins goes through every step and tells the coordinator its name, device and slots", async () => {
  const { membership, phases, coordinator } = await inRoom();
  expect(phases).toEqual([
    { type: "joining", step: "room" },
    { type: "joining", step: "sandbox" },
    { type: "joining", step: "link" },
    { type: "joining", step: "proof" },
    { type: "present" },
  ]);
  expect(coordinator.messages).toEqual([
    { type: "join", tab: tabOf(1), name: "Ada", device: "a test", slots: 2, features: [] },
  ]);
  expect(membership.store.getState()).toMatchObject({ name: "Ada", link: "steady", isBack: false, screen: "held" });
  expect(logOf(membership)).toEqual([{ key: "joined", again: false }]);
});

test("a volunteer that only looks asks whether the room is there, and starts nothing", async () => {
  const { environment, membership, phases, coordinator } = newMembership();
  membership.arrive(null);
  await environment.passTime(60_000);
  expect(phases).toEqual([{ type: "looking" }, { type: "asking" }]);
  expect(environment.computes).toHaveLength(0);
  expect(coordinator.dials).toBe(0);
  expect(environment.stays).toMatchObject({ kept: null });
});

test("a tab with several jobs says which one each slot computes for, and with one it does not", async () => {
  const { environment, membership, coordinator } = await inRoom();
  for (const id of [1, 2]) {
    coordinator.sendMessage(job(id));
    coordinator.sendMessage(batch(id, [id], id));
  }
  expect(await shown(environment, membership)).toMatchObject({
    openJobs: 2,
    slots: [
      { slot: 0, job: "job 1", task: "1 of job 1" },
      { slot: 1, job: "job 2", task: "2 of job 2" },
    ],
  });
  coordinator.sendMessage(closeJob(2));
  const state = await shown(environment, membership);
  expect(state.openJobs).toBe(1);
  expect(state.slots.map((slot) => slot.job)).toEqual([null, null]);
});

test("a volunteer computes, and its store shows the task, the counts and what is not yet on record", async () => {
  const { environment, membership, coordinator } = await inRoom();
  coordinator.sendMessage(job(1));
  coordinator.sendMessage(batch(1, [0]));
  expect(await shown(environment, membership)).toMatchObject({
    work: "computing",
    job: { title: "job 1", about: "", workUnit: "tasks", workOfTask: 1, part: null },
    slots: [
      { slot: 0, task: "0 of job 1" },
      { slot: 1, task: null },
    ],
  });
  environment.compute.finishRun();
  expect(await shown(environment, membership)).toMatchObject({ done: 1, failed: 0, uncommitted: 1 });
  coordinator.sendMessage(committed(1));
  coordinator.sendMessage(closeJob(1));
  const state = await shown(environment, membership);
  expect(state).toMatchObject({ work: "finished", uncommitted: 0 });
  expect(state.slots.every(({ task }) => task === null)).toBe(true);
  expect(logOf(membership)).toEqual([
    { key: "joined", again: false },
    { key: "task-started", task: "0 of job 1" },
  ]);
});

const otherKeys = sampleIdentity(sampleKeys(9));

/** What stands in the way of each join, and what comes of it. `keeps`: the next page of this tab tries by itself. */
const hindrances: readonly {
  readonly what: string;
  readonly options?: FakeOptions;
  readonly set?: (coordinator: FakeEnvironment["coordinator"]) => void;
  readonly problem: JoinProblem;
  readonly seen?: Seen;
  readonly keeps: boolean;
}[] = [
  {
    what: "a server that does not know the room",
    set: (coordinator) => (coordinator.found = refusal("unknown-room")),
    problem: "unknown-room",
    keeps: false,
  },
  {
    what: "a room that is joined by its link alone",
    set: (coordinator) => (coordinator.found = refusal("link-needed")),
    problem: "link-needed",
    keeps: false,
  },
  {
    what: "a key that is incomplete",
    set: (coordinator) => (coordinator.found = refusal("wrong-key")),
    problem: "wrong-key",
    keeps: false,
  },
  {
    what: "a server that is away",
    set: (coordinator) => (coordinator.found = refusal("signaling-away")),
    problem: "signaling-away",
    keeps: true,
  },
  {
    what: "a coordinator that is away",
    set: (coordinator) => (coordinator.found = refusal("coordinator-away")),
    problem: "coordinator-away",
    keeps: true,
  },
  {
    what: "a dialer that breaks on the way to the room",
    set: (coordinator) => (coordinator.found = new Error("some detail")),
    problem: "signaling-away",
    keeps: true,
  },
  {
    what: "a sandbox that leaks",
    options: { computeStart: { type: "leaky", escapes: ["fetch", "open"] } },
    problem: "leaky-sandbox",
    seen: { key: "ways-out", escapes: ["fetch", "open"] },
    keeps: false,
  },
  {
    what: "a sandbox that does not start",
    options: { computeStart: { type: "failed", trouble: { key: "sandbox-silent" } } },
    problem: "sandbox-failed",
    seen: { key: "sandbox-silent" },
    keeps: true,
  },
  {
    what: "a sandbox that breaks",
    options: { computeStart: new Error("some detail") },
    problem: "sandbox-failed",
    keeps: true,
  },
  {
    what: "two devices that do not reach each other",
    set: (coordinator) => (coordinator.refusal = refusal("no-path")),
    problem: "no-path",
    keeps: true,
  },
  {
    what: "a browser without data channels",
    set: (coordinator) => (coordinator.refusal = refusal("unsupported-browser")),
    problem: "unsupported-browser",
    keeps: false,
  },
  {
    what: "a dialer that breaks",
    set: (coordinator) => (coordinator.refusal = new Error("some detail")),
    problem: "no-path",
    keeps: true,
  },
  {
    what: "a room of another key",
    set: (coordinator) => (coordinator.keys = otherKeys),
    problem: "wrong-key",
    seen: { key: "handshake-refused", reason: "wrong-key" },
    keeps: false,
  },
  {
    what: "a room that is full",
    set: (coordinator) => (coordinator.hasRoom = false),
    problem: "room-full",
    seen: { key: "handshake-refused", reason: "room-full" },
    keeps: true,
  },
];

test.each(hindrances)("$what is told as $problem", async ({ options, set, problem, seen, keeps }) => {
  const { environment, membership, phases, coordinator } = newMembership(options);
  set?.(coordinator);
  membership.join(ada);
  await environment.passTime(100);
  expect(phases.at(-1)).toEqual({ type: "refused", problem, seen: seen ?? some });
  expect(environment.stays).toMatchObject({ kept: keeps ? { name: "Ada", slots: 2 } : null });
  expect(environment.compute.isClosed).toBe(true);
  expect(membership.store.getState()).toMatchObject({ link: "none", screen: "off", slots: [] });
});

test("a problem that may pass is waited for, and the volunteer joins by itself once it has passed", async () => {
  const { environment, membership, phases, coordinator } = newMembership();
  const there = coordinator.found;
  coordinator.found = refusal("coordinator-away");
  membership.join(ada);
  await environment.passTime(10_000);
  coordinator.found = there;
  await environment.passTime(3_000);
  expect(phases.at(-1)).toEqual({ type: "present" });
});

test("a volunteer that gives up waiting asks no more", async () => {
  const { environment, membership, phases, coordinator } = newMembership();
  coordinator.found = refusal("coordinator-away");
  membership.join(ada);
  await environment.passTime(10_000);
  membership.leave();
  coordinator.found = { type: "found", identity: volunteer.identity };
  await environment.passTime(60_000);
  expect(phases.at(-1)).toEqual({ type: "left", because: "own-wish" });
  expect(environment.clock.pending).toBe(0);
});

test("a join that is called off while the room is looked for ends there", async () => {
  const { environment, membership, phases, coordinator } = newMembership();
  membership.join(ada);
  membership.leave();
  await environment.passTime(60_000);
  expect(phases.at(-1)).toEqual({ type: "left", because: "own-wish" });
  expect(coordinator.dials).toBe(0);
  expect(environment.compute.isClosed).toBe(true);
});

test("slots that are changed while the room is looked for are the slots that start", async () => {
  const { environment, membership } = newMembership();
  membership.join(ada);
  membership.setSlots(5);
  await environment.passTime(1);
  expect(environment.compute.openedSlots).toBe(5);
});

test("a volunteer that the coordinator sends away shows the coordinator's reason, and does not come back by itself", async () => {
  const { environment, phases, coordinator } = await inRoom();
  coordinator.sendMessage({ type: "goodbye", reason: "broke-rules", detail: "too slow" });
  await environment.passTime(60_000);
  expect(phases.at(-1)).toEqual({
    type: "refused",
    problem: "broke-rules",
    seen: { key: "thrown", message: "too slow" },
  });
  expect(environment.stays).toMatchObject({ kept: null });
  expect(coordinator.dials).toBe(1);
});

test("a volunteer that is sent what is no message shows what was wrong, tells the coordinator, and does not come back by itself", async () => {
  const { environment, phases, coordinator } = await inRoom();
  coordinator.link.sendMalformed("a frame of text");
  await environment.passTime(700_000);
  const seen = { key: "thrown", message: "a frame of text" } as const;
  expect(phases.at(-1)).toEqual({ type: "refused", problem: "other-version", seen });
  expect(coordinator.messageOf("goodbye")).toEqual({
    type: "goodbye",
    reason: "refused-message",
    detail: "a frame of text",
  });
  expect(coordinator.dials).toBe(1);
});

test("a room that its coordinator closes is left, and so is one that is gone after a reload", async () => {
  const stays = new MemoryStays();
  const closing = await inRoom({ stays });
  const { kept } = stays;
  closing.coordinator.sendMessage({ type: "goodbye", reason: "room-closed", detail: "" });
  await closing.environment.passTime(10);
  expect(closing.phases.at(-1)).toEqual({ type: "left", because: "room-closed" });
  expect(stays.kept).toBeNull();
  stays.kept = kept;
  const reloaded = newMembership({ stays });
  reloaded.coordinator.found = refusal("unknown-room");
  reloaded.membership.arrive(null);
  await reloaded.environment.passTime(10);
  expect(reloaded.phases.at(-1)).toEqual({ type: "left", because: "room-closed" });
});

test("a lost link is looked for, and the volunteer comes back with what it has computed", async () => {
  const { environment, membership, phases, coordinator } = await inRoom();
  coordinator.sendMessage(job(1));
  coordinator.sendMessage(batch(1, [0]));
  await environment.passTime(10);
  coordinator.link.breakLink();
  await environment.passTime(10);
  environment.compute.finishRun();
  expect(await shown(environment, membership)).toMatchObject({
    phase: { type: "reconnecting", attempt: 1, seen: { key: "no-path-any-more" } },
    link: "none",
    uncommitted: 1,
    screen: "held",
  });
  await environment.passTime(300);
  expect(phases.at(-1)).toEqual({ type: "present" });
  expect(coordinator.messageOf("results")).toMatchObject({ parcel: 1, offered: sampleTicket("7") });
  expect(logOf(membership)).toEqual([
    { key: "joined", again: false },
    { key: "task-started", task: "0 of job 1" },
    { key: "link-lost", seen: { key: "no-path-any-more" } },
    { key: "joined", again: true },
  ]);
});

test("a coordinator that is back after it was killed is found while the old link still seems to be there", async () => {
  const { environment, membership, phases, coordinator } = await inRoom();
  coordinator.link.cutLink();
  await environment.passTime(15_000);
  expect(coordinator.links).toHaveLength(2);
  expect(phases.slice(-2)).toEqual([{ type: "reconnecting", attempt: 1, seen: null }, { type: "present" }]);
  expect(logOf(membership).at(-1)).toEqual({ key: "joined", again: true });
});

test("lines that a task writes while the link is lost are counted in the first one over the next link", async () => {
  const { environment, phases, coordinator } = await inRoom();
  coordinator.sendMessage(job(1));
  coordinator.sendMessage(batch(1, [0]));
  await environment.passTime(10);
  expect(environment.compute.runs).toMatchObject([{ slot: 0, run: { run: 1 } }]);
  const say = (text: string): void =>
    environment.compute.emit({ type: "task-said", slot: 0, run: 1, position: 0, level: "log", text, dropped: 0 });
  coordinator.link.breakLink();
  await environment.passTime(10);
  say("lost");
  say("lost too");
  await environment.passTime(300);
  expect(phases.at(-1)).toEqual({ type: "present" });
  expect(coordinator.messageOf("console")).toBeUndefined();
  say("here");
  await environment.passTime(10);
  expect(coordinator.messageOf("console")).toMatchObject({ text: "here", dropped: 2 });
});

test("a coordinator that falls silent and cannot be found is given up as lost", async () => {
  const { environment, phases, coordinator } = await inRoom();
  coordinator.answers = false;
  coordinator.refusal = refusal("no-path");
  await environment.passTime(40_000);
  expect(coordinator.messageOf("goodbye")?.reason).toBe("silence");
  expect(phases).toContainEqual({
    type: "reconnecting",
    attempt: 1,
    seen: { key: "own-goodbye", reason: "silence" },
  });
  expect(phases.at(-1)?.type).toBe("reconnecting");
});

test("a reload comes back as the same volunteer, with its counts and its pause", async () => {
  const stays = new MemoryStays();
  const before = await inRoom({ stays });
  before.coordinator.sendMessage(job(1));
  before.coordinator.sendMessage(batch(1, [0]));
  await before.environment.passTime(10);
  before.environment.compute.finishRun();
  before.membership.setSlots(3);
  before.membership.pause();
  before.membership.close();
  expect(stays.kept).toEqual({ tab: tabOf(1), name: "Ada", slots: 3, paused: true, wasIn: true, done: 1, failed: 0 });

  const after = newMembership({ tab: 2, stays });
  after.membership.arrive(null);
  await after.environment.passTime(10);
  expect(after.coordinator.messages).toEqual([
    { type: "join", tab: tabOf(1), name: "Ada", device: "a test", slots: 3, features: [] },
    { type: "limits", slots: 3, paused: true },
  ]);
  expect(after.membership.store.getState()).toMatchObject({ isBack: true, paused: true, done: 1, screen: "off" });
});

test("slots that are set while the room is looked for are the slots that compute", async () => {
  const { environment, membership, coordinator } = newMembership();
  membership.join(ada);
  membership.setSlots(3);
  await environment.passTime(10);
  coordinator.sendMessage(job(1));
  coordinator.sendMessage(batch(1, [0, 1, 2]));
  await environment.passTime(10);
  expect(environment.compute.runs.map(({ slot }) => slot)).toEqual([0, 1, 2]);
});

test("an address that names a volunteer joins as that one, and a kept stay that cannot be read is none", async () => {
  const named = newMembership();
  named.membership.arrive({ name: "Bob", slots: 1 });
  await named.environment.passTime(10);
  expect(named.coordinator.messageOf("join")).toMatchObject({ name: "Bob", slots: 1 });

  const stays = new MemoryStays();
  stays.read = () => Promise.reject(new Error("the storage is barred"));
  const unread = newMembership({ stays });
  unread.membership.arrive({ name: "Bob", slots: 1 });
  await unread.environment.passTime(10);
  expect(unread.phases).toEqual([{ type: "looking" }, { type: "asking" }]);
});

test("a volunteer that leaves hands over its results first, and goes once they are on record", async () => {
  const { environment, membership, phases, coordinator } = await inRoom();
  coordinator.sendMessage(job(1));
  coordinator.sendMessage(batch(1, [0]));
  await environment.passTime(10);
  environment.compute.finishRun();
  membership.leave();
  await environment.passTime(1_000);
  expect(phases.at(-1)).toEqual({ type: "present" });
  expect(coordinator.messageOf("results")).toMatchObject({ parcel: 1, offered: null });
  expect(coordinator.messageOf("goodbye")).toBeUndefined();
  coordinator.sendMessage(committed(1));
  await environment.passTime(10);
  expect(coordinator.messageOf("goodbye")).toEqual({ type: "goodbye", reason: "left", detail: "" });
  expect(phases.at(-1)).toEqual({ type: "left", because: "own-wish" });
  expect(environment.stays).toMatchObject({ kept: null });
  expect(environment.compute.isClosed).toBe(true);
});

test("a volunteer whose results do not get on record leaves all the same after two seconds", async () => {
  const { environment, membership, phases, coordinator } = await inRoom();
  coordinator.sendMessage(job(1));
  coordinator.sendMessage(batch(1, [0]));
  await environment.passTime(10);
  environment.compute.finishRun();
  membership.leave();
  await environment.passTime(2_000);
  expect(phases.at(-1)).toEqual({ type: "left", because: "own-wish" });
});

test("a sandbox that fails at work ends the stay with a goodbye, and a person can try again", async () => {
  const { environment, membership, phases, coordinator } = await inRoom();
  environment.compute.emit({ type: "failed", trouble: { key: "frame-silent", pings: 5 } });
  await environment.passTime(10);
  expect(coordinator.messageOf("goodbye")).toEqual({
    type: "goodbye",
    reason: "sandbox-failed",
    detail: "frame-silent pings=5",
  });
  expect(phases.at(-1)).toEqual({
    type: "refused",
    problem: "sandbox-failed",
    seen: { key: "frame-silent", pings: 5 },
  });
  membership.tryAgain();
  await environment.passTime(10);
  expect(phases.at(-1)).toEqual({ type: "present" });
  expect(environment.computes).toHaveLength(2);
});

test("a Worker that dies is in the log, unless its job was closed", async () => {
  const { environment, membership } = await inRoom();
  const replaced = { type: "slot-replaced", slot: 1 } as const;
  environment.compute.emit({ ...replaced, cause: "aborted" });
  environment.compute.emit({ ...replaced, cause: 2, trouble: { key: "task-too-long", limitMs: 9 } });
  await environment.passTime(20);
  expect(logOf(membership)).toEqual([
    { key: "joined", again: false },
    { key: "slot-replaced", slot: 1, trouble: { key: "task-too-long", limitMs: 9 } },
  ]);
});

test("the screen is wanted in the room and while the link is looked for, and neither paused nor afterwards", async () => {
  const { environment, membership, coordinator } = newMembership();
  const screens: string[] = [];
  const noteScreen = async (): Promise<void> => {
    await environment.passTime(20);
    screens.push(environment.screen.state);
  };
  coordinator.found = refusal("signaling-away");
  membership.join(ada);
  await noteScreen();
  coordinator.found = { type: "found", identity: volunteer.identity };
  await environment.passTime(3_000);
  await noteScreen();
  membership.pause();
  await noteScreen();
  membership.resume();
  await noteScreen();
  coordinator.refusal = refusal("coordinator-away");
  coordinator.link.breakLink();
  await noteScreen();
  membership.leave();
  await noteScreen();
  expect(screens).toEqual(["off", "held", "off", "held", "held", "off"]);
});

test("what the coordinator says of a job for people stands in the store as labels, and its results can be drawn where it says how", async () => {
  const { environment, membership, coordinator } = await inRoom();
  const said = { about: "Draws\n tiles.\u202e", workUnit: "pixels", workOfTask: 64, part: "pixels" } as const;
  coordinator.sendMessage({ ...job(1), ...said });
  coordinator.sendMessage(batch(1, [4, 5]));
  const before = await shown(environment, membership);
  expect(before.job).toEqual({ ...said, title: "job 1", about: "Draws tiles." });
  expect(before.ownParts.results).toEqual([]);
  environment.compute.finishRun();
  const { ownParts } = await shown(environment, membership);
  expect(ownParts.results).toMatchObject([{ number: 1, kind: "pixels" }]);
  const [newest] = ownParts.results;
  expect(newest?.input.at).toBe(0);
  expect(newest && lookAt(newest.value.column, newest.value.at)).toBe(0);
  coordinator.sendMessage(job(2));
  environment.compute.finishRun();
  expect((await shown(environment, membership)).ownParts).toEqual({ job: ownParts.job + 1, results: [] });
});

test("two memberships of one process do not know each other", async () => {
  const first = await inRoom({ tab: 1 });
  const second = await inRoom({ tab: 2 });
  first.membership.pause();
  first.coordinator.sendMessage(job(1));
  first.coordinator.link.breakLink();
  await first.environment.passTime(50);
  expect(second.membership.store.getState()).toMatchObject({ paused: false, job: null, link: "steady" });
  expect(logOf(second.membership)).toEqual([{ key: "joined", again: false }]);
  first.membership.close();
  second.coordinator.sendMessage(job(2));
  expect(await shown(second.environment, second.membership)).toMatchObject({
    job: { title: "job 2" },
    phase: { type: "present" },
  });
});

test("a membership that is closed says goodbye at once and keeps its stay for the next page", async () => {
  const { environment, membership, coordinator } = await inRoom();
  membership.close();
  await environment.passTime(0);
  expect(coordinator.messageOf("goodbye")).toEqual({ type: "goodbye", reason: "page-closed", detail: "" });
  expect(environment.stays).toMatchObject({ kept: { name: "Ada", wasIn: true } });
  membership.join(ada);
  membership.look();
  membership.tryAgain();
  await environment.passTime(60_000);
  expect(coordinator.dials).toBe(1);
  expect(environment.computes).toHaveLength(1);
});

test("a membership that is closed while it reads its kept stay does not come back", async () => {
  const stays = new MemoryStays();
  const before = await inRoom({ stays });
  before.membership.close();
  const { environment, membership } = newMembership({ stays });
  membership.arrive(null);
  membership.close();
  await environment.passTime(0);
  expect(environment.computes).toHaveLength(0);
  expect(environment.clock.pending).toBe(0);
  expect(stays.kept).not.toBeNull();
});

test("a volunteer that leaves while its kept stay is read does not come back", async () => {
  const stays = new MemoryStays();
  const before = await inRoom({ stays });
  before.membership.close();
  const { environment, membership, phases } = newMembership({ stays });
  membership.arrive(null);
  membership.leave();
  await environment.passTime(60_000);
  expect(phases.at(-1)).toEqual({ type: "left", because: "own-wish" });
  expect(environment.computes).toHaveLength(0);
  expect(stays.kept).toBeNull();
});

/** What may happen around a membership at any time. */
const happenings = {
  join: ({ membership }) => membership.join(ada),
  look: ({ membership }) => membership.look(),
  arrive: ({ membership }) => membership.arrive(ada),
  tryAgain: ({ membership }) => membership.tryAgain(),
  pause: ({ membership }) => membership.pause(),
  leave: ({ membership }) => membership.leave(),
  "a lost link": ({ coordinator }) => coordinator.links.at(-1)?.breakLink(),
  "a silent link": ({ coordinator }) => coordinator.links.at(-1)?.cutLink(),
  "a path that wavers": ({ coordinator }) => coordinator.links.at(-1)?.changePath("wavering"),
  "a server that goes": ({ coordinator }) => (coordinator.found = refusal("signaling-away")),
  "a coordinator that goes": ({ coordinator }) => (coordinator.refusal = refusal("coordinator-away")),
  "a coordinator that does not say welcome": ({ coordinator }) => (coordinator.welcomes = false),
  "a coordinator that does not prove itself": ({ coordinator }) => (coordinator.proves = false),
  "a sandbox that fails": ({ environment }) =>
    environment.computes.at(-1)?.emit({ type: "failed", trouble: { key: "sandbox-silent" } }),
} satisfies Record<string, (made: ReturnType<typeof newMembership>) => unknown>;

const kindsOfHappening = Object.keys(happenings).filter((kind): kind is keyof typeof happenings => kind in happenings);

test("whenever a membership is closed, whatever has happened before, nothing of it rings any more", async () => {
  const wait = fc.oneof(
    fc.constantFrom(null, 0),
    fc.integer({ min: 1, max: 500 }),
    fc.integer({ min: 501, max: 20_000 }),
  );
  const step = fc.record({ kind: fc.constantFrom(...kindsOfHappening), waitMs: wait });
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.array(step, { maxLength: 8 }), async (isIn, steps) => {
      const made = isIn ? await inRoom() : newMembership();
      for (const { kind, waitMs } of steps) {
        happenings[kind](made);
        if (waitMs !== null) await made.environment.passTime(waitMs);
      }
      made.membership.close();
      // Both sides hear of the end of the links; the far end's handshakes end with them.
      await made.environment.passTime(0);
      const before = made.phases.length;
      expect(made.environment.clock.pending).toBe(0);
      await made.environment.passTime(60_000);
      expect(made.phases).toHaveLength(before);
      expect(made.environment.computes.every(({ isClosed }) => isClosed)).toBe(true);
      expect(made.environment.screen.state).toBe("off");
    }),
    { numRuns: 100 },
  );
});

test("another machine takes the place of the real one", async () => {
  const environment = new FakeEnvironment();
  const settings = { ...defaultVolunteerSettings, silenceMs: 1 };
  const facts: string[] = [];
  const membership = createMembership(environment, {
    machine: {
      settings,
      handle(machine, event) {
        facts.push(event.type);
        expect(machine.settings).toBe(settings);
        return handle(machine, event);
      },
    },
  });
  membership.join(ada);
  await environment.passTime(1);
  expect(facts).toEqual(["slot-ready", "slot-ready", "link-opened", "message-arrived"]);
  membership.close();
});
