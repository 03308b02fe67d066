import type { Seen } from "../core/seen.ts";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { maxFrameBytes } from "../core/wire/limits.ts";
import { highWaterBytes } from "./channel-feed.ts";
import { ChannelLink } from "./channel-link.ts";
import { describeLink } from "./link.contract.ts";
import type { LinkEvent } from "./link.ts";
import { FaultyChannel } from "./testing/faulty-channel.ts";
import type { Faults } from "./testing/faulty-channel.ts";
import { Heard } from "./testing/heard.ts";

const done: Seen = { key: "closed-here" };

function linked(faults: Faults = {}) {
  const [here, there] = FaultyChannel.pair(faults);
  const [control, theirControl] = FaultyChannel.pair(faults);
  const released: string[] = [];
  const [left, right] = ["sha-256 AA:01:02", "sha-256 BB:03:04"];
  const a = new ChannelLink(
    { main: here, control },
    { fingerprints: { local: left, remote: right }, release: () => released.push("a") },
  );
  const b = new ChannelLink(
    { main: there, control: theirControl },
    { fingerprints: { local: right, remote: left }, release: () => released.push("b") },
  );
  return { a, b, here, there, control, released };
}

/** Listens to a link: its events, and a promise of its end. */
function followLink(link: ChannelLink): { readonly events: LinkEvent[]; readonly ended: Promise<LinkEvent> } {
  const events: LinkEvent[] = [];
  const ended = new Promise<LinkEvent>((resolve) => {
    link.listen((event) => {
      events.push(event);
      if (event.type === "ended") resolve(event);
    });
  });
  return { events, ended };
}

const openPair = (faults: Faults) => () => {
  const { a, b } = linked(faults);
  return Promise.resolve({
    a,
    b,
    dispose: () => {
      a.close(done);
    },
  });
};

describeLink("channel", openPair({}));
describeLink("channel with a queue of 600 kB", openPair({ queueBytes: 600_000 }));

describe("a channel link", () => {
  test("gives the browser frames of at most 64 KiB, and no more of them than the high-water mark allows", async () => {
    const { a, b, here } = linked();
    b.limitMessages(64 * 1024 * 1024);
    const arrived = new Promise<void>((resolve) => {
      b.listen((event) => {
        if (event.type === "message") resolve();
      });
    });
    a.send("bulk", new Uint8Array(10_000_000));
    await arrived;
    expect(Math.max(...here.sizes)).toBe(maxFrameBytes);
    expect(here.peakBytes).toBeLessThanOrEqual(highWaterBytes + maxFrameBytes);
    a.close(done);
  });

  test("moves control, and nothing else, to the second channel when the other side has proved itself", async () => {
    const { a, here, control } = linked();
    a.send("control", new Uint8Array(10));
    expect([here.sizes, control.sizes]).toEqual([[11], []]);
    a.limitMessages(100_000);
    a.send("control", new Uint8Array(20));
    a.send("bulk", new Uint8Array(30));
    await Promise.resolve();
    expect([here.sizes, control.sizes]).toEqual([[11, 31], [21]]);
    a.close(done);
  });

  test("puts messages of one turn into one frame, also if it is closed in the same turn", async () => {
    const { a, b, here, control } = linked();
    const { events, ended } = followLink(b);
    a.limitMessages(100_000);
    b.limitMessages(100_000);
    for (const size of [1, 2, 3]) a.send("control", new Uint8Array(size));
    await Promise.resolve();
    for (const size of [4, 5]) a.send("bulk", new Uint8Array(size));
    a.close(done);
    await ended;
    expect([here.sizes, control.sizes]).toEqual([[14], [13]]);
    expect(events.map((event) => (event.type === "message" ? event.bytes.length : event.type))).toEqual([
      1,
      2,
      3,
      4,
      5,
      "ended",
    ]);
  });

  test("emits no further message of a shared frame after its listener has closed it", async () => {
    const { a, b } = linked();
    a.limitMessages(100_000);
    b.limitMessages(100_000);
    const heard: (number | string)[] = [];
    const ended = new Promise<void>((resolve) => {
      b.listen((event) => {
        heard.push(event.type === "message" ? event.bytes.length : event.type);
        if (event.type === "message" && event.bytes.length === 2) b.close(done);
        if (event.type === "ended") resolve();
      });
    });
    for (const size of [1, 2, 3]) a.send("control", new Uint8Array(size));
    await ended;
    expect(heard).toEqual([1, 2, "ended"]);
  });

  test("accepts no shared frame before the handshake", async () => {
    const { a, b } = linked();
    a.limitMessages(100_000);
    const heard = new Heard(b);
    for (const size of [1, 2]) a.send("control", new Uint8Array(size));
    await heard.until(() => heard.events.length > 0);
    expect(heard.events).toEqual([{ type: "malformed", problem: expect.stringContaining("shared frame") }]);
    b.close(done);
  });

  test("keeps the queue of the control channel short, too", async () => {
    const { a, b, control } = linked();
    a.limitMessages(64 * 1024 * 1024);
    b.limitMessages(64 * 1024 * 1024);
    let heard = 0;
    const arrived = new Promise<void>((resolve) => {
      b.listen((event) => {
        if (event.type === "message") heard += 1;
        if (heard === 100) resolve();
      });
    });
    for (let i = 0; i < 100; i += 1) a.send("control", new Uint8Array(60_000));
    await Promise.resolve();
    expect(a.backlogBytes).toBeGreaterThan(0);
    await arrived;
    expect(control.peakBytes).toBeLessThanOrEqual(highWaterBytes + maxFrameBytes);
    a.close(done);
  });

  test.each([
    ["has sunk", {}],
    ["has sunk, and had been full before the high-water mark", { queueBytes: 600_000 }],
  ])("goes on when the browser does not say that its queue %s", async (_, faults) => {
    const { a, b, here } = linked(faults);
    b.limitMessages(8 * 1024 * 1024);
    const arrived = new Promise<number>((resolve) => {
      b.listen((event) => {
        if (event.type === "message") resolve(event.bytes.length);
      });
    });
    here.forgetSent();
    a.send("bulk", new Uint8Array(4_000_000));
    expect(await arrived).toBe(4_000_000);
    a.close(done);
  });

  test("is lost, without throwing, when the browser refuses a frame while its queue has room", async () => {
    const { a, here, released } = linked();
    const { ended } = followLink(a);
    here.refuseFrames(1);
    a.send("control", new Uint8Array(1));
    expect(await ended).toMatchObject({
      end: { type: "lost", reason: { key: "channel-refused-frame", message: expect.any(String) } },
    });
    expect(released).toContain("a");
  });

  test("ends without throwing when it sends on a channel that is closing", async () => {
    const { a, here } = linked();
    const { ended } = followLink(a);
    here.close();
    a.send("control", new Uint8Array(1));
    expect(await ended).toMatchObject({ end: { type: "remote" } });
  });

  test.each([
    ["text", "hello", "a frame of text"],
    ["nothing", new ArrayBuffer(0), "an empty frame"],
    ["an unknown kind of frame", new Uint8Array([99]).buffer, "unknown kind"],
    ["a piece of no message", new Uint8Array([6, 1]).buffer, "a piece of no bulk message"],
    ["a frame that is too large", new ArrayBuffer(maxFrameBytes + 1), "a frame of 65537 bytes"],
  ])("hears nothing behind %s, and says its last words to who sent it", async (_, data, problem) => {
    const { a, b, here } = linked();
    const [atA, atB] = [new Heard(a), new Heard(b)];
    here.receiveFrame(data);
    here.receiveFrame(new Uint8Array([0, 1]).buffer);
    here.receiveFrame("again");
    expect(atA.events).toEqual([{ type: "malformed", problem: expect.stringContaining(problem) }]);
    a.send("control", new Uint8Array(7));
    a.close(done);
    await Promise.all([atA.ended(), atB.ended()]);
    expect(atA.events).toHaveLength(2);
    expect(atB.messages.map(({ bytes }) => bytes.length)).toEqual([7]);
  });

  test("ends, drops its backlog and releases its connection on a loss, without an event of the channel", async () => {
    const { a, here, released } = linked();
    const { ended } = followLink(a);
    a.send("bulk", new Uint8Array(5_000_000));
    here.vanish();
    a.loseConnection({ key: "no-path-any-more" });
    a.loseConnection({ key: "no-fingerprints" });
    expect(await ended).toEqual({ type: "ended", end: { type: "lost", reason: { key: "no-path-any-more" } } });
    expect(a.backlogBytes).toBe(0);
    expect(released).toEqual(["a"]);
  });

  test("releases its connection once on each side after a close", async () => {
    const { a, b, released } = linked();
    const ends = [followLink(a).ended, followLink(b).ended];
    a.close(done);
    a.close(done);
    await Promise.all(ends);
    expect(released.toSorted()).toEqual(["a", "b"]);
  });

  test("leaves no timer once its connection is released, which would keep a process", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const { a, b, released } = linked();
    const ends = [followLink(a).ended, followLink(b).ended];
    a.close(done);
    await Promise.all(ends);
    expect(released.toSorted()).toEqual(["a", "b"]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("emits changes of the path until its end", async () => {
    const { a } = linked();
    const { events, ended } = followLink(a);
    a.notePath("wavering");
    a.notePath("steady");
    a.close(done);
    a.notePath("wavering");
    await ended;
    expect(events.map((event) => (event.type === "path-changed" ? event.path : event.type))).toEqual([
      "wavering",
      "steady",
      "ended",
    ]);
  });

  test("is admitted when larger messages are allowed", () => {
    const { a } = linked();
    let admissions = 0;
    a.whenAdmitted(() => {
      admissions += 1;
    });
    a.limitMessages(4096);
    expect(admissions).toBe(0);
    a.limitMessages(100_000);
    a.limitMessages(200_000);
    expect(admissions).toBe(1);
    a.close(done);
  });

  test("asks for array buffers, whatever the channel's default is", () => {
    const { a, here } = linked();
    expect(here.binaryType).toBe("arraybuffer");
    a.close(done);
  });
});
