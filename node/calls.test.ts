import { expect, test } from "vitest";
import type { Packed } from "../web/core/values/format.ts";
import { packAll, valueAt } from "../web/core/values/packed.ts";
import type { CallDesk, DeskCall } from "../web/room/call-desk.ts";
import type { Link } from "../web/links/link.ts";
import { createNodeRoom } from "../web/room/testing/node-room.ts";
import { squaresOf } from "../web/room/testing/opened-room.ts";
import { when } from "../web/room/testing/when.ts";
import { createThreadCompute } from "./compute/create-thread-compute.ts";

/** One queue: `put` adds, `get` waits. What a lost caller took and has not acknowledged goes back. */
class QueueDesk implements CallDesk {
  readonly ends: string[] = [];
  readonly #items: unknown[] = [];
  readonly #waiting: { readonly caller: string; readonly give: (value: unknown) => void }[] = [];
  readonly #taken = new Map<string, { readonly answer: number; readonly value: unknown }[]>();
  readonly #answers = new Map<string, number>();

  onCall(caller: string, { received, request }: DeskCall, answer: (answer: Packed) => void): void {
    const taken = (this.#taken.get(caller) ?? []).filter((one) => one.answer > received);
    this.#taken.set(caller, taken);
    const answerValue = (value: unknown): number => {
      const number = (this.#answers.get(caller) ?? 0) + 1;
      this.#answers.set(caller, number);
      answer(packAll(["value", value]));
      return number;
    };
    if (valueAt(request, 1) === "put") {
      this.#items.push(valueAt(request, 2));
      answerValue(null);
    } else this.#waiting.push({ caller, give: (value) => taken.push({ answer: answerValue(value), value }) });
    this.#serve();
  }

  onCallerEnded(caller: string, how: "done" | "lost"): void {
    this.ends.push(`${caller} ${how}`);
    const waiting = this.#waiting.filter((one) => one.caller !== caller);
    this.#waiting.splice(0, this.#waiting.length, ...waiting);
    if (how === "lost") this.#items.unshift(...(this.#taken.get(caller) ?? []).map(({ value }) => value));
    this.#taken.delete(caller);
    this.#serve();
  }

  #serve(): void {
    while (this.#items.length > 0 && this.#waiting.length > 0) this.#waiting.shift()?.give(this.#items.shift());
  }
}

function jobOf(tasks: number, source: string) {
  const definition = squaresOf(tasks, { batchSize: 1, speculation: false, order: "index" });
  return { ...definition, program: { ...definition.program, source } };
}

test("tasks in threads of two volunteers put and get through the room, and each item is had once", async () => {
  const desk = new QueueDesk();
  const { room, join } = createNodeRoom(desk);
  await when(room, (state) => state.room.phase === "open");
  for (const [at, name] of ["one", "two"].entries()) join(name, at + 1, createThreadCompute);
  await when(room, ({ volunteers }) => volunteers.length === 2);
  room.startJob(
    jobOf(
      40,
      `export default async (_, { index, call }) => {
        // Nobody who puts waits behind those who get.
        if (index < 20) {
          await call("q", "put", [{ from: index }]);
          return await call("q", "put", [{ from: -index - 1 }]);
        }
        return [(await call("q", "get", [])).from, (await call("q", "get", [])).from];
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
  expect(desk.ends.filter((end) => end.endsWith("done"))).toHaveLength(40);
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
  const desk = new QueueDesk();
  const { room, join } = createNodeRoom(desk, fullAtFirst);
  await when(room, (state) => state.room.phase === "open");
  join("four slots", 1, createThreadCompute, 4);
  await when(room, ({ volunteers }) => volunteers.length === 1);
  room.startJob(
    jobOf(
      4,
      `export default async (_, { call }) => {
        await call("q", "put", [new Uint8Array(20 * 2 ** 20)]);
        const item = await call("q", "get", []);
        return item.length;
      }`,
    ),
  );
  await when(room, ({ job, volunteers }) => job?.phase === "done" || volunteers[0]?.link === "gone");
  expect(room.store.getState().volunteers).toMatchObject([{ link: "steady", goneBecause: null }]);
  expect(room.store.getState().job).toMatchObject({ phase: "done", done: 4, failed: 0 });
  expect(desk.ends).toHaveLength(4);
});

test("a volunteer that goes takes nothing along: what its task was given is had by the next attempt", async () => {
  const desk = new QueueDesk();
  const { room, join } = createNodeRoom(desk);
  await when(room, (state) => state.room.phase === "open");
  const first = join("first", 1, createThreadCompute);
  await when(room, ({ volunteers }) => volunteers.length === 1);
  room.startJob(
    jobOf(
      1,
      `export default async (_, { attempt, call }) => {
        if (attempt > 1) return [attempt, await call("q", "get", [])];
        await call("q", "put", ["an item"]);
        await call("q", "get", []);
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
  expect(desk.ends).toEqual([expect.stringMatching(/ lost$/), expect.stringMatching(/ done$/)]);
});
