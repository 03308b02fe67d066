import type { Seen } from "../core/seen.ts";
import { describe, expect, test } from "vitest";
import type { Lane } from "../core/wire/messages.ts";
import { testControlLane } from "./control-lane.contract.ts";
import { Heard, isSame, patterned, randomFrom } from "./testing/heard.ts";
import { pairsOf, type LinkPair } from "./testing/link-pair.ts";

const done: Seen = { key: "closed-here" };

const limit = 8 * 1024 * 1024;
const frame = 64 * 1024;

/** The contract of `Link`, for every kind of it. */
export function describeLink(name: string, open: () => Promise<LinkPair>, { hasOneQueue = false } = {}): void {
  const withPair = pairsOf(open);

  describe(`${name} link`, () => {
    testControlLane(withPair, hasOneQueue);

    test(
      "hands over messages of every size unchanged",
      withPair(async ({ a, b }) => {
        b.limitMessages(limit);
        const sizes = [0, 1, 2, frame - 2, frame - 1, frame, frame + 1, 2 * frame, 5 * 1024 * 1024];
        const heard = new Heard(b);
        for (const [i, size] of sizes.entries()) a.send(i % 2 === 0 ? "bulk" : "control", patterned(i, size));
        await heard.count(sizes.length);
        const bySize = heard.messages.toSorted((x, y) => x.bytes.length - y.bytes.length);
        expect(bySize.map(({ bytes }) => bytes.length)).toEqual(sizes);
        expect(bySize.every(({ bytes }, i) => isSame(bytes, patterned(i, bytes.length)))).toBe(true);
      }),
    );

    test(
      "keeps the order within a lane",
      withPair(async ({ a, b }) => {
        b.limitMessages(limit);
        const heard = new Heard(b);
        for (let i = 0; i < 200; i += 1) a.send(i % 3 === 0 ? "control" : "bulk", patterned(i, i * 40));
        await heard.count(200);
        for (const lane of ["control", "bulk"] as const) {
          const lengths = heard.messages.filter((message) => message.lane === lane).map(({ bytes }) => bytes.length);
          expect(lengths).toEqual(lengths.toSorted((x, y) => x - y));
        }
      }),
    );

    test(
      "carries both ways at once",
      withPair(async ({ a, b }) => {
        a.limitMessages(limit);
        b.limitMessages(limit);
        const [atA, atB] = [new Heard(a), new Heard(b)];
        for (let i = 0; i < 30; i += 1) {
          a.send("bulk", patterned(i, 50_000));
          b.send("bulk", patterned(i + 1, 50_000));
        }
        await Promise.all([atA.count(30), atB.count(30)]);
        expect(isSame(atA.messages[29]?.bytes ?? patterned(0, 0), patterned(30, 50_000))).toBe(true);
        expect(isSame(atB.messages[29]?.bytes ?? patterned(0, 0), patterned(29, 50_000))).toBe(true);
      }),
    );

    test(
      "has a backlog that grows under load and drains to nothing",
      withPair(async ({ a, b }) => {
        b.limitMessages(limit);
        const heard = new Heard(b);
        expect(a.backlogBytes).toBe(0);
        for (let i = 0; i < 6; i += 1) a.send("bulk", patterned(i, 3 * 1024 * 1024));
        expect(a.backlogBytes).toBeGreaterThan(3 * 1024 * 1024);
        await heard.count(6);
        expect(a.backlogBytes).toBe(0);
      }),
    );

    test(
      "never calls the listener from within send",
      withPair(async ({ a, b }) => {
        a.limitMessages(limit);
        b.limitMessages(limit);
        let isSending = false;
        let isReentered = false;
        let echoes = 0;
        const heard = new Heard(a);
        b.listen((event) => {
          isReentered ||= isSending;
          if (event.type !== "message" || echoes >= 20) return;
          echoes += 1;
          isSending = true;
          b.send("control", event.bytes.slice());
          isSending = false;
        });
        isSending = true;
        for (let i = 0; i < 20; i += 1) a.send("control", patterned(i, 5));
        isSending = false;
        await heard.count(20);
        expect(isReentered).toBe(false);
      }),
    );

    test(
      "keeps messages for a later listener",
      withPair(async ({ a, b }) => {
        a.limitMessages(limit);
        b.limitMessages(limit);
        for (let i = 0; i < 5; i += 1) a.send("control", patterned(i, i));
        b.send("control", patterned(1, 1));
        // When this message has arrived at `a`, the messages of `a` have arrived at `b`.
        await new Heard(a).count(1);
        const heard = new Heard(b);
        await heard.count(5);
        expect(heard.messages.map(({ bytes }) => bytes.length)).toEqual([0, 1, 2, 3, 4]);
      }),
    );

    test(
      "hears nothing behind a message above the limit, and can tell the other side why it closes",
      withPair(async ({ a, b }) => {
        const [atA, atB] = [new Heard(a), new Heard(b)];
        b.limitMessages(100_000);
        a.send("bulk", patterned(1, 100_000));
        a.send("bulk", patterned(1, 100_001));
        a.send("bulk", patterned(1, 1));
        await atB.until(() => atB.events.length > 1);
        b.send("control", patterned(2, 2));
        b.close(done);
        await Promise.all([atA.ended(), atB.ended()]);
        expect(atB.events.slice(1)).toEqual([
          { type: "malformed", problem: expect.stringContaining("100001 bytes") },
          { type: "ended", end: { type: "closed", reason: done } },
        ]);
        expect(atA.messages.map(({ bytes }) => bytes.length)).toEqual([2]);
        expect(atA.ends.map(({ type }) => type)).toEqual(["remote"]);
      }),
    );

    test(
      "accepts no more than a handshake before its limit is raised",
      withPair(async ({ a, b }) => {
        const heard = new Heard(b);
        a.send("control", patterned(1, 4096));
        a.send("control", patterned(1, 4097));
        await heard.until(() => heard.events.length > 1);
        expect(heard.events).toMatchObject([{ type: "message", bytes: { length: 4096 } }, { type: "malformed" }]);
      }),
    );

    test(
      "emits its end after `close` has returned, also to a later listener",
      withPair(async ({ a }) => {
        let isClosing = true;
        let isCalledWithin = false;
        a.close(done);
        const ended = new Promise<void>((resolve) => {
          a.listen(() => {
            isCalledWithin = isClosing;
            resolve();
          });
        });
        isClosing = false;
        await ended;
        expect(isCalledWithin).toBe(false);
      }),
    );

    test(
      "sends nothing after its end",
      withPair(async ({ a, b }) => {
        const [atA, atB] = [new Heard(a), new Heard(b)];
        a.close(done);
        a.send("control", patterned(1, 1));
        a.send("bulk", patterned(1, 1));
        await Promise.all([atA.ended(), atB.ended()]);
        b.send("control", patterned(1, 1));
        expect(atB.messages).toEqual([]);
        expect([a.backlogBytes, b.backlogBytes]).toEqual([0, 0]);
      }),
    );

    test(
      "shows each side the other's fingerprint",
      withPair(async ({ a, b }) => {
        await Promise.resolve();
        expect(a.fingerprints.local.length).toBeGreaterThan(10);
        expect(a.fingerprints).toEqual({ local: b.fingerprints.remote, remote: b.fingerprints.local });
        expect(a.fingerprints.local).not.toBe(a.fingerprints.remote);
      }),
    );

    test.each([1, 2, 3])("delivers any mix of messages (seed %i)", async (seed) => {
      await withPair(async ({ a, b }) => {
        a.limitMessages(limit);
        b.limitMessages(limit);
        const random = randomFrom(seed);
        const heard = { a: new Heard(a), b: new Heard(b) };
        const sent: Record<"a" | "b", Record<Lane, Uint8Array[]>> = {
          a: { control: [], bulk: [] },
          b: { control: [], bulk: [] },
        };
        for (let i = 0; i < 120; i += 1) {
          const from = random(2) === 0 ? "a" : "b";
          const lane: Lane = random(3) === 0 ? "control" : "bulk";
          const bytes = patterned(i, random(10) === 0 ? random(300_000) : random(2_000));
          // A link may empty what it was given.
          (from === "a" ? a : b).send(lane, bytes.slice());
          sent[from][lane].push(bytes);
        }
        for (const [from, to] of [
          ["a", "b"],
          ["b", "a"],
        ] as const) {
          await heard[to].count(sent[from].control.length + sent[from].bulk.length);
          for (const lane of ["control", "bulk"] as const) {
            const arrived = heard[to].messages.filter((message) => message.lane === lane);
            expect(arrived.length).toBe(sent[from][lane].length);
            expect(arrived.every(({ bytes }, i) => isSame(bytes, sent[from][lane][i] ?? bytes.slice(1)))).toBe(true);
          }
        }
      })();
    });
  });
}
