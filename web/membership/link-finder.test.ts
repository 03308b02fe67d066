import { expect, test } from "vitest";
import { volunteer } from "../core/handshake/testing/sample-room.ts";
import type { Refused } from "../environment/dialer.ts";
import type { Link } from "../links/link.ts";
import { LinkFinder } from "./link-finder.ts";
import { FakeEnvironment, settled } from "./testing/fake-environment.ts";

const unanswered: Refused = { type: "refused", problem: "no-path", seen: { key: "thrown", message: "no answer" } };
const unknown: Refused = { type: "refused", problem: "unknown-room", seen: null };

/** A finder whose links are welcomed at once, after its first link. */
async function findFirstLink(welcomes = true) {
  const environment = new FakeEnvironment();
  const { coordinator } = environment;
  const links: Link[] = [];
  const others: string[] = [];
  const finder: LinkFinder = new LinkFinder(environment, (event) => {
    if (event.type !== "linked") {
      others.push(event.type);
      return;
    }
    links.push(event.link);
    if (welcomes) finder.onWelcome();
  });
  finder.findLink(volunteer.identity);
  await settled();
  expect(links).toHaveLength(1);
  others.length = 0;
  return { environment, coordinator, finder, links, others };
}

test("while the path wavers the coordinator is looked for beside the link, and found as soon as it is back", async () => {
  const { environment, coordinator, finder, links, others } = await findFirstLink();
  coordinator.refusal = unanswered;
  finder.addDoubt("path");
  finder.addDoubt("path");
  await environment.passTime(3_000);
  expect(coordinator.dials).toBeGreaterThan(2);
  coordinator.refusal = null;
  await environment.passTime(3_000);
  expect(links).toHaveLength(2);
  // Nothing was lost, so nothing is announced but the link.
  expect(others).toEqual([]);
});

test("a path that is steady again ends the search beside the link", async () => {
  const { environment, coordinator, finder, links } = await findFirstLink();
  coordinator.refusal = unanswered;
  finder.addDoubt("path");
  await environment.passTime(300);
  expect(coordinator.dials).toBe(2);
  finder.removeDoubt("path");
  coordinator.refusal = null;
  await environment.passTime(60_000);
  expect(coordinator.dials).toBe(2);
  expect(links).toHaveLength(1);
});

test("silence and a path that wavers are one search, which ends when neither is left", async () => {
  const { environment, coordinator, finder } = await findFirstLink();
  coordinator.refusal = unanswered;
  finder.addDoubt("silence");
  finder.addDoubt("path");
  await environment.passTime(300);
  expect(coordinator.dials).toBe(2);
  finder.removeDoubt("silence");
  await environment.passTime(600);
  expect(coordinator.dials).toBe(3);
  finder.removeDoubt("path");
  await environment.passTime(60_000);
  expect(coordinator.dials).toBe(3);
});

test("a link that is being proven beside one that recovers is closed", async () => {
  const { environment, coordinator, finder, links } = await findFirstLink();
  coordinator.proves = false;
  finder.addDoubt("path");
  await environment.passTime(300);
  expect(coordinator.link.isOver).toBe(false);
  finder.removeDoubt("path");
  await settled();
  expect(coordinator.link.isOver).toBe(true);
  expect(links).toHaveLength(1);
  expect(environment.clock.pending).toBe(0);
});

test("a link that is lost while its path wavers is looked for by one search, not by two", async () => {
  const { environment, coordinator, finder, links, others } = await findFirstLink();
  coordinator.refusal = unanswered;
  finder.addDoubt("path");
  await environment.passTime(300);
  finder.findAnother({ key: "no-path-any-more" });
  expect(environment.clock.pending).toBe(1);
  coordinator.refusal = null;
  await environment.passTime(3_000);
  expect(links).toHaveLength(2);
  expect(others).toEqual(["searching"]);
});

test("a dialer that breaks ends the search beside the link, and is tried again once the link is lost", async () => {
  const { environment, coordinator, finder, links, others } = await findFirstLink();
  coordinator.refusal = new Error("the dialer broke");
  finder.addDoubt("path");
  await environment.passTime(60_000);
  expect(coordinator.dials).toBe(2);
  expect(others).toEqual([]);
  finder.findAnother({ key: "thrown", message: "lost" });
  await environment.passTime(150);
  coordinator.refusal = null;
  await environment.passTime(3_000);
  expect(links).toHaveLength(2);
});

test("a coordinator that closes links before they are proven is tried five times", async () => {
  const environment = new FakeEnvironment();
  const { coordinator } = environment;
  const refusals: unknown[] = [];
  const finder = new LinkFinder(environment, (event) => {
    if (event.type === "step" && event.step === "proof") coordinator.link.close({ key: "closed-here" });
    if (event.type === "refused") refusals.push(event);
  });
  finder.findLink(volunteer.identity);
  await environment.passTime(60_000);
  expect(coordinator.dials).toBe(5);
  expect(refusals).toEqual([{ type: "refused", problem: "coordinator-away", seen: { key: "closed-by-other-side" } }]);
});

test("a coordinator that proves itself and does not say welcome is left after ten seconds", async () => {
  const { environment, coordinator } = await findFirstLink(false);
  const { link } = coordinator;
  await environment.passTime(9_999);
  expect(link.isOver).toBe(false);
  await environment.passTime(1);
  expect(coordinator.messageOf("goodbye")?.reason).toBe("no-welcome");
  expect(link.isOver).toBe(true);
});

test("a lost room that the server does not know is waited for as after its restart, and closed once a minute has passed", async () => {
  const { environment, coordinator, finder, others } = await findFirstLink();
  coordinator.refusal = unknown;
  finder.findAnother({ key: "closed-by-other-side" });
  await environment.passTime(50_000);
  coordinator.refusal = unanswered;
  await environment.passTime(5_000);
  coordinator.refusal = unknown;
  await environment.passTime(55_000);
  expect(others).not.toContain("refused");
  await environment.passTime(15_000);
  expect(others.at(-1)).toBe("refused");
});

test("a lost coordinator is looked for for ten minutes", async () => {
  const { environment, coordinator, finder, others } = await findFirstLink();
  coordinator.refusal = { ...unanswered, problem: "coordinator-away" };
  finder.findAnother({ key: "thrown", message: "lost" });
  await environment.passTime(599_000);
  expect(others).not.toContain("refused");
  await environment.passTime(4_000);
  expect(others.at(-1)).toBe("refused");
  expect(environment.clock.pending).toBe(0);
});

test.each(["opened", "proven"])(
  "a finder that is closed while a link is being %s leaves no link and rings no more",
  async (when) => {
    const environment = new FakeEnvironment();
    const { coordinator } = environment;
    coordinator.proves = false;
    const events: string[] = [];
    const finder = new LinkFinder(environment, (event) => events.push(event.type));
    finder.findLink(volunteer.identity);
    if (when === "proven") await settled();
    finder.closeFinder();
    await settled();
    expect(coordinator.link.isOver).toBe(true);
    expect(environment.clock.pending).toBe(0);
    expect(events).toEqual(when === "proven" ? ["step", "step"] : ["step"]);
  },
);
