import type { Page } from "@playwright/test";
import { CoordinatorActor } from "./actors/coordinator.ts";
import { VolunteerActor } from "./actors/volunteer.ts";
import { removeWebRtc } from "./actors/without-webrtc.ts";
import { serverAway } from "./expected-noise.ts";
import { expect, test, type Fixtures } from "./fixtures.ts";

test.use({ relays: true });

const relayed = "relayed (encrypted)";

/** Connections of the page have no address of their own, so that no path to them is found. */
async function hidePaths(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super({ ...configuration, iceTransportPolicy: "relay" });
      }
    };
  });
}

/** A volunteer that joins from a page which was prepared so. */
async function joinFrom(
  newPage: Fixtures["newPage"],
  name: string,
  prepare: (page: Page) => Promise<void>,
  link: string,
): Promise<VolunteerActor> {
  const volunteer = new VolunteerActor(await newPage(name), name);
  await prepare(volunteer.page);
  await volunteer.join(link);
  return volunteer;
}

/** Links that the server relays now. */
async function relayedLinks(origin: string): Promise<unknown> {
  const health: unknown = await (await fetch(`${origin}/healthz`)).json();
  return Reflect.get(Object(Reflect.get(Object(health), "relay")), "links");
}

test("volunteers without a path to the coordinator compute over the server's relay, through the coordinator's reload, the loss of one of them and a restart of the server [P1] [P3]", async ({
  coordinator,
  newPage,
  server,
  expectedNoise,
}) => {
  expectedNoise.push(serverAway);
  const link = await coordinator.joinLink(server.origin);
  const staying = await joinFrom(newPage, "pathless", hidePaths, link);
  const dying = await joinFrom(newPage, "without WebRTC", removeWebRtc, link);
  for (const { name } of [staying, dying]) await expect(coordinator.volunteerRow(name)).toContainText(relayed);
  for (const volunteer of [staying, dying]) await expect.poll(() => volunteer.figure("Link")).toBe(relayed);
  await expect.poll(() => relayedLinks(server.origin)).toBe(2);

  await coordinator.start({ Count: 12, "Shortest sleep": 1, "Longest sleep": 1 });
  await dying.waitForTask();
  await dying.kill();
  await expect(coordinator.goneVolunteer(dying.name)).toHaveCount(1);
  await coordinator.waitForDone(3);
  await coordinator.reload();
  await coordinator.expectBack([staying.name]);
  await expect(coordinator.volunteerRow(staying.name)).toContainText(relayed);
  await server.stop();
  await server.start();
  await coordinator.expectEachRowOnce(12);
  await expect.poll(() => relayedLinks(server.origin)).toBe(1);
});

test("a coordinator whose browser has no WebRTC has its volunteers over the relay, those with WebRTC, too", async ({
  newPage,
  server,
}) => {
  const coordinator = new CoordinatorActor(await newPage("coordinator"));
  await removeWebRtc(coordinator.page);
  await coordinator.open(server.origin);
  const volunteer = await joinFrom(newPage, "ordinary", async () => {}, await coordinator.joinLink(server.origin));
  await expect(coordinator.volunteerRow(volunteer.name)).toContainText(relayed);
  await coordinator.start({ Count: 3, "Shortest sleep": 0, "Longest sleep": 1 });
  await coordinator.expectEachResultOnce(3);
});

test.describe("where the server relays nothing", () => {
  test.use({ relays: false });

  test("a link is direct, and both pages say so", async ({ coordinator, volunteers, server }) => {
    const [volunteer] = await volunteers(1);
    await expect(coordinator.volunteerRow("laptop-1")).toContainText("direct");
    await expect.poll(() => volunteer?.figure("Link")).toBe("direct");
    expect(await relayedLinks(server.origin)).toBe(0);
  });

  test("a volunteer without WebRTC is told that it cannot take part", async ({ coordinator, newPage, server }) => {
    const page = await newPage("without WebRTC");
    await removeWebRtc(page);
    const link = new URL(await coordinator.joinLink(server.origin));
    link.searchParams.set("name", "nobody");
    link.searchParams.set("autojoin", "1");
    await page.goto(link.href);
    await expect(page.getByRole("alert")).toContainText("It has no WebRTC data channels");
  });
});
