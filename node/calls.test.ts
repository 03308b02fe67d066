import { expect, test } from "vitest";
import { Queue } from "../web/pool/objects/queues.ts";
import { deskOfRoom } from "../web/pool/objects/room-desk.ts";
import { handleKey } from "../web/pool/objects/shared-object.ts";
import "../web/pool/testing/test-platform.ts";
import type { CallDesk } from "../web/room/call-desk.ts";
import type { Link } from "../web/links/link.ts";
import { createNodeRoom } from "../web/room/testing/node-room.ts";
import { squaresOf } from "../web/room/testing/opened-room.ts";
import { when } from "../web/room/testing/when.ts";
import { createThreadCompute } from "./compute/create-thread-compute.ts";

/** A queue of this process, and the desk of its room, which notes how its callers end. */
function openQueue() {
  const desk = deskOfRoom();
  const ends: string[] = [];
  const noting: CallDesk = {
    ...desk,
    onCallerEnded(caller, how) {
      ends.push(`${caller} ${how}`);
      desk.onCallerEnded(caller, how);
    },
  };
  return { queue: new Queue()[handleKey], desk: noting, ends };
}

/** `source` calls the queue as `q`. */
function jobOf(tasks: number, queue: string, source: string) {
  const definition = squaresOf(tasks, { batchSize: 1, speculation: false, order: "index" });
  return {
    ...definition,
    program: { ...definition.program, source: `const q = ${JSON.stringify(queue)};\n${source}` },
  };
}

test("tasks in threads of two volunteers put and get through the room, and each item is had once", async () => {
  const { queue, desk, ends } = openQueue();
  const { room, join } = createNodeRoom(desk);
  await when(room, (state) => state.room.phase === "open");
  for (const [at, name] of ["one", "two"].entries()) join(name, at + 1, createThreadCompute);
  await when(room, ({ volunteers }) => volunteers.length === 2);
  room.startJob(
    jobOf(
      40,
      queue,
      `export default async (_, { index, call }) => {
        // Nobody who puts waits behind those who get.
        if (index < 20) {
          await call(q, "put", [{ from: index }]);
          return await call(q, "put", [{ from: -index - 1 }]);
        }
        return [(await call(q, "get", [])).from, (await call(q, "get", [])).from];
      }`,
    ),
  );
  await when(room, ({ job }) => job?.phase === "done");
  expect(room.store.getState().job).toMatchObject({ done: 40, failed: 0 });
  const got = Array.from({ length: 20 }, (_, at) => room.results?.at(20 + at)?.outcome).flatMap((outcome) =>
    outcome?.type === "value" && Array.isArray(outcome.value) ? outcome.value : [],
  );
  const put = Array.from({ length: 20 }, (_, at) => [at, -at - 1]).flat();
  expect(got.toSorted((a, b) => a - b)).toEqual(put.toSorted((a, b) => a - b));
  expect(ends.filter((end) => end.endsWith("done"))).toHaveLength(40);
});

/** The link has a full buffer the first ten times that it is looked at. */
function fullAtFirst(link: Link): Link {
  let looks = 0;
  return {
    kind: link.kind,
    origin: link.origin,
    fingerprints: link.fingerprints,
    get backlogBytes() {
      looks += 1;
      return looks > 10 ? link.backlogBytes : 2 ** 20;
    },
    send: (lane, message) => link.send(lane, message),
    limitMessages: (bytes) => link.limitMessages(bytes),
    listen: (listener) => link.listen(listener),
    close: (reason) => link.close(reason),
  };
}

test("a volunteer whose slots put more at a time than the room keeps for one is not sent away: its calls wait for credit", async () => {
  const { queue, desk, ends } = openQueue();
  const { room, join } = createNodeRoom(desk, fullAtFirst);
  await when(room, (state) => state.room.phase === "open");
  join("four slots", 1, createThreadCompute, 4);
  await when(room, ({ volunteers }) => volunteers.length === 1);
  room.startJob(
    jobOf(
      4,
      queue,
      `export default async (_, { call }) => {
        await call(q, "put", [new Uint8Array(20 * 2 ** 20)]);
        const item = await call(q, "get", []);
        return item.length;
      }`,
    ),
  );
  await when(room, ({ job, volunteers }) => job?.phase === "done" || volunteers[0]?.link === "gone");
  expect(room.store.getState().volunteers).toMatchObject([{ link: "steady", goneBecause: null }]);
  expect(room.store.getState().job).toMatchObject({ phase: "done", done: 4, failed: 0 });
  expect(ends).toHaveLength(4);
});

test("a volunteer that goes takes nothing along: what its task was given is had by the next attempt", async () => {
  const { queue, desk, ends } = openQueue();
  const { room, join } = createNodeRoom(desk);
  await when(room, (state) => state.room.phase === "open");
  const first = join("first", 1, createThreadCompute);
  await when(room, ({ volunteers }) => volunteers.length === 1);
  room.startJob(
    jobOf(
      1,
      queue,
      `export default async (_, { attempt, call }) => {
        if (attempt > 1) return [attempt, await call(q, "get", [])];
        await call(q, "put", ["an item"]);
        await call(q, "get", []);
        console.log("it has the item");
        return new Promise(() => {});
      }`,
    ),
  );
  await when(room, ({ log }) => log.some(({ kind }) => kind === "console"));
  first.close();
  join("second", 2, createThreadCompute);
  await when(room, ({ job }) => job?.phase === "done");
  expect(room.results?.at(0)?.outcome).toEqual({ type: "value", value: [2, "an item"] });
  expect(ends).toEqual([expect.stringMatching(/ lost$/), expect.stringMatching(/ done$/)]);
});
