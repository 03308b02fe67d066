import type { Seen } from "../core/seen.ts";
import { expect, test } from "vitest";
import { maxMessageBytes } from "../core/wire/limits.ts";
import type { Lane } from "../core/wire/messages.ts";
import type { LinkEvent } from "../links/link.ts";
import { Dice } from "./dice.ts";
import { SimulatedLink } from "./simulated-link.ts";
import { SimulatedPage } from "./simulated-page.ts";
import { Timeline } from "./timeline.ts";
import { Weather } from "./weather.ts";

const done: Seen = { key: "closed-here" };

class Rig {
  readonly timeline = new Timeline();
  readonly weather = new Weather();
  readonly heard: LinkEvent[] = [];
  readonly link: SimulatedLink;
  early = 0;

  constructor(seed: number) {
    const pages = { volunteer: new SimulatedPage(this.timeline, 1), room: new SimulatedPage(this.timeline, 0) };
    this.link = new SimulatedLink(1, this.timeline, new Dice(seed), this.weather, pages, {
      saidEarly: () => {
        this.early += 1;
      },
      said: () => {},
      delivers: () => {},
    });
    this.link.ends.room.listen((event) => this.heard.push(event));
  }

  prove(): void {
    for (const end of Object.values(this.link.ends)) end.limitMessages(maxMessageBytes);
  }

  say(lane: Lane, byte: number): void {
    this.link.ends.volunteer.send(lane, Uint8Array.of(byte));
  }

  async run(ms: number): Promise<void> {
    await this.timeline.run(this.timeline.now + ms, () => false);
  }

  bytes(lane: Lane): readonly (number | undefined)[] {
    return this.heard.flatMap((event) => (event.type === "message" && event.lane === lane ? [event.bytes[0]] : []));
  }
}

test("messages keep their order within a lane, whatever each takes", async () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const rig = new Rig(seed);
    rig.prove();
    for (let byte = 0; byte < 20; byte += 1) rig.say(byte % 3 === 0 ? "control" : "bulk", byte);
    await rig.run(1_000);
    for (const lane of ["control", "bulk"] as const) {
      const bytes = rig.bytes(lane).map(Number);
      expect(bytes).toEqual(bytes.toSorted((a, b) => a - b));
    }
    expect(rig.heard).toHaveLength(20);
  }
});

test("the other side learns of a close behind the control messages sent before", async () => {
  const rig = new Rig(1);
  rig.prove();
  rig.say("control", 1);
  rig.link.ends.volunteer.close(done);
  rig.say("control", 2);
  await rig.run(1_000);
  expect(rig.heard.map(({ type }) => type)).toEqual(["message", "ended"]);
  expect(rig.heard[1]).toMatchObject({ end: { type: "remote" } });
});

test("nothing arrives over a link that breaks, and both sides find out", async () => {
  const rig = new Rig(1);
  rig.prove();
  rig.say("bulk", 1);
  rig.link.break();
  await rig.run(120_000);
  expect(rig.bytes("bulk")).toEqual([]);
  expect(rig.heard.at(-1)).toMatchObject({ type: "ended", end: { type: "lost" } });
  expect(rig.link.ends.volunteer.isOver).toBe(true);
});

test("only the handshake may be said before it is done", () => {
  const rig = new Rig(1);
  rig.say("control", 1);
  expect(rig.early).toBe(1);
});

test("what was sent while the path was blocked arrives when it is free", async () => {
  const rig = new Rig(1);
  rig.prove();
  rig.weather.blockedUntil.volunteer = 10_000;
  rig.say("bulk", 1);
  await rig.run(9_999);
  expect(rig.bytes("bulk")).toEqual([]);
  await rig.run(1_000);
  expect(rig.bytes("bulk")).toEqual([1]);
});
