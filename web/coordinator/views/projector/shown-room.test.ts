import { expect, test } from "vitest";
import { createRoomStore, type RoomState } from "../../../room/store.ts";
import { isRoomCode, volunteerId, type RoomCode } from "../../../core/ids.ts";
import { openJob } from "../testing/open-job.ts";
import { isAnswer, isAsk, RoomShower } from "./shown-room.ts";

function codeOf(text: string): RoomCode {
  if (!isRoomCode(text)) throw new Error(`${text} is no code`);
  return text;
}

const code = codeOf("ABCDEF");

function showing(changes: Partial<RoomState> = {}) {
  const store = createRoomStore();
  const joinLinks = ["http://192.0.2.2:8410/worker?room=ABCDEF#secret"];
  store.setState({ room: { ...store.getState().room, phase: "open", code, joinLinks }, ...changes });
  const world = { now: 0, takes: 0, drawn: "first" };
  const takePicture = async () => {
    world.takes += 1;
    return world.drawn === "" ? null : { url: `data:image/png;base64,${world.drawn}`, words: "a picture" };
  };
  return { store, world, shower: new RoomShower({ store, takePicture, now: () => world.now }) };
}

const ask = { type: "ask", code: null, picture: 0 } as const;

test("another window is told how to join, the job without its definition, and who is here", async () => {
  const { shower } = showing({ job: openJob });
  const answer = await shower.answer(ask);
  expect(isAnswer(answer)).toBe(true);
  expect(answer).toMatchObject({ code, facts: { room: { phase: "open" }, job: { title: "Twice" }, names: [] } });
  expect(answer?.facts.job).not.toHaveProperty("request");
  expect(isAsk(ask)).toBe(true);
  expect(isAsk({ ...ask, code: "no code" })).toBe(false);
  expect(isAnswer({ ...answer, format: 0 })).toBe(false);
});

test("only the window that runs the room answers, and only for it", async () => {
  const { shower, store } = showing();
  expect(await shower.answer({ ...ask, code })).not.toBeNull();
  expect(await shower.answer({ ...ask, code: codeOf("ZZZZZZ") })).toBeNull();
  for (const phase of ["elsewhere", "closed"] as const) {
    store.setState({ room: { ...store.getState().room, phase } });
    expect(await shower.answer({ ...ask, code })).toBeNull();
  }
});

test("a picture goes along once for each window, and none is taken once there is one of a time after what has come last", async () => {
  const { shower, store, world } = showing({ job: openJob });
  expect((await shower.answer(ask))?.picture?.number).toBe(1);
  expect((await shower.answer({ ...ask, picture: 1 }))?.picture).toBeNull();
  for (let second = 1; second <= 60; second += 1) {
    world.now += 1_000;
    expect((await shower.answer(ask))?.picture?.number).toBe(1);
  }
  expect(world.takes).toBe(2);
  store.setState({ job: { ...openJob, done: 1 } });
  world.drawn = "second";
  expect((await shower.answer({ ...ask, picture: 1 }))?.picture?.number).toBe(2);
  store.setState({ job: { ...openJob, done: 2 }, volunteers: [] });
  world.now += 500;
  expect((await shower.answer({ ...ask, picture: 2 }))?.picture).toBeNull();
});

test("what was not drawn yet when it was asked for is pictured later", async () => {
  const { shower, world } = showing({ job: openJob });
  world.drawn = "";
  expect((await shower.answer(ask))?.picture).toBeNull();
  world.now += 60_000;
  expect((await shower.answer(ask))?.picture).toBeNull();
  world.now += 2_000;
  world.drawn = "half";
  expect((await shower.answer(ask))?.picture?.number).toBe(1);
  const { shower: other, world: its } = showing({ job: openJob });
  await other.answer(ask);
  its.now += 2_000;
  its.drawn = "whole";
  expect((await other.answer({ ...ask, picture: 1 }))?.picture?.number).toBe(2);
});

test("those that are gone are not among the names", async () => {
  const { shower } = showing({
    volunteers: (["steady", "gone"] as const).map((link, nth) => ({
      id: volunteerId(nth + 1),
      name: link,
      device: "Chrome on Linux",
      slots: 1,
      paused: false,
      kind: "peer",
      link,
      goneBecause: null,
      tasksDone: 0,
      tasksLeased: 0,
      isFetching: false,
    })),
  });
  expect((await shower.answer(ask))?.facts.names).toEqual([{ id: 1, name: "steady" }]);
});
