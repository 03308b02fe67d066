import type { Seen } from "../core/seen.ts";
import { expect, test } from "vitest";
import { Heard, patterned } from "./testing/heard.ts";
import type { WithPair } from "./testing/link-pair.ts";

const done: Seen = { key: "closed-here" };

const goodbye: Seen = { key: "own-goodbye", reason: "left" };

const limit = 8 * 1024 * 1024;

/**
 * The contract of a link's control lane, for every kind of link. `hasOneQueue`: the platform sends all channels of a connection from
 * one queue, in which nothing is overtaken.
 */
export function testControlLane(withPair: WithPair, hasOneQueue: boolean): void {
  test(
    "lets control overtake bulk that waits",
    withPair(async ({ a, b }) => {
      b.limitMessages(limit);
      const heard = new Heard(b);
      for (let i = 0; i < 5; i += 1) a.send("bulk", patterned(i, 4 * 1024 * 1024));
      a.send("control", patterned(9, 10));
      await heard.count(6);
      const position = heard.messages.findIndex(({ lane }) => lane === "control");
      expect(position).toBeLessThan(4);
    }),
  );

  if (!hasOneQueue) {
    test(
      "lets control overtake bulk in the platform's queue",
      withPair(async ({ a, b }) => {
        a.limitMessages(limit);
        b.limitMessages(limit);
        const heard = new Heard(b);
        for (let i = 0; i < 14; i += 1) a.send("bulk", patterned(i, 64_000));
        // A link may give messages to the platform at the end of the turn.
        await Promise.resolve();
        a.send("control", patterned(9, 10));
        await heard.count(15);
        const position = heard.messages.findIndex(({ lane }) => lane === "control");
        expect(position).toBeLessThan(14);
      }),
    );
  }

  test(
    "delivers control messages that were sent before a close, and ends once on each side",
    withPair(async ({ a, b }) => {
      const [atA, atB] = [new Heard(a), new Heard(b)];
      a.send("control", patterned(1, 10));
      a.send("control", patterned(2, 20));
      a.close(goodbye);
      a.close(done);
      await Promise.all([atA.ended(), atB.ended()]);
      b.close(done);
      expect(atB.messages.map(({ bytes }) => bytes.length)).toEqual([10, 20]);
      expect(atA.ends).toEqual([{ type: "closed", reason: goodbye }]);
      expect(atB.ends.map(({ type }) => type)).toEqual(["remote"]);
      expect(atB.events.at(-1)?.type).toBe("ended");
    }),
  );

  test(
    "delivers last control messages that waiting bulk is in front of",
    withPair(async ({ a, b }) => {
      b.limitMessages(limit);
      const heard = new Heard(b);
      for (let i = 0; i < 3; i += 1) a.send("bulk", patterned(i, 2 * 1024 * 1024));
      a.send("control", patterned(7, 7));
      a.close(done);
      await heard.ended();
      expect(heard.messages.filter(({ lane }) => lane === "control")).toHaveLength(1);
    }),
  );

  test(
    "delivers last control messages before bulk in the platform's queue",
    withPair(async ({ a, b }) => {
      a.limitMessages(limit);
      b.limitMessages(limit);
      const heard = new Heard(b);
      for (let i = 0; i < 14; i += 1) a.send("bulk", patterned(i, 64_000));
      for (let i = 0; i < 20; i += 1) a.send("control", patterned(i, 7));
      a.close(done);
      await heard.ended();
      expect(heard.messages.filter(({ lane }) => lane === "control")).toHaveLength(20);
      expect(heard.ends.map(({ type }) => type)).toEqual(["remote"]);
    }),
  );
}
