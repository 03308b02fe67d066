import { describe, expect, onTestFinished, test } from "vitest";
import { settled } from "../membership/testing/fake-environment.ts";
import { sampleCode } from "../journal/testing/samples.ts";
import { createRoom } from "./create-room.ts";
import { FakeBrowser, FakeEnvironment } from "./testing/fake-environment.ts";
import { OpenedRoom, squaresOf } from "./testing/opened-room.ts";
import { problemsOf } from "../core/job/testing/problems-of.ts";
import type { Problem } from "../core/job/problem.ts";

const noRoomHere: readonly Problem[] = [{ field: "", wrong: { key: "no-room-here" } }];

describe("a room opens", () => {
  test("with a code, and links that lead to it from other computers first", async () => {
    const opened = await OpenedRoom.open();
    const { room, missedRoom, journal, volunteers } = opened.state;
    expect(room).toMatchObject({ phase: "open", code: opened.code, signaling: "reachable", lent: true, problem: null });
    expect(room.joinLinks.map((link) => link.replace(/#.*/, ""))).toEqual([
      `http://192.168.0.7:8080/worker?room=${opened.code}`,
      `http://127.0.0.1:8080/worker?room=${opened.code}`,
    ]);
    expect([missedRoom, journal.state, volunteers]).toEqual([null, "durable", []]);
    expect(opened.browser.register.claims).toMatchObject([{ code: opened.code, secret: expect.any(String) }]);
  });

  test("anew where nothing is on record of the code to go on with, and says so", async () => {
    const opened = await OpenedRoom.open({ code: sampleCode("ABC234") });
    expect(opened.state.missedRoom).toBe("ABC234");
    expect(opened.code).not.toBe("ABC234");
    expect(opened.said).toContainEqual({ key: "room-missed", code: "ABC234" });
  });

  test("under another code where its own is taken, and keeps that on record", async () => {
    const browser = new FakeBrowser();
    browser.register.answers.push({ type: "taken" });
    const opened = await OpenedRoom.open({ browser });
    const [first, second] = browser.register.claims;
    expect(first?.code).not.toBe(second?.code);
    expect(opened.code).toBe(second?.code);
    expect(opened.environment.hosts.map(({ isClosed }) => isClosed)).toEqual([false]);
    expect(await browser.journal.findRoom(opened.code)).toMatchObject({ code: second?.code });
  });

  test("and keeps a code that it has shown, whoever has taken it since", async () => {
    const browser = new FakeBrowser();
    const { code, room } = await OpenedRoom.open({ browser });
    room.close();
    browser.register.answers.push({ type: "taken" });
    const again = await OpenedRoom.open({ browser, code });
    expect(again.state.room).toMatchObject({ phase: "open", code });
    expect(again.state.room.problem).toEqual({ key: "code-taken-over" });
  });

  test("and has a code that was taken back once the other room is gone", async () => {
    const browser = new FakeBrowser();
    const { code, room } = await OpenedRoom.open({ browser });
    room.close();
    browser.register.answers.push({ type: "taken" }, { type: "taken" });
    const again = await OpenedRoom.open({ browser, code });
    await browser.passTime(30_001);
    expect(again.state.room.problem).toEqual({ key: "code-taken-over" });
    await browser.passTime(30_001);
    expect(again.state.room).toMatchObject({ phase: "open", code, problem: null });
  });

  test("once the server takes its code, however often it has refused", async () => {
    const browser = new FakeBrowser();
    browser.register.answers.push(
      { type: "signaling-away", seen: { key: "bad-gateway", status: 502 } },
      { type: "too-many-requests", retryAfterSeconds: 9 },
    );
    const opened = await OpenedRoom.open({ browser });
    expect(opened.state.room.phase).toBe("opening");
    await browser.passTime(2_000);
    expect(opened.state.room).toMatchObject({ phase: "opening", problem: { key: "too-many-requests", seconds: 9 } });
    await browser.passTime(9_000);
    expect(opened.state.room).toMatchObject({ phase: "open", problem: null });
  });

  test("not at all where the links' host fails, and says why", async () => {
    const opened = await OpenedRoom.open();
    opened.environment.host.emit({ type: "failed", reason: { key: "no-webrtc" } });
    await opened.browser.passTime(100);
    expect(opened.state.room).toMatchObject({
      phase: "failed",
      problem: { key: "no-webrtc" },
    });
  });
});

test("the secret is lent to the server only while that is wanted, and the wish is on record", async () => {
  const opened = await OpenedRoom.open();
  opened.room.lendSecret(false);
  await opened.browser.passTime(100);
  expect(opened.browser.register.claims.at(-1)).toEqual({ code: opened.code, secret: null });
  expect(opened.browser.journal.entries.at(-1)).toMatchObject({ type: "room-changed", lent: false, helping: false });
  expect(opened.state.room.lent).toBe(false);
});

test("a secret that was not to be lent, said before the room began, is never lent", async () => {
  const browser = new FakeBrowser();
  const room = createRoom(new FakeEnvironment(browser), { code: null });
  room.lendSecret(false);
  expect(room.store.getState().room).toMatchObject({ phase: "opening", lent: false });
  await browser.passTime(100);
  expect(room.store.getState().room).toMatchObject({ phase: "open", lent: false });
  expect(browser.journal.entries).toMatchObject([{ type: "room-changed", lent: false, helping: false }]);
  const { code } = room.store.getState();
  room.close();

  await OpenedRoom.open({ browser, code });
  expect(browser.register.claims).toEqual([
    { code, secret: null },
    { code, secret: null },
  ]);
});

test("what was said of a room that another tab then ran is not done when this one takes it over", async () => {
  const browser = new FakeBrowser();
  const first = await OpenedRoom.open({ browser });
  const { code } = first;
  const second = createRoom(new FakeEnvironment(browser), { code });
  onTestFinished(() => second.close());
  second.lendSecret(false);
  second.helpHere(true);
  await browser.passTime(1_000);
  expect(second.store.getState()).toMatchObject({ room: { phase: "elsewhere", lent: true }, helping: "off" });
  second.takeOver();
  await browser.passTime(1_000);
  expect(second.store.getState()).toMatchObject({ room: { phase: "open", lent: true }, helping: "off" });
});

test("a room goes on where it was left: with its code, its volunteers' names and its unfinished job", async () => {
  const browser = new FakeBrowser();
  const before = await OpenedRoom.open({ browser });
  await before.enter("laptop", () => new Promise(() => {}));
  await before.start(squaresOf(3));
  const { code } = before;
  before.close();
  await browser.passTime(100);

  const again = await OpenedRoom.open({ browser, code });
  expect(again.state.room).toMatchObject({ phase: "open", code });
  expect(again.said).toContainEqual({ key: "job-goes-on", job: 1, settled: 0, tasks: 3 });
  expect(again.job).toMatchObject({ phase: "waiting", total: 3, pending: 3 });
  await again.enter("laptop");
  await browser.passTime(1_000);
  expect(again.job).toMatchObject({ phase: "done", done: 3 });
  expect(again.state.volunteers).toMatchObject([{ id: 1, name: "laptop", tasksDone: 3 }]);
});

describe("a room that another tab runs", () => {
  test("is not opened unasked; taken over, it is here, and the other tab stands aside", async () => {
    const browser = new FakeBrowser();
    const first = await OpenedRoom.open({ browser });
    await first.start(squaresOf(2));
    const second = await OpenedRoom.open({ browser, code: first.code });
    expect(second.state.room).toMatchObject({ phase: "elsewhere", code: first.code });
    expect(second.job).toMatchObject({ phase: "interrupted", total: 2 });
    expect(problemsOf(() => second.room.startJob(squaresOf(1)))).toEqual(noRoomHere);

    second.room.takeOver();
    await browser.passTime(500);
    expect(second.state.room.phase).toBe("open");
    expect(second.job).toMatchObject({ phase: "waiting", total: 2 });
    expect(first.state.room.phase).toBe("elsewhere");
    expect(first.environment.host.isClosed).toBe(true);
  });

  test("ends here with the first entry that its journal refuses, where no seat tells", async () => {
    const browser = new FakeBrowser();
    const first = await OpenedRoom.open({ browser });
    const known = await browser.journal.findRoom(first.code);
    if (known === null) throw new Error("the room is not on record");
    await browser.journal.begin(known.id, 0);
    await first.start(squaresOf(1));
    expect(first.state.room.phase).toBe("elsewhere");
  });
});

describe("a room ends", () => {
  test("closed by a person: everyone hears a goodbye, and the code is given back", async () => {
    const opened = await OpenedRoom.open();
    const volunteer = await opened.enter("laptop");
    expect(volunteer.phase).toEqual({ type: "present" });
    const { code } = opened;
    opened.room.closeRoom();
    await opened.browser.passTime(100);
    expect(volunteer.phase).toEqual({ type: "left", because: "room-closed" });
    expect(opened.browser.register.released).toEqual([code]);
    expect(opened.state).toMatchObject({ room: { phase: "closed", code }, volunteers: [] });
    expect(opened.said).toContainEqual({ key: "room-closed" });
  });

  test("with its page: volunteers look for it again, and the code is kept", async () => {
    const opened = await OpenedRoom.open();
    const volunteer = await opened.enter("laptop");
    opened.room.close();
    await settled();
    expect(volunteer.phase.type).toBe("reconnecting");
    expect(opened.browser.register.released).toEqual([]);
  });

  test.each(["opening", "open", "at work", "turning a link away", "waiting for the journal", "helping"])(
    "and no timer outlives it: %s",
    async (when) => {
      const browser = new FakeBrowser();
      if (when === "opening")
        browser.register.answers.push({ type: "signaling-away", seen: { key: "bad-gateway", status: 502 } });
      const opened = await OpenedRoom.open({ browser });
      if (when === "at work") {
        await opened.enter("laptop", () => new Promise(() => {}));
        await opened.start(squaresOf(3));
      }
      if (when === "turning a link away") opened.environment.host.connect();
      if (when === "waiting for the journal") {
        browser.journal.fault = { type: "full" };
        await opened.start(squaresOf(1));
      }
      if (when === "helping") opened.room.helpHere(true);
      await browser.passTime(50);
      opened.close();
      await settled();
      expect(browser.clock.pending).toBe(0);
    },
  );

  test("and its store says nothing more", async () => {
    const opened = await OpenedRoom.open();
    await opened.enter("laptop");
    opened.room.close();
    const last = opened.state;
    opened.room.refreshRecord();
    await opened.browser.passTime(5_000);
    expect(opened.state).toBe(last);
  });
});

describe("this tab helps", () => {
  test("and is a volunteer like any other, until it is not wanted any more", async () => {
    const opened = await OpenedRoom.open();
    const joined: string[] = [];
    opened.environment.createHelper = () => ({
      join: (name, listener) => {
        joined.push(name);
        listener({ type: "present" });
      },
      close: () => joined.push("closed"),
    });
    opened.room.helpHere(true);
    expect(opened.state.helping).toBe("starting");
    await opened.browser.passTime(100);
    expect(opened.state.helping).toBe("on");
    opened.room.helpHere(false);
    expect(opened.state.helping).toBe("off");
    expect(joined).toEqual(["this tab", "closed"]);
    await opened.browser.passTime(100);
    const helping = opened.browser.journal.entries.flatMap((entry) =>
      entry.type === "room-changed" ? [entry.helping] : [],
    );
    expect(helping).toEqual([true, false]);
  });

  test("also where it was wanted before the room began", async () => {
    const browser = new FakeBrowser();
    const environment = new FakeEnvironment(browser);
    environment.createHelper = () => ({ join: (_name, listener) => listener({ type: "present" }), close: () => {} });
    const room = createRoom(environment, { code: null });
    onTestFinished(() => room.close());
    room.helpHere(true);
    expect(room.store.getState().helping).toBe("starting");
    await browser.passTime(100);
    expect(room.store.getState()).toMatchObject({ room: { phase: "open" }, helping: "on" });
  });

  test("or says why it cannot", async () => {
    const opened = await OpenedRoom.open();
    opened.room.helpHere(true);
    await opened.browser.passTime(100);
    expect(opened.state).toMatchObject({
      helping: "failed",
      helpProblem: { key: "code-not-loaded", message: "no such file" },
    });
    opened.environment.createHelper = () => ({
      join: (_name, listener) => listener({ type: "refused", seen: { key: "handshake-refused", reason: "room-full" } }),
      close: () => {},
    });
    opened.room.helpHere(true);
    await opened.browser.passTime(100);
    expect(opened.state).toMatchObject({
      helping: "failed",
      helpProblem: { key: "handshake-refused", reason: "room-full" },
    });
  });

  test("again after the room's next start", async () => {
    const browser = new FakeBrowser();
    const before = await OpenedRoom.open({ browser });
    before.environment.createHelper = () => ({
      join: (_name, listener) => listener({ type: "present" }),
      close: () => {},
    });
    before.room.helpHere(true);
    await browser.passTime(100);
    const { code } = before;
    before.close();
    const again = await OpenedRoom.open({ browser, code });
    // Here its code cannot be loaded: but it was tried.
    expect(again.state.helping).toBe("failed");
  });
});

test("two rooms in one process do not know each other", async () => {
  const browser = new FakeBrowser();
  const first = await OpenedRoom.open({ browser });
  const second = await OpenedRoom.open({ browser });
  expect(first.code).not.toBe(second.code);
  await first.enter("laptop");
  await first.start(squaresOf(2));
  expect(first.job).toMatchObject({ id: expect.any(Number), done: 2 });
  expect(second.state).toMatchObject({ job: null, volunteers: [], refused: null });
  expect(second.said).toEqual([]);
  first.room.closeRoom();
  await browser.passTime(1_000);
  expect(second.state.room.phase).toBe("open");
  // What is on record is the browser's.
  second.room.refreshRecord();
  await browser.passTime(1_000);
  expect(second.state.journal.jobs).toMatchObject([{ code: first.code, done: 2 }]);
});

test("what happened is saved as a text of facts and orders, with volunteers by their names", async () => {
  const opened = await OpenedRoom.open();
  await opened.enter("laptop");
  await opened.start(squaresOf(2));
  opened.room.saveFactLog();
  await opened.browser.passTime(100);
  const name = `tabpool-${opened.code}-what-happened.txt`;
  expect(opened.environment.keptFiles).toMatchObject([{ name, isSaved: true }]);
  const [file] = opened.environment.keptFiles;
  expect(file?.text).toMatch(/> join laptop slots=1\n/);
  expect(opened.said).toContainEqual({ key: "file-ready", name });
  opened.room.closeRoom();
  opened.room.saveFactLog();
  const [, afterwards] = opened.environment.keptFiles;
  expect(afterwards?.text.startsWith(file?.text ?? "nothing")).toBe(true);
});

test("a room whose page is gone starts nothing any more, not even what was asked for before", async () => {
  const opened = await OpenedRoom.open();
  const { clock } = opened.browser;
  await opened.enter("laptop");
  await opened.start(squaresOf(2));
  const [first] = opened.state.journal.jobs;
  if (first === undefined) throw new Error("no job is on record");
  let helpers = 0;
  opened.environment.createHelper = () => {
    helpers += 1;
    return { join: () => {}, close: () => {} };
  };
  opened.room.runAgain(first);
  opened.close();
  opened.room.helpHere(true);
  await opened.browser.passTime(60_000);
  expect(problemsOf(() => opened.room.startJob(squaresOf(1)))).toEqual(noRoomHere);
  expect([clock.pending, helpers]).toEqual([0, 0]);
});

test("of two tabs that open a room at the same moment, only the one that began it last runs it", async () => {
  const browser = new FakeBrowser();
  const { code, room } = await OpenedRoom.open({ browser });
  room.close();
  const both = await Promise.all([OpenedRoom.open({ browser, code }), OpenedRoom.open({ browser, code })]);
  expect(both.map(({ state }) => state.room.phase)).toEqual(["elsewhere", "open"]);
  expect(both.map(({ environment }) => environment.hosts.length)).toEqual([0, 1]);
});
