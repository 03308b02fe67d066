import { expect, test } from "vitest";
import { jobId } from "../../core/ids.ts";
import { encodeUp } from "../../core/wire/codec.ts";
import { consoleLimits } from "../../core/wire/limits.ts";
import type { UpMessage } from "../../core/wire/messages.ts";
import type { FakeVolunteer } from "../testing/fake-volunteer.ts";
import { OpenedRoom, squaresOf } from "../testing/opened-room.ts";

/** A room whose job of two tasks is in the hands of a volunteer that does not answer. */
async function openedWithTask(): Promise<{ opened: OpenedRoom; volunteer: FakeVolunteer }> {
  const opened = await OpenedRoom.open();
  const volunteer = await opened.enter("laptop", async () => new Promise(() => {}));
  await opened.start(squaresOf(2, { batchSize: 1 }));
  return { opened, volunteer };
}

function sendUp({ link }: FakeVolunteer, message: UpMessage): void {
  const { lane, bytes } = encodeUp(message);
  link.send(lane, bytes);
}

const lineOf = (opened: OpenedRoom, text: string): UpMessage => ({
  type: "console",
  job: opened.job.id,
  task: 0,
  level: "warn",
  text,
  dropped: 0,
});

test("a line of a task stands in the log, with its task and the volunteer's name", async () => {
  const { opened, volunteer } = await openedWithTask();
  sendUp(volunteer, lineOf(opened, "hm"));
  await opened.browser.passTime(100);
  expect(opened.state.log.at(-1)).toMatchObject({
    kind: "console",
    saying: {
      key: "task-said",
      job: null,
      id: opened.job.id,
      name: "laptop",
      task: 0,
      level: "warn",
      text: "hm",
      dropped: 0,
    },
  });
});

test("a line of a job that is not there is passed over", async () => {
  const { opened, volunteer } = await openedWithTask();
  const before = opened.said.length;
  sendUp(volunteer, { type: "console", job: jobId(99), task: 0, level: "log", text: "hm", dropped: 0 });
  await opened.browser.passTime(100);
  expect(opened.said).toHaveLength(before);
  expect(opened.state.volunteers).toMatchObject([{ link: "steady" }]);
});

test("a volunteer that floods the room with lines and progress is cut, and stays", async () => {
  const { opened, volunteer } = await openedWithTask();
  for (let nth = 0; nth < 3 * consoleLimits.linesAtOnce; nth += 1) sendUp(volunteer, lineOf(opened, "flood"));
  const running = [{ job: opened.job.id, task: 0, part: 0.5 }];
  for (let nth = 0; nth < 1_000; nth += 1) sendUp(volunteer, { type: "progress", running });
  await opened.browser.passTime(100);
  expect(opened.said.filter(({ key }) => key === "task-said")).toHaveLength(consoleLimits.linesAtOnce);
  expect(opened.state.volunteers).toMatchObject([{ link: "steady" }]);
});

test("how far a task is stands in its row, until its volunteer is gone", async () => {
  const { opened, volunteer } = await openedWithTask();
  expect(opened.room.table?.row(0).part).toBeNull();
  sendUp(volunteer, { type: "progress", running: [{ job: opened.job.id, task: 0, part: 0.42 }] });
  await opened.browser.passTime(100);
  expect([0, 1].map((task) => opened.room.table?.row(task).part)).toEqual([0.42, null]);
  volunteer.membership.close();
  await opened.browser.passTime(100);
  expect(opened.room.table?.row(0).part).toBeNull();
});

test("a message of a stranger's extension is passed over, on either lane", async () => {
  const { opened, volunteer } = await openedWithTask();
  volunteer.link.send("control", new TextEncoder().encode(JSON.stringify({ type: "x-sketch", strokes: [1, 2] })));
  opened.environment.host.links.at(-1)?.send("control", new TextEncoder().encode(JSON.stringify({ type: "x-sketch" })));
  await opened.browser.passTime(100);
  expect(volunteer.phase.type).toBe("present");
  expect(opened.state.volunteers).toMatchObject([{ link: "steady" }]);
});
