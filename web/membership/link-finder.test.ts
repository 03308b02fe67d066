import { expect, test, vi } from "vitest";
import { volunteer } from "../core/handshake/testing/sample-room.ts";
import type { Link } from "../links/link.ts";
import { createMemoryLinkPair } from "../links/memory-link.ts";
import { browserClock } from "../environment/browser/browser-clock.ts";
import { proveAsCoordinator } from "../links/prove-link.ts";
import { randomBytes } from "../links/random.ts";
import { Connector, type ConnectorEvent } from "./link-finder.ts";
import type { Refused, Dialer } from "../environment/dialer.ts";

const { identity } = volunteer;
const nobodyThere: Refused = { ok: false, problem: "no-path", detail: "nobody answers" };

/** A coordinator that is there as long as `isThere` says so; `signals` are those of the tries so far. */
function meet(isThere: () => boolean, absent = (): Refused => nobodyThere) {
  const links: Link[] = [];
  const others: string[] = [];
  const signals: AbortSignal[] = [];
  const dialer: Dialer = {
    findRoom: async () => ({ ok: true, identity }),
    dial: async (keys, signal) => {
      signals.push(signal);
      if (!isThere()) return absent();
      const [coordinatorEnd, link] = createMemoryLinkPair();
      proveAsCoordinator(
        coordinatorEnd,
        keys,
        { clock: browserClock, randomBytes },
        () => true,
        () => undefined,
      );
      return { ok: true, link };
    },
  };
  const hear = (event: ConnectorEvent): void => {
    if (event.type !== "linked") {
      others.push(event.type);
      return;
    }
    links.push(event.link);
    connector.found();
  };
  const connector = new Connector(dialer, () => 0, hear);
  connector.connect(identity);
  return { connector, links, others, signals };
}

test("while the path wavers the coordinator is looked for beside the link, and found as soon as it is back", async () => {
  let isThere = true;
  const { connector, links, others, signals } = meet(() => isThere);
  await vi.waitFor(() => expect(links).toHaveLength(1));
  isThere = false;
  connector.doubt("path");
  connector.doubt("path");
  await vi.waitFor(() => expect(signals.length).toBeGreaterThan(2), 3_000);
  // Nothing is lost yet, so nobody hears of a search.
  expect(others).toEqual(["step", "step"]);
  isThere = true;
  await vi.waitFor(() => expect(links).toHaveLength(2), 5_000);
  connector.close();
});

test("a path that is steady again ends the search beside the link", async () => {
  let isThere = true;
  const { connector, links, signals } = meet(() => isThere);
  await vi.waitFor(() => expect(links).toHaveLength(1));
  isThere = false;
  connector.doubt("path");
  await vi.waitFor(() => expect(signals).toHaveLength(2));
  connector.trust("path");
  expect(signals[1]?.aborted).toBe(true);
  expect(links).toHaveLength(1);
  connector.close();
});

test("silence and a path that wavers are one search, which ends when neither is left", async () => {
  let isThere = true;
  const { connector, links, signals } = meet(() => isThere);
  await vi.waitFor(() => expect(links).toHaveLength(1));
  isThere = false;
  connector.doubt("silence");
  connector.doubt("path");
  await vi.waitFor(() => expect(signals).toHaveLength(2));
  connector.trust("silence");
  expect(signals[1]?.aborted).toBe(false);
  connector.trust("path");
  expect(signals[1]?.aborted).toBe(true);
  connector.close();
});

test("a link that is lost while its path wavers is looked for by one search, not by two", async () => {
  let isThere = true;
  const { connector, links, others, signals } = meet(() => isThere);
  await vi.waitFor(() => expect(links).toHaveLength(1));
  isThere = false;
  connector.doubt("path");
  await vi.waitFor(() => expect(signals).toHaveLength(2));
  connector.search("no path to the other side any more");
  expect(signals[1]?.aborted).toBe(true);
  isThere = true;
  await vi.waitFor(() => expect(links).toHaveLength(2), 5_000);
  expect(others).toContain("searching");
  connector.close();
});

test("a lost room that the server does not know is waited for as after its restart, and closed once a minute has passed", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  try {
    let isThere = true;
    let isKnown = false;
    const unknown: Refused = { ok: false, problem: "unknown-room", detail: "" };
    const { connector, links, others } = meet(
      () => isThere,
      () => (isKnown ? nobodyThere : unknown),
    );
    await vi.waitFor(() => expect(links).toHaveLength(1));
    isThere = false;
    connector.search("the other side closed the link");
    await vi.advanceTimersByTimeAsync(50_000);
    isKnown = true;
    await vi.advanceTimersByTimeAsync(5_000);
    isKnown = false;
    await vi.advanceTimersByTimeAsync(55_000);
    expect(others).not.toContain("refused");
    await vi.advanceTimersByTimeAsync(15_000);
    expect(others).toContain("refused");
    connector.close();
  } finally {
    vi.useRealTimers();
  }
});
