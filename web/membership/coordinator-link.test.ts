import { expect, test } from "vitest";
import { volunteer } from "../core/handshake/testing/sample-room.ts";
import { batch, committed, welcome } from "../core/volunteer/testing/down-messages.ts";
import { CoordinatorLink, type CoordinatorLinkEvent } from "./coordinator-link.ts";
import type { InstantLink } from "./testing/instant-link.ts";
import { FakeEnvironment, settled } from "./testing/fake-environment.ts";

/** A proven link that the coordinator has welcomed the volunteer over. */
async function openLink() {
  const environment = new FakeEnvironment();
  const events: CoordinatorLinkEvent[] = [];
  const link = new CoordinatorLink(environment, (event) => events.push(event));
  link.findLink(volunteer.identity);
  await settled();
  link.onWelcome();
  const { coordinator } = environment;
  return { environment, coordinator, link, events };
}

test("a first link is announced step by step", async () => {
  const { link, events } = await openLink();
  expect(events).toEqual([{ type: "step", step: "link" }, { type: "step", step: "proof" }, { type: "opened" }]);
  expect(link.state).toBe("steady");
});

test("a link that is dropped is closed with the reason as the last word, and another one is looked for", async () => {
  const { coordinator, link, events } = await openLink();
  link.dropLink("silence");
  await settled();
  expect(coordinator.messages).toEqual([{ type: "goodbye", reason: "silence", detail: "" }]);
  expect(coordinator.link.isOver).toBe(true);
  expect(events.map(({ type }) => type).slice(3)).toEqual(["lost", "searching"]);
});

test.each<[string, (link: InstantLink) => void, string]>([
  [
    "a message that breaks the rules",
    (link) => link.send("control", new TextEncoder().encode('{"type":"dance"}')),
    'unknown type "dance"',
  ],
  ["what is no message", (link) => link.sendMalformed("a frame of text"), "a frame of text"],
])("%s is refused, and both sides know why", async (_, say, reason) => {
  const { coordinator, events } = await openLink();
  say(coordinator.link);
  await settled();
  expect(coordinator.messages).toEqual([{ type: "goodbye", reason: "refused-message", detail: reason }]);
  expect(events).toContainEqual({
    type: "refused",
    problem: "other-version",
    seen: { key: "thrown", message: reason },
  });
});

test("a link that wavers is replaced, and its last messages are not heard any more", async () => {
  const { environment, coordinator, link, events } = await openLink();
  const former = coordinator.link;
  coordinator.links[0]?.cutLink();
  link.doubtLink();
  await environment.passTime(300);
  expect(coordinator.links).toHaveLength(2);
  expect(former.isOver).toBe(false);
  expect(events.slice(3)).toEqual([{ type: "replaced" }, { type: "opened" }]);
});

test("a link that is closed announces nothing more and leaves nothing behind", async () => {
  const { environment, coordinator, link, events } = await openLink();
  link.doubtLink();
  expect(environment.clock.pending).toBe(1);
  const before = events.length;
  link.closeLink();
  await settled();
  expect(environment.clock.pending).toBe(0);
  expect(coordinator.link.isOver).toBe(true);
  expect(events).toHaveLength(before);
});

test("what overtakes the welcome on the other lane is announced behind it, in its order", async () => {
  const { coordinator, events } = await openLink();
  for (const message of [batch(1, [0]), batch(2, [1]), welcome(), batch(3, [2]), committed(1)]) {
    coordinator.sendMessage(message);
  }
  await settled();
  const arrived = events.flatMap((event) => (event.type === "message-arrived" ? [event.message] : []));
  expect(arrived.map(({ type }) => type)).toEqual(["welcome", "batch", "batch", "batch", "committed"]);
  expect(arrived.flatMap((message) => (message.type === "batch" ? [message.lease] : []))).toEqual([1, 2, 3]);
});

test("a link over which more comes without a welcome than is kept is closed, and another one is looked for", async () => {
  const { coordinator, events } = await openLink();
  for (let lease = 1; lease <= 257; lease += 1) coordinator.sendMessage(batch(lease, [lease]));
  await settled();
  expect(coordinator.messages).toEqual([{ type: "goodbye", reason: "no-welcome", detail: "" }]);
  expect(events.map(({ type }) => type).slice(3)).toEqual(["lost", "searching"]);
});
