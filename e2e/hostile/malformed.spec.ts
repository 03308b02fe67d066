import type { Liar } from "./actors/liar.ts";
import { expect, test } from "./fixtures.ts";

interface Malformed {
  readonly what: string;
  /** What both sides read about it. */
  readonly reason: string;
  readonly send: (liar: Liar) => Promise<void>;
}

/** Sent past the link: no link writes such frames. */
function frame(what: string, reason: string, data: readonly number[] | string): Malformed {
  const send = (liar: Liar): Promise<void> =>
    liar.client.evaluate((client, given) => {
      client.sendFrame("main", typeof given === "string" ? given : Uint8Array.from(given));
    }, data);
  return { what, reason, send };
}

function message(what: string, reason: string, fields: Readonly<Record<string, unknown>>): Malformed {
  return {
    what,
    reason,

    send: (liar) => liar.client.evaluate((client, given) => client.sayFields(given), fields),
  };
}

function rawMessage(what: string, reason: string, lane: "control" | "bulk", text: string): Malformed {
  const send = (liar: Liar): Promise<void> =>
    liar.client.evaluate((client, [on, given]) => client.sayBytes(on, new TextEncoder().encode(given)), [
      lane,
      text,
    ] as const);
  return { what, reason, send };
}

/** Under a lease that it has. */
function results(what: string, reason: string, claim: Parameters<Liar["claim"]>[0]): Malformed {
  return { what, reason, send: (liar) => liar.claim(claim) };
}

const again = { type: "join", tab: "0".repeat(32), name: "again", device: "", slots: 1, features: [] };

const everyKind: readonly Malformed[] = [
  frame("a frame of text", "a frame of text", "hello"),
  frame("a frame of no kind", "an unknown kind of frame (99)", [99]),
  frame("a piece of nothing", "a piece of no bulk message", [6, 1]),
  frame("a short cut message", "a cut bulk message of only 9 bytes", [5, 9, 0, 0, 0, 1]),
  frame("4 GB to come", "a bulk message of 4294967295 bytes", [5, 255, 255, 255, 255, 1]),
  frame(
    "a frame of 64 KiB and a byte",
    "a frame of 65537 bytes",
    Array.from({ length: 65_537 }, () => 0),
  ),
  frame("an endless shared frame", "a shared frame that ends within a message", [7, 255, 255, 1]),
  rawMessage("no JSON", "control message: ", "control", "{"),
  rawMessage("a list", "control message: no object", "control", "[]"),
  rawMessage("a header beyond the end", "bulk message: a header of", "bulk", "zzzz"),
  message("no type", "unknown type", {}),
  message("a strange type", 'unknown type "obey"', { type: "obey" }),
  message("a prototype's name", 'unknown type "__proto__"', { type: "__proto__" }),
  message("a message of the other side", 'unknown type "welcome"', { type: "welcome", epoch: 1 }),
  message("a second join", "join, said twice", again),
  rawMessage("results on the control lane", "results: came on the control lane", "control", '{"type":"results"}'),
  message("too many leases", "heartbeat.leases: ", {
    type: "heartbeat",
    leases: Array.from({ length: 1_025 }, () => ({ epoch: 1, lease: 1 })),
  }),
  message("fewer slots than none", "join.slots: ", { ...again, slots: -1 }),
  message("half a slot", "join.slots: ", { ...again, slots: 1.5 }),
  message("a line of a novel", "console.text: ", {
    type: "console",
    job: 1,
    task: 0,
    level: "log",
    text: "x".repeat(2_001),
    dropped: 0,
  }),
  message("more than all", "progress.running: ", { type: "progress", running: [{ job: 1, task: 0, part: 2 }] }),
  results("a runtime of NaN", "results.block: runtime NaN", { runtimeMs: Number.NaN }),
  results("a runtime below nothing", "results.block: runtime -1", { runtimeMs: -1 }),
  results("an endless runtime", "results.block: runtime Infinity", { runtimeMs: Number.POSITIVE_INFINITY }),
  results("an endless start", "results.beganMsAgo: ", { fields: { beganMsAgo: 1e300 } }),
  results("busy below nothing", "results.busyMs: ", { fields: { busyMs: -1 } }),
  results("no tasks", "results.block: 0 tasks", { tasks: [] }),
  results("an outcome of no kind", "results.block: unknown outcome 6", { outcome: 6 }),
  results("a task beyond the end", "has no task 1000000", { tasks: [1_000_000] }),
  results("columns that do not fit", "bulk message: the columns do not fill the message", {
    fields: { columns: [1, 2, 3] },
  }),
];

test("whatever is malformed ends that link alone, with its reason on both sides", async ({
  coordinator,
  volunteers,
  liars,
}) => {
  const [honest] = await volunteers(1);
  // So that each liar is given a task.
  await honest?.button("Pause").click();
  await coordinator.start({ Count: 4, "Shortest sleep": 0, "Longest sleep": 0 });
  for (const { send, reason, what } of everyKind) {
    const liar = await liars.create(what);
    expect(await liar.enter(), what).toBe(true);
    await send(liar);
    expect(await liar.end(), what).toContain(reason);
    const line = coordinator.log.locator("p", { hasText: new RegExp(`^${what} is (gone|sent away): `) }).first();
    await expect(line, what).toContainText(reason);
  }
  await honest?.button("Resume").click();
  await coordinator.expectEachResultOnce(4);
});

const wrongJoins = [
  [{ name: "x".repeat(41) }, "join.name: expected text of 1 to 40 characters, got text of 41"],
  [{ name: "" }, 'join.name: expected text of 1 to 40 characters, got ""'],
  [{ slots: 0 }, "join.slots: expected whole number 1 to 256, got 0"],
  [{ slots: -1 }, "join.slots: expected whole number 1 to 256, got -1"],
  [{ slots: 1.5 }, "join.slots: expected whole number 1 to 256, got 1.5"],
  [{ slots: 10_000 }, "join.slots: expected whole number 1 to 256, got 10000"],
] as const;

test("a wrong join and a wrong proof are told why, and stand in the log once, however often they come", async ({
  coordinator,
  liars,
}) => {
  const liar = await liars.create();
  for (const [at, [words, reason]] of wrongJoins.entries()) {
    for (let time = 0; time < 3; time += 1) {
      expect(await liar.enter(words)).toBe(false);
      expect(await liar.end()).toBe(`broke-rules: ${reason}`);
    }
    // Whatever is wrong with them: the newest stands for all.
    const line = `A volunteer was turned away: it sent what no volunteer sends (${reason}) (${3 * (at + 1)} times)`;
    await expect(coordinator.log.locator("p")).toHaveText([line]);
  }
  for (let time = 0; time < 3; time += 1) {
    await liar.client.evaluate((client) => client.dial());
    expect(await liar.client.evaluate((client) => client.proveFalsely())).toContain('"reason":"wrong-key"');
  }
  const line = coordinator.log.locator("p", { hasText: /key/ });
  await expect(line).toHaveText(/^A volunteer was turned away: .*\(3 times\)$/);
  // Frames count as what they are before the handshake, too.
  await liar.client.evaluate((client) => client.dial());
  await liar.client.evaluate((client) => client.sendFrame("main", "hello"));
  expect(await liar.client.evaluate((client) => client.prove())).toBe(false);
  expect(await liar.end()).toBe('malformed: thrown message="a frame of text"');
  await expect(coordinator.log).toContainText("A volunteer was turned away: a frame of text");
  await expect(coordinator.page.getByText("Nobody is here yet")).toBeVisible();
});

test("a page that sends what is no message shows so, comes back when its person wants that, and is one line of the log", async ({
  coordinator,
  volunteers,
}) => {
  const [honest] = await volunteers(1);
  if (honest === undefined) throw new Error("nobody is here");
  for (const times of ["", " (2 times)"]) {
    await honest.page.evaluate(() => {
      const sound = Object.getOwnPropertyDescriptor(RTCDataChannel.prototype, "send") ?? {};
      RTCDataChannel.prototype.send = function spoil(): void {
        Object.defineProperty(RTCDataChannel.prototype, "send", sound);
        this.send("hello");
      };
    });
    await expect(honest.heading).toHaveText("The coordinator closed the link");
    await expect(honest.page.getByText("a frame of text")).toBeAttached();
    const line = `${honest.name} is gone: it sent what no volunteer sends (a frame of text)${times}`;
    await expect(coordinator.log.locator("p", { hasText: "is gone" })).toHaveText([line]);
    await honest.button("Try again").click();
    await honest.expectIn();
  }
  await coordinator.start({ Count: 3, "Shortest sleep": 0, "Longest sleep": 0 });
  await coordinator.expectEachResultOnce(3);
});
