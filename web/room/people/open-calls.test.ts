import { expect, test } from "vitest";
import { epoch, leaseId } from "../../core/ids.ts";
import { mostOpenCalls } from "../../core/objects/call-bounds.ts";
import { packAll, valueAt } from "../../core/values/packed.ts";
import { decodeDown, encodeUp } from "../../core/wire/codec.ts";
import type { DownMessage, UpMessage } from "../../core/wire/messages.ts";
import type { FakeVolunteer } from "../testing/fake-volunteer.ts";
import { NotingDesk } from "../testing/noting-desk.ts";
import { OpenedRoom, squaresOf } from "../testing/opened-room.ts";

/** A room whose job of two tasks, each under a lease of its own, is in the hands of a volunteer that does not answer. */
async function openedWithTasks(desk: NotingDesk | null = new NotingDesk()) {
  const opened = await OpenedRoom.open(desk === null ? {} : { calls: desk });
  const volunteer = await opened.enter("laptop", async () => new Promise(() => {}), 2);
  await opened.start(squaresOf(2, { batchSize: 1, speculation: false }));
  return { opened, volunteer, desk: desk ?? new NotingDesk() };
}

const firstTask = "1.1.0";

function callOf(opened: OpenedRoom, call: number, more: Partial<Extract<UpMessage, { type: "call" }>> = {}): UpMessage {
  const name = { epoch: epoch(1), lease: leaseId(1), job: opened.job.id, task: 0 };
  return { type: "call", ...name, call, received: 0, request: packAll(["q", "get"]), ...more };
}

function sendUp({ link }: FakeVolunteer, message: UpMessage): void {
  const { lane, bytes } = encodeUp(message);
  link.send(lane, bytes);
}

/** What the room has answered over its end of the newest link, as `CALL: VALUE`. */
function answersIn({ environment }: OpenedRoom): string[] {
  const sent = environment.host.links.at(-1)?.sent ?? [];
  return sent.flatMap(({ lane, bytes }) => {
    const decoded = decodeDown(lane, bytes);
    if (decoded.type !== "value" || decoded.value.type !== "answer") return [];
    const { call, answer }: Extract<DownMessage, { type: "answer" }> = decoded.value;
    return [`${call}: ${String(valueAt(answer, 1))}`];
  });
}

test("calls reach the desk in their order, and each answer goes back once, by its number", async () => {
  const { opened, volunteer, desk } = await openedWithTasks();
  for (const call of [1, 2]) sendUp(volunteer, callOf(opened, call));
  await opened.browser.passTime(10);
  expect(desk.told).toEqual([`${firstTask} 1: q get`, `${firstTask} 2: q get`]);
  desk.giveValue(firstTask, 2, "second");
  desk.giveValue(firstTask, 1, "first");
  desk.giveValue(firstTask, 1, "first again");
  expect(answersIn(opened)).toEqual(["2: second", "1: first"]);
});

test("a room without a desk answers that there are no objects", async () => {
  const { opened, volunteer } = await openedWithTasks(null);
  sendUp(volunteer, callOf(opened, 1));
  await opened.browser.passTime(10);
  expect(answersIn(opened)).toEqual(["1: NoObjects"]);
});

test("a call that comes twice reaches the desk once", async () => {
  const { opened, volunteer, desk } = await openedWithTasks();
  for (const call of [1, 1, 2, 1]) sendUp(volunteer, callOf(opened, call));
  await opened.browser.passTime(10);
  expect(desk.told).toEqual([`${firstTask} 1: q get`, `${firstTask} 2: q get`]);
});

test.each([
  ["of a task that it does not hold", { task: 1 }],
  ["under a lease that was never granted", { lease: leaseId(77) }],
])("a volunteer that calls for the sake %s is sent away, and the desk hears of it", async (_, more) => {
  const { opened, volunteer, desk } = await openedWithTasks();
  sendUp(volunteer, callOf(opened, 1));
  sendUp(volunteer, callOf(opened, 2, more));
  await opened.browser.passTime(100);
  expect(desk.told).toEqual([`${firstTask} 1: q get`, `${firstTask} lost`]);
  expect(volunteer.phase).toMatchObject({ type: "refused", problem: "broke-rules" });
});

test("a volunteer that floods the room with calls is sent away at the first one too many", async () => {
  const { opened, volunteer, desk } = await openedWithTasks();
  for (let call = 1; call <= mostOpenCalls + 50; call += 1) sendUp(volunteer, callOf(opened, call));
  await opened.browser.passTime(100);
  expect(desk.told).toHaveLength(mostOpenCalls + 1);
  expect(desk.told.at(-1)).toBe(`${firstTask} lost`);
  expect(volunteer.phase).toMatchObject({
    type: "refused",
    seen: { message: `more than ${mostOpenCalls} calls of a task at once` },
  });
});

test("calls that are answered do not count: a task may make any number", async () => {
  const { opened, volunteer, desk } = await openedWithTasks();
  const count = mostOpenCalls + 50;
  for (let call = 1; call <= count; call += 1) {
    sendUp(volunteer, callOf(opened, call));
    if (call % 100 > 0 && call < count) continue;
    await opened.browser.passTime(1);
    for (let called = call - 99; called <= call; called += 1) desk.giveValue(firstTask, called, called);
  }
  expect(answersIn(opened)).toHaveLength(count);
  expect(volunteer.phase.type).toBe("present");
});

test("requests of more bytes than a task may have open send its volunteer away", async () => {
  const { opened, volunteer } = await openedWithTasks();
  const request = packAll(["q", "put", new Uint8Array(40 * 2 ** 20)]);
  for (const call of [1, 2]) sendUp(volunteer, callOf(opened, call, { request }));
  await opened.browser.passTime(100);
  expect(volunteer.phase).toMatchObject({ type: "refused", problem: "broke-rules" });
});

test("with its link an attempt is lost: the desk is told once, and its answers go nowhere", async () => {
  const { opened, volunteer, desk } = await openedWithTasks();
  sendUp(volunteer, callOf(opened, 1));
  await opened.browser.passTime(10);
  volunteer.link.breakLink();
  await opened.browser.passTime(2_000);
  expect(volunteer.phase.type).toBe("present");
  desk.giveValue(firstTask, 1, "late");
  expect(answersIn(opened)).toEqual([]);
  expect(desk.told).toEqual([`${firstTask} 1: q get`, `${firstTask} lost`]);
});

test("a call under a lease that has ended is fenced, and so is what a lost attempt waits for", async () => {
  const { opened, volunteer, desk } = await openedWithTasks();
  sendUp(volunteer, callOf(opened, 1));
  await opened.browser.passTime(10);
  sendUp(volunteer, { type: "returned", epoch: epoch(1), lease: leaseId(1), indices: Uint32Array.of(0) });
  sendUp(volunteer, callOf(opened, 2));
  await opened.browser.passTime(10);
  expect(answersIn(opened)).toEqual(["1: Fenced", "2: Fenced"]);
  expect(desk.told).toEqual([`${firstTask} 1: q get`, `${firstTask} lost`]);
});

test.each([
  ["its job is cancelled", (opened: OpenedRoom) => opened.room.cancelJob(opened.job.id)],
  ["the room is closed", (opened: OpenedRoom) => opened.room.closeRoom()],
  ["the room's page goes", (opened: OpenedRoom) => opened.room.close()],
])("the desk is told once that a caller is lost where %s", async (_, end) => {
  const { opened, volunteer, desk } = await openedWithTasks();
  sendUp(volunteer, callOf(opened, 1));
  await opened.browser.passTime(10);
  end(opened);
  await opened.browser.passTime(1_000);
  desk.giveValue(firstTask, 1, "late");
  expect(desk.told).toEqual([`${firstTask} 1: q get`, `${firstTask} lost`]);
  expect(answersIn(opened)).not.toContain("1: late");
});

test("calls wait while their volunteer's link takes nothing, and go on when it does", async () => {
  const { opened, volunteer, desk } = await openedWithTasks();
  const link = opened.environment.host.links.at(-1);
  if (link === undefined) throw new Error("there is a link");
  link.backlogBytes = 2 ** 20;
  for (const call of [1, 2]) sendUp(volunteer, callOf(opened, call));
  await opened.browser.passTime(1_000);
  expect(desk.told).toEqual([]);
  link.backlogBytes = 0;
  await opened.browser.passTime(100);
  expect(desk.told).toEqual([`${firstTask} 1: q get`, `${firstTask} 2: q get`]);
});

test("a link that is full is looked at again at once, then seldom, and at once again when it has taken something", async () => {
  const { opened, volunteer, desk } = await openedWithTasks();
  const link = opened.environment.host.links.at(-1);
  if (link === undefined) throw new Error("there is a link");
  const { clock } = opened.browser;
  const looks: number[] = [];
  let backlogBytes = 2 ** 20;
  Object.defineProperty(link, "backlogBytes", {
    get: () => {
      looks.push(clock.now());
      return backlogBytes;
    },
  });
  const waits = (): number[] => looks.slice(1).map((at, nth) => Math.round(at - (looks[nth] ?? 0)));
  for (const call of [1, 2]) sendUp(volunteer, callOf(opened, call));
  await opened.browser.passTime(200);
  expect(waits()).toEqual([1, 2, 4, 8, 16, 32, 50, 50]);
  backlogBytes = 0;
  await opened.browser.passTime(50);
  expect(desk.told).toHaveLength(2);
  backlogBytes = 2 ** 20;
  looks.length = 0;
  sendUp(volunteer, callOf(opened, 3));
  await opened.browser.passTime(10);
  expect(waits()).toEqual([1, 2, 4]);
});

test("a volunteer that calls and reads no answers is sent away when too many bytes of all its tasks wait, not before", async () => {
  const { opened, volunteer } = await openedWithTasks();
  const link = opened.environment.host.links.at(-1);
  if (link === undefined) throw new Error("there is a link");
  link.backlogBytes = 2 ** 20;
  const request = packAll(["q", "put", new Uint8Array(30 * 2 ** 20)]);
  sendUp(volunteer, callOf(opened, 1, { request }));
  sendUp(volunteer, callOf(opened, 1, { request, lease: leaseId(2), task: 1 }));
  await opened.browser.passTime(10);
  expect(volunteer.phase.type).toBe("present");
  sendUp(volunteer, callOf(opened, 2, { request, lease: leaseId(2), task: 1 }));
  await opened.browser.passTime(100);
  expect(volunteer.phase).toMatchObject({
    type: "refused",
    problem: "broke-rules",
    seen: { message: expect.stringContaining("more than it has credit for") },
  });
});

/** Bytes of requests for which the room has given credit, a message each. */
function creditIn({ environment }: OpenedRoom): number[] {
  return (environment.host.links.at(-1)?.sent ?? []).flatMap(({ lane, bytes }) => {
    const decoded = decodeDown(lane, bytes);
    return decoded.type === "value" && decoded.value.type === "call-credit" ? [decoded.value.bytes] : [];
  });
}

test("credit is given once calls are with the desk, answered or not, and in steps of a MiB", async () => {
  const { opened, volunteer, desk } = await openedWithTasks();
  const request = packAll(["q", "put", new Uint8Array(600 * 2 ** 10)]);
  for (const call of [1, 2, 3]) sendUp(volunteer, callOf(opened, call, { request }));
  await opened.browser.passTime(10);
  expect(desk.told).toHaveLength(3);
  expect(creditIn(opened)).toEqual([2 * request.bytes.length]);
});

test("no credit is given for calls that wait for room, until they are with the desk or of a lost task", async () => {
  const { opened, volunteer } = await openedWithTasks();
  const link = opened.environment.host.links.at(-1);
  if (link === undefined) throw new Error("there is a link");
  const request = packAll(["q", "put", new Uint8Array(20 * 2 ** 20)]);
  const { length } = request.bytes;
  link.backlogBytes = 2 ** 20;
  sendUp(volunteer, callOf(opened, 1, { request }));
  sendUp(volunteer, callOf(opened, 1, { request, lease: leaseId(2), task: 1 }));
  await opened.browser.passTime(100);
  expect(creditIn(opened)).toEqual([]);
  sendUp(volunteer, { type: "returned", epoch: epoch(1), lease: leaseId(1), indices: Uint32Array.of(0) });
  await opened.browser.passTime(10);
  expect(creditIn(opened)).toEqual([length]);
  sendUp(volunteer, callOf(opened, 2, { request }));
  await opened.browser.passTime(10);
  expect(creditIn(opened), "a call that is fenced").toEqual([length, length]);
  link.backlogBytes = 0;
  await opened.browser.passTime(100);
  expect(creditIn(opened)).toEqual([length, length, length]);
});

test("bytes of calls that wait for room no longer, since their task is lost or they were passed on, do not count", async () => {
  const { opened, volunteer, desk } = await openedWithTasks();
  const link = opened.environment.host.links.at(-1);
  if (link === undefined) throw new Error("there is a link");
  const request = packAll(["q", "put", new Uint8Array(40 * 2 ** 20)]);
  const second = { request, lease: leaseId(2), task: 1 };
  link.backlogBytes = 2 ** 20;
  sendUp(volunteer, callOf(opened, 1, { request }));
  await opened.browser.passTime(10);
  sendUp(volunteer, { type: "returned", epoch: epoch(1), lease: leaseId(1), indices: Uint32Array.of(0) });
  sendUp(volunteer, callOf(opened, 1, second));
  await opened.browser.passTime(10);
  expect(volunteer.phase.type).toBe("present");
  link.backlogBytes = 0;
  await opened.browser.passTime(100);
  expect(desk.told).toEqual(["1.2.1 1: q put"]);
  desk.giveValue("1.2.1", 1, null);
  link.backlogBytes = 2 ** 20;
  sendUp(volunteer, callOf(opened, 2, second));
  await opened.browser.passTime(10);
  expect(volunteer.phase.type).toBe("present");
});

test("calls that wait for room come before the end of their task, and those of a lost one are dropped", async () => {
  const { opened, volunteer, desk } = await openedWithTasks();
  const link = opened.environment.host.links.at(-1);
  if (link === undefined) throw new Error("there is a link");
  link.backlogBytes = 2 ** 20;
  sendUp(volunteer, callOf(opened, 1));
  sendUp(volunteer, callOf(opened, 1, { lease: leaseId(2), task: 1 }));
  sendUp(volunteer, { type: "returned", epoch: epoch(1), lease: leaseId(2), indices: Uint32Array.of(1) });
  opened.room.cancelJob(opened.job.id);
  await opened.browser.passTime(100);
  link.backlogBytes = 0;
  await opened.browser.passTime(1_000);
  expect(desk.told).toEqual([]);
});
