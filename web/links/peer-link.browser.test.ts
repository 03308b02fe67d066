import type { Seen } from "../core/seen.ts";
import { Peer } from "peerjs";
import { describe, expect, test } from "vitest";
import { describeLink } from "./link.contract.ts";
import { createPeerDial } from "./peer-dial.ts";
import {
  sendThrough,
  cleanUpLater,
  dialTo,
  endOf,
  hex,
  hostAt,
  opened,
  openRoom,
  startServer,
  stopServer,
} from "./testing/peer-room.ts";

const done: Seen = { key: "closed-here" };

describeLink("peer", async () => {
  const room = await openRoom();
  const followed = hostAt(room);
  await followed.next();
  const [b, a] = await Promise.all([dialTo(room).then(opened), followed.link()]);
  return {
    a,
    b,
    dispose: () => {
      a.close(done);
    },
  };
});

describe("a peer host", () => {
  test("refuses every serialization but raw, and goes on", { timeout: 20_000 }, async () => {
    const room = await openRoom();
    const followed = hostAt(room);
    await followed.next();
    const stranger = new Peer(`${room.star}-${hex(16)}`, { ...room.signaling, config: { iceServers: [] } });
    cleanUpLater(() => {
      stranger.destroy();
    });
    await new Promise<void>((resolve) => {
      stranger.on("open", () => {
        resolve();
      });
    });
    const opens: string[] = [];
    for (const serialization of ["json", "binary", "binary-utf8", "default"]) {
      const connection = stranger.connect(room.star, { serialization, reliable: true });
      connection.on("open", () => opens.push(serialization));
      connection.on("error", () => {});
    }
    const [link] = await Promise.all([followed.link(), dialTo(room).then(opened)]);
    expect(link.kind).toBe("peer");
    expect(opens).toEqual([]);
    expect(followed.events.map(({ type }) => type)).toEqual(["reachable", "link-opened"]);
  });

  test("accepts links of a crowd that dials at once, a few at a time", { timeout: 60_000 }, async () => {
    const room = await openRoom();
    const followed = hostAt(room);
    await followed.next();
    const crowd = Array.from({ length: 30 }, () => dialTo(room).then(opened));
    for (const _ of crowd) {
      const link = await followed.link();
      // As after a proof: the link is admitted, and the next offer is accepted.
      link.limitMessages(64 * 1024);
    }
    expect((await Promise.all(crowd)).map(({ kind }) => kind)).toEqual(crowd.map(() => "peer"));
  });

  test(
    "has links that prove nothing make place for newcomers, and tells where they come from",
    { timeout: 60_000 },
    async () => {
      const room = await openRoom();
      const followed = hostAt(room);
      await followed.next();
      const silent = await Promise.all(Array.from({ length: 16 }, () => dialTo(room).then(opened)));
      expect(silent).toHaveLength(16);
      const origins: (string | null)[] = [];
      for (const _ of silent) origins.push((await followed.link()).origin);
      // All are of this computer, so they have one tag.
      expect(new Set(origins).size).toBe(1);
      expect(origins[0]).toMatch(/^[0-9a-f]{16}$/);
      const ended = Promise.race(silent.map(endOf));
      const [link] = await Promise.all([followed.link(), dialTo(room).then(opened)]);
      expect(link.origin).toBe(origins[0]);
      expect((await ended).type).toBe("ended");
    },
  );

  test("is not let in with another token than its id's, and says so", async () => {
    const room = await openRoom();
    const { token } = await openRoom();
    const reason = { key: "thrown", message: expect.stringContaining("The token is not that of the coordinator") };
    expect(await hostAt({ ...room, token }).next()).toEqual({ type: "unreachable", reason });
    expect(await hostAt(room).next()).toEqual({ type: "reachable" });
  });

  test("gets its id back at once with the same token, as after a reload", async () => {
    const room = await openRoom();
    expect((await hostAt(room).next()).type).toBe("reachable");
    expect((await hostAt(room).next()).type).toBe("reachable");
  });

  test(
    "keeps its links while the signaling server is away, and is found again when it is back",
    { timeout: 30_000 },
    async () => {
      const room = await openRoom();
      const followed = hostAt(room);
      await followed.next();
      const [theirs, ours] = await Promise.all([dialTo(room).then(opened), followed.link()]);
      await stopServer(room.signaling);
      expect((await followed.next()).type).toBe("unreachable");
      expect(await sendThrough(ours, theirs)).toBe(17);
      await startServer(room.signaling.port);
      expect((await followed.next()).type).toBe("reachable");
      expect(await sendThrough(theirs, ours)).toBe(17);
      await Promise.all([dialTo(room).then(opened), followed.link()]);
      expect(followed.events.filter(({ type }) => type === "link-opened")).toHaveLength(2);
    },
  );

  test("starts while the signaling server is away, and registers when it is back", { timeout: 30_000 }, async () => {
    const room = await openRoom();
    await stopServer(room.signaling);
    const followed = hostAt(room);
    expect((await followed.next()).type).toBe("unreachable");
    await startServer(room.signaling.port);
    expect((await followed.next()).type).toBe("reachable");
  });

  test("leaves open links alone when it is closed", async () => {
    const room = await openRoom();
    const followed = hostAt(room);
    await followed.next();
    const [theirs, ours] = await Promise.all([dialTo(room).then(opened), followed.link()]);
    followed.host.close();
    expect(await sendThrough(ours, theirs)).toBe(17);
  });
});

describe("a peer dial", () => {
  test("fails with `nobody-there` if no coordinator is registered", { timeout: 20_000 }, async () => {
    const room = await openRoom();
    expect(await dialTo(room)).toMatchObject({ type: "failed", failure: "nobody-there" });
  });

  test("says that the signaling server is away", async () => {
    const room = await openRoom();
    await stopServer(room.signaling);
    expect(await dialTo(room)).toMatchObject({ type: "failed", failure: "signaling-away" });
  });

  test("says that the coordinator does not answer if no answer comes in time", async () => {
    const room = await openRoom();
    // A coordinator that never answers an offer.
    const { host, port } = room.signaling;
    const silent = new WebSocket(`ws://${host}:${port}/peer/peerjs?key=peerjs&id=${room.star}&token=${room.token}`);
    cleanUpLater(() => {
      silent.close();
    });
    await new Promise<void>((resolve) => {
      silent.addEventListener("message", () => {
        resolve();
      });
    });
    expect(await dialTo(room, 1_500)).toMatchObject({ type: "failed", failure: "no-answer" });
  });

  test("is called off at once, also before it has begun", async () => {
    const room = await openRoom();
    const options = {
      newPeerId: () => `${room.star}-${hex(16)}`,
      token: hex(32),
      coordinatorPeerId: room.star,
      signaling: room.signaling,
    };
    const calledOff = { type: "failed", seen: { key: "called-off" } };
    expect(await createPeerDial(options)(AbortSignal.abort())).toMatchObject(calledOff);
    const controller = new AbortController();
    const outcome = createPeerDial(options)(controller.signal);
    controller.abort();
    expect(await outcome).toMatchObject(calledOff);
  });
});

describe("a peer link", () => {
  test("has certificates for fingerprints", async () => {
    const room = await openRoom();
    const followed = hostAt(room);
    await followed.next();
    const [theirs, ours] = await Promise.all([dialTo(room).then(opened), followed.link()]);
    expect(ours.fingerprints.local).toMatch(/^sha-256 [0-9A-F]{2}(:[0-9A-F]{2}){31}$/);
    expect(theirs.fingerprints).toEqual({ local: ours.fingerprints.remote, remote: ours.fingerprints.local });
  });

  test("ends for the coordinator soon after the volunteer's page is gone", { timeout: 20_000 }, async () => {
    const room = await openRoom();
    const followed = hostAt(room);
    await followed.next();
    const [theirs, ours] = await Promise.all([dialTo(room).then(opened), followed.link()]);
    const ended = endOf(ours);
    theirs.close(done);
    // Where only silence told of it, the link would count as lost.
    expect(await ended).toMatchObject({ end: { type: "remote" } });
  });
});
