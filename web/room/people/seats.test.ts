import { expect, test } from "vitest";
import { decodeDown, encodeUp } from "../../core/wire/codec.ts";
import type { DownMessage } from "../../core/wire/messages.ts";
import { proveAsVolunteer } from "../../links/prove-link.ts";
import { tabOf } from "../../membership/testing/fake-environment.ts";
import type { InstantLink } from "../../membership/testing/instant-link.ts";
import { OpenedRoom } from "../testing/opened-room.ts";
import { standardSeats } from "./seats.ts";

interface Proven {
  readonly link: InstantLink;
  readonly heard: DownMessage[];
  isOver: boolean;
}

/** A link from a network that has proved itself, and what comes over it. */
async function proven({ browser, environment }: OpenedRoom, origin: string | null): Promise<Proven> {
  const link = environment.host.connect(origin);
  const one: Proven = { link, heard: [], isOver: false };
  proveAsVolunteer(link, environment.host.identity, environment, () => {
    link.listen((event) => {
      if (event.type === "ended") one.isOver = true;
      if (event.type !== "message") return;
      const decoded = decodeDown(event.lane, event.bytes);
      if (decoded.type === "value") one.heard.push(decoded.value);
    });
  });
  await browser.passTime(10);
  return one;
}

async function join(opened: OpenedRoom, { link }: Proven, tab: number): Promise<void> {
  const says = { type: "join", tab: tabOf(tab), name: `tab ${tab}`, device: "", slots: 1, features: [] } as const;
  const { lane, bytes } = encodeUp(says);
  link.send(lane, bytes);
  await opened.browser.passTime(1);
}

/** Fills all seats of the network. */
async function fill(opened: OpenedRoom, origin: string): Promise<void> {
  for (let tab = 1; tab <= standardSeats.ofOneNetwork; tab += 1) {
    await join(opened, await proven(opened, origin), tab);
  }
}

test("one network has half of the seats, and is told so; others get in", async () => {
  const opened = await OpenedRoom.open();
  await fill(opened, "a");
  const late = await proven(opened, "a");
  const other = await proven(opened, "b");
  const own = await proven(opened, null);
  await join(opened, late, 1_001);
  expect(late.isOver).toBe(true);
  expect(late.heard).toEqual([{ type: "goodbye", reason: "broke-rules", detail: "network-full" }]);
  await join(opened, other, 1_002);
  await join(opened, own, 1_003);
  expect([other.isOver, own.isOver]).toEqual([false, false]);
});

test("a room may be opened with other limits", async () => {
  const opened = await OpenedRoom.open({ seatLimits: { volunteers: 3, ofOneNetwork: 2 } });
  for (let tab = 1; tab <= 2; tab += 1) await join(opened, await proven(opened, "a"), tab);
  const third = await proven(opened, "a");
  await join(opened, third, 3);
  expect(third.heard).toMatchObject([{ detail: "network-full" }]);
  await join(opened, await proven(opened, "b"), 4);
  expect((await proven(opened, "c")).isOver).toBe(true);
});

test("a tab that comes back takes its own seat, however full its network is", async () => {
  const opened = await OpenedRoom.open();
  await fill(opened, "a");
  const again = await proven(opened, "a");
  await join(opened, again, 7);
  expect(again.heard[0]).toMatchObject({ type: "welcome" });
});

test("links that prove themselves and do not say what they are make place for those that do", async () => {
  const opened = await OpenedRoom.open();
  const silent: Proven[] = [];
  for (let link = 0; link < 60; link += 1) silent.push(await proven(opened, "a"));
  const one = await proven(opened, "a");
  await join(opened, one, 1);
  expect(one.heard[0]).toMatchObject({ type: "welcome" });
  expect(silent.filter(({ isOver }) => !isOver).length).toBeLessThanOrEqual(20);
  const lines = opened.state.log.filter(({ saying }) => saying.key === "newcomer-turned-away");
  expect(lines).toHaveLength(1);
  expect(lines[0]?.times).toBeGreaterThan(30);
});
