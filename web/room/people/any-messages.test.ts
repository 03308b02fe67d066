import * as fc from "fast-check";
import type { Arbitrary } from "fast-check";
import { expect, test } from "vitest";
import { sampleBlob } from "../../core/blobs/testing/sample-blobs.ts";
import { epoch, leaseId, parcelId, type TabId } from "../../core/ids.ts";
import { outcomes } from "../../core/job/job.ts";
import { packAll } from "../../core/values/packed.ts";
import { toAsciiJson } from "../../core/wire/ascii-json.ts";
import { decodeDown, encodeUp } from "../../core/wire/codec.ts";
import type { DownMessage, Lane, UpMessage } from "../../core/wire/messages.ts";
import { upSchema } from "../../core/wire/schema.ts";
import { anyUp } from "../../core/wire/testing/arbitrary-messages.ts";
import { proveAsVolunteer } from "../../links/prove-link.ts";
import { tabOf } from "../../membership/testing/fake-environment.ts";
import type { InstantLink } from "../../membership/testing/instant-link.ts";
import { NotingDesk } from "../testing/noting-desk.ts";
import { OpenedRoom, squaresOf } from "../testing/opened-room.ts";

type Batch = Extract<DownMessage, { type: "batch" }>;

/** Speaks the protocol by the room's true link, and says whatever it is told to say. */
class Liar {
  readonly #opened: OpenedRoom;
  readonly batches: Batch[] = [];
  /** By which coordinator and volunteer know each other now. */
  #link: InstantLink | null = null;
  #parcels = 0;
  #tab: TabId = tabOf(100);
  #tabs = 0;

  constructor(opened: OpenedRoom) {
    this.#opened = opened;
  }

  /** Comes in, as the tab that it was or as another one. */
  async enter(isAnother: boolean): Promise<void> {
    const { browser, environment } = this.#opened;
    if (isAnother) this.#tabs += 1;
    this.#tab = tabOf(100 + this.#tabs);
    const link = environment.host.connect();
    this.#link = link;
    proveAsVolunteer(link, environment.host.identity, environment, () => undefined);
    await browser.passTime(1);
    link.listen((event) => {
      const heard = event.type === "message" ? decodeDown(event.lane, event.bytes) : null;
      if (heard?.type === "value" && heard.value.type === "batch") this.batches.push(heard.value);
    });
    this.say({ type: "join", tab: this.#tab, name: `liar ${this.#tabs}`, device: "", slots: 4, features: [] });
    await browser.passTime(1);
  }

  say(message: UpMessage): void {
    const { lane, bytes } = encodeUp(message);
    this.sayBytes(lane, bytes);
  }

  sayBytes(lane: Lane, bytes: Uint8Array): void {
    this.#link?.send(lane, bytes);
  }

  /** Lies about a batch that it was given over any of its links. */
  answer(nth: number, outcome: number, isOffered: boolean, tasks: readonly number[]): void {
    const batch = this.batches.at(-1 - nth);
    if (batch === undefined) return;
    const { epoch: of, lease, job, indices, ticket } = batch;
    const said = tasks.length === 0 ? indices : Uint32Array.from(tasks);
    this.say({
      type: "results",
      epoch: of,
      lease,
      job,
      parcel: parcelId((this.#parcels += 1)),
      offered: isOffered ? ticket : null,
      granted: isOffered ? indices : new Uint32Array(),
      busyMs: 1,
      slot: 0,
      beganMsAgo: 1,
      block: {
        indices: said,
        outcomes: new Uint8Array(said.length).fill(outcome),
        runtimesMs: new Float32Array(said.length),
        values: packAll(Array.from(said, () => "a lie")),
      },
    });
  }
}

/** The message as one of this room: by its jobs and leases, or by ones that are nearly so. */
function near(message: UpMessage, opened: OpenedRoom): UpMessage {
  const found: Record<string, unknown> = { ...message };
  if ("job" in message && message.job % 4 !== 0) found["job"] = opened.job.id;
  if ("epoch" in message) found["epoch"] = epoch(1 + (message.epoch % 2));
  if ("lease" in message) found["lease"] = leaseId(1 + (message.lease % 12));
  if ("indices" in message) found["indices"] = message.indices.map((task) => task % 30);
  if ("task" in message && message.task !== null) found["task"] = message.task % 30;
  if (message.type === "call") Object.assign(found, { call: 1 + (message.call % 9), received: 0 });
  if (message.type === "results") {
    found["block"] = { ...message.block, indices: message.block.indices.map((task) => task % 30) };
  }
  return { ...message, ...found };
}

/** What a person with developer tools may have a page do. */
type Move = (liar: Liar, opened: OpenedRoom) => void | Promise<void>;

const oddNames = ["__proto__", "constructor", "toString", "x", "type", ...Object.keys(upSchema)];

const oddValue: Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 6 }),
  fc.constantFrom(-1, 0, 1e308, -0, 2 ** 53, "", "__proto__", [], {}, null, true),
  fc.integer({ min: 10, max: 2_000 }).map((depth) => {
    let deep: unknown = 1;
    for (let level = 0; level < depth; level += 1) deep = [deep];
    return deep;
  }),
);

/** Plain fields as text, so that a name such as `__proto__` is one like any other. */
const anyFields = fc
  .tuple(
    fc.constantFrom(...oddNames),
    fc.array(fc.tuple(fc.constantFrom(...oddNames, "job", "task", "lease", "epoch", "leases", "running"), oddValue)),
  )
  .map(([type, fields]) => toAsciiJson(Object.fromEntries(fields.toSpliced(0, 0, ["type", type]))));

const lane = fc.constantFrom<Lane>("control", "bulk");

const move: Arbitrary<Move> = fc.oneof(
  {
    weight: 8,
    arbitrary: anyUp.map(
      (message): Move =>
        (liar, opened) =>
          liar.say(near(message, opened)),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(anyUp, fc.integer({ min: 2, max: 300 })).map(([message, times]): Move => (liar, opened) => {
      for (let nth = 0; nth < times; nth += 1) liar.say(near(message, opened));
    }),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(
        fc.nat(3),
        fc.constantFrom(...Object.values(outcomes)),
        fc.boolean(),
        fc.array(fc.nat(30), { maxLength: 6 }),
      )
      .map(
        ([nth, outcome, isOffered, tasks]): Move =>
          (liar) =>
            liar.answer(nth, outcome, isOffered, tasks),
      ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(lane, anyFields).map(
      ([by, bytes]): Move =>
        (liar) =>
          liar.sayBytes(by, bytes),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(lane, fc.uint8Array({ maxLength: 80 })).map(
      ([by, bytes]): Move =>
        (liar) =>
          liar.sayBytes(by, bytes),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.integer({ min: 1, max: 4_000 }).map(
      (ms): Move =>
        (_, opened) =>
          opened.browser.passTime(ms),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.boolean().map(
      (isAnother): Move =>
        (liar) =>
          liar.enter(isAnother),
    ),
  },
);

const tasks = 24;

test("whatever a volunteer says, nothing is thrown, the honest one stays and the job ends, with its results wherever the liar was not given the task", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 1, maxLength: 40 }), fc.boolean(), async (moves, isSharing) => {
      const opened = await OpenedRoom.open({ calls: new NotingDesk() });
      const { browser } = opened;
      const takesTime = (input: unknown): Promise<unknown> =>
        new Promise((resolve) => browser.clock.after(2_000, () => resolve(Number(input) ** 2)));
      const honest = await opened.enter("honest", takesTime);
      const liar = new Liar(opened);
      await liar.enter(false);
      const blob = sampleBlob(1_000, 1);
      const definition = { ...squaresOf(1), inputs: { type: "range", start: 0, step: 1, count: tasks } as const };
      opened.room.startJob(isSharing ? { ...definition, shared: blob.name } : definition, {
        blobs: isSharing ? [blob] : [],
      });
      await browser.passTime(100);
      for (const make of moves) await make(liar, opened);
      for (let minute = 0; minute < 30 && opened.job.phase !== "done"; minute += 1) await browser.passTime(60_000);
      expect(opened.job).toMatchObject({ phase: "done", pending: 0, leased: 0 });
      expect(honest.phase.type).toBe("present");
      const given = new Set(liar.batches.flatMap(({ indices }) => Array.from(indices)));
      for (let task = 0; task < tasks; task += 1) {
        const outcome = opened.room.results?.at(task)?.outcome;
        if (!given.has(task)) expect(outcome).toEqual({ type: "value", value: task ** 2 });
      }
      opened.close();
    }),
    { numRuns: 40 },
  );
});
