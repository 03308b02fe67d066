import { SharingCoordinator } from "./actors/sharing-coordinator.ts";
import { VolunteerActor } from "./actors/volunteer.ts";
import { expect, test } from "./fixtures.ts";

const sharedBytes = 8 * 1024 * 1024;

/** What all else takes: handshakes, batches, heads. */
const overheadBytes = 1024 * 1024;

/** Pieces that are under way when a link breaks are sent once more, as a busy machine may have it. */
const underWayBytes = 1024 * 1024;

test("[S10] a shared value of 8 MB is sent once to each of four volunteers, and not again for the next job", async ({
  server,
  newPage,
}) => {
  const coordinator = new SharingCoordinator(await newPage("coordinator"));
  await coordinator.open(server.origin);
  const link = await coordinator.joinLink(server.origin);
  const names = ["laptop-1", "laptop-2", "laptop-3", "laptop-4"];
  const volunteers = await Promise.all(names.map(async (name) => new VolunteerActor(await newPage(name), name)));
  await Promise.all(volunteers.map((volunteer) => volunteer.join(link)));

  await coordinator.start(120, sharedBytes);
  await coordinator.waitForDone(120);
  // The first job may be over before the last of them has all of it.
  await expect.poll(() => coordinator.bytesSent()).toBeGreaterThan(names.length * sharedBytes);
  const sentForFirst = await coordinator.bytesSent();
  const again = async (): Promise<number> => (await coordinator.connections()) - names.length;
  const mostForFirst = names.length * sharedBytes + overheadBytes;
  expect(sentForFirst).toBeLessThan(mostForFirst + (await again()) * underWayBytes);

  await coordinator.start(80, sharedBytes);
  await coordinator.waitForDone(80);
  const tasks = await coordinator.tasksBy();
  // They are listed in the order in which they came in.
  expect([...tasks.keys()].toSorted()).toEqual(names);
  for (const name of names) expect(tasks.get(name), `tasks that ${name} has done`).toBeGreaterThan(0);
  // A link that breaks now takes nothing of the value with it.
  expect(await coordinator.bytesSent()).toBeLessThan(sentForFirst + overheadBytes);
});

test("[S10] a shared value whose link breaks in the middle is gone on with where its bytes ended", async ({
  server,
  newPage,
}) => {
  const coordinator = new SharingCoordinator(await newPage("coordinator"));
  await coordinator.open(server.origin);
  const volunteer = new VolunteerActor(await newPage("laptop"), "laptop");
  await volunteer.join(await coordinator.joinLink(server.origin));
  await coordinator.cutAfter(sharedBytes / 2);
  await coordinator.start(30, sharedBytes);
  await coordinator.waitForDone(30);
  await expect(volunteer.page.getByRole("log")).toContainText("The link was lost");
  const sent = await coordinator.bytesSent();
  expect(sent).toBeGreaterThan(sharedBytes);
  expect(sent).toBeLessThan(sharedBytes + overheadBytes + ((await coordinator.connections()) - 1) * underWayBytes);
});
