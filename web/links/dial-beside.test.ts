import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { dialBeside, directMs } from "./dial-beside.ts";
import type { Dial, DialOutcome, Link } from "./link.ts";
import { createMemoryLinkPair } from "./memory-link.ts";
import { besideDirect } from "./relay/relay-beside.ts";

/** A try that the test ends. */
class ScriptedTry {
  signal: AbortSignal | null = null;
  answer: () => void = () => {};
  end: (outcome: DialOutcome) => void = () => {};

  get isBegun(): boolean {
    return this.signal !== null;
  }

  readonly dial = (signal: AbortSignal, onAnswered: () => void = () => {}): Promise<DialOutcome> => {
    this.signal = signal;
    this.answer = onAnswered;
    return new Promise((resolve) => {
      this.end = resolve;
    });
  };
}

const noPath: DialOutcome = { type: "failed", failure: "no-path", seen: { key: "no-path-found" } };
const late: DialOutcome = { type: "failed", failure: "no-answer", seen: { key: "server-silent" } };
const full: DialOutcome = {
  type: "failed",
  failure: "no-path",
  seen: { key: "thrown", message: "The relay is full." },
};

function openLink(): { readonly outcome: DialOutcome; readonly link: Link; readonly isOver: () => boolean } {
  const [link] = createMemoryLinkPair();
  let isOver = false;
  link.listen((event) => {
    isOver ||= event.type === "ended";
  });
  return { outcome: { type: "opened", link }, link, isOver: () => isOver };
}

function dialling(loadRelay: (relay: Dial) => Promise<Dial> = async (relay) => relay) {
  const [direct, relay] = [new ScriptedTry(), new ScriptedTry()];
  const caller = new AbortController();
  const dial = dialBeside(direct.dial, async () => besideDirect(await loadRelay(relay.dial)));
  const outcome = dial(caller.signal);
  return { direct, relay, caller, outcome };
}

/** Lets everything happen that waits for nothing. */
const turns = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

test("a direct link that opens in time is the link, and no relay is begun", async () => {
  const { direct, relay, outcome } = dialling();
  direct.answer();
  await vi.advanceTimersByTimeAsync(directMs - 1);
  const opened = openLink();
  direct.end(opened.outcome);
  expect(await outcome).toBe(opened.outcome);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(relay.isBegun).toBe(false);
});

test("without an answer of the coordinator no relay is begun, however long that takes", async () => {
  const { direct, relay, outcome } = dialling();
  await vi.advanceTimersByTimeAsync(60_000);
  direct.end(late);
  expect(await outcome).toBe(late);
  expect(relay.isBegun).toBe(false);
});

test("a relay is begun where there is no path after a while, and is used at once when it opens", async () => {
  const { direct, relay, outcome } = dialling();
  direct.answer();
  await vi.advanceTimersByTimeAsync(directMs);
  expect(relay.isBegun).toBe(true);
  const opened = openLink();
  relay.end(opened.outcome);
  expect(await outcome).toBe(opened.outcome);
});

test.each([noPath, { ...noPath, failure: "unsupported" as const }])(
  "a relay is begun at once where %o",
  async (why) => {
    const { direct, relay, outcome } = dialling();
    direct.end(why);
    await turns();
    expect(relay.isBegun).toBe(true);
    const opened = openLink();
    relay.end(opened.outcome);
    expect(await outcome).toBe(opened.outcome);
  },
);

test.each(["direct", "relay"] as const)(
  "of two that open the first is the link, and the other is closed: %s",
  async (first) => {
    const tries = dialling();
    tries.direct.answer();
    await vi.advanceTimersByTimeAsync(directMs);
    const [winner, loser] = [openLink(), openLink()];
    tries[first].end(winner.outcome);
    await turns();
    tries[first === "direct" ? "relay" : "direct"].end(loser.outcome);
    expect(await tries.outcome).toBe(winner.outcome);
    vi.useRealTimers();
    await vi.waitFor(() => expect(loser.isOver()).toBe(true));
    expect(winner.isOver()).toBe(false);
  },
);

test("a direct path may still come while the relay fails", async () => {
  const { direct, relay, outcome } = dialling();
  direct.answer();
  await vi.advanceTimersByTimeAsync(directMs);
  relay.end(full);
  await turns();
  const opened = openLink();
  direct.end(opened.outcome);
  expect(await outcome).toBe(opened.outcome);
});

test("where both fail the problem is the path's, and what is told is why there is no relay", async () => {
  const { direct, relay, outcome } = dialling();
  direct.end({ ...noPath, failure: "unsupported" });
  await turns();
  relay.end(full);
  expect(await outcome).toEqual({
    type: "failed",
    failure: "unsupported",
    seen: { key: "thrown", message: "The relay is full." },
  });
});

test("where the relay's code cannot be loaded the direct try decides", async () => {
  const { direct, outcome } = dialling(() => Promise.reject(new Error("no such chunk")));
  direct.answer();
  await vi.advanceTimersByTimeAsync(directMs);
  const opened = openLink();
  direct.end(opened.outcome);
  expect(await outcome).toBe(opened.outcome);
});

test("a relay that is begun is called off with the dial, and once the direct link is open", async () => {
  const calledOff = dialling();
  calledOff.direct.end(noPath);
  await turns();
  calledOff.caller.abort();
  expect(calledOff.relay.signal?.aborted).toBe(true);
  calledOff.relay.end({ ...noPath, seen: { key: "called-off" } });
  expect(await calledOff.outcome).toMatchObject({ type: "failed", seen: { key: "called-off" } });
  const overtaken = dialling();
  overtaken.direct.answer();
  await vi.advanceTimersByTimeAsync(directMs);
  overtaken.direct.end(openLink().outcome);
  expect((await overtaken.outcome).type).toBe("opened");
  expect(overtaken.relay.signal?.aborted).toBe(true);
});

test("a dial that is called off begins no relay", async () => {
  const { direct, relay, caller, outcome } = dialling();
  caller.abort();
  expect(direct.signal?.aborted).toBe(true);
  direct.end({ ...noPath, seen: { key: "called-off" } });
  expect(await outcome).toMatchObject({ seen: { key: "called-off" } });
  expect(relay.isBegun).toBe(false);
});
