import { SharingCoordinator } from "./actors/sharing-coordinator.ts";
import { loseBlobs, storedBytes } from "./actors/storage.ts";
import { VolunteerActor } from "./actors/volunteer.ts";
import { expect, test } from "./fixtures.ts";

const inputBytes = 2 * 1024 * 1024;

/** Inputs that differ: each is that of every third task. */
const inputs = 3;

/** What all else takes: handshakes, batches, heads, and the pages' program. */
const overheadBytes = 1024 * 1024;

/** Pieces that are under way when a link breaks are sent once more, as a busy machine may have it. */
const underWayBytes = 1024 * 1024;

test("[S10] inputs of 2 MB that several tasks share are sent once to each volunteer, and not again for the next job", async ({
  server,
  newPage,
}) => {
  const coordinator = new SharingCoordinator(await newPage("coordinator"));
  await coordinator.open(server.origin);
  const link = await coordinator.joinLink(server.origin);
  const names = ["laptop-1", "laptop-2"];
  const volunteers = await Promise.all(names.map(async (name) => new VolunteerActor(await newPage(name), name)));
  await Promise.all(volunteers.map((volunteer) => volunteer.join(link)));

  await coordinator.startWithInputs({ count: 60, inputs, inputBytes });
  await coordinator.waitForDone(60);
  const most = names.length * inputs * inputBytes + overheadBytes;
  const again = async (): Promise<number> => (await coordinator.connections()) - names.length;
  expect(await coordinator.bytesSent()).toBeGreaterThan(inputs * inputBytes);
  expect(await coordinator.bytesSent()).toBeLessThan(most + (await again()) * underWayBytes);

  await coordinator.startWithInputs({ count: 30, inputs, inputBytes });
  await coordinator.waitForDone(30);
  expect(await coordinator.bytesSent()).toBeLessThan(most + overheadBytes + (await again()) * underWayBytes);

  // Ninety tasks have them, and two jobs: each is on record once, and gone with the last job.
  const stored = await storedBytes(coordinator.page);
  expect(stored).toBeGreaterThan(inputs * inputBytes);
  expect(stored).toBeLessThan(inputs * inputBytes + overheadBytes);
  // A job whose end is not listed yet is not deleted.
  const leftOver = async (): Promise<number> => {
    await coordinator.deleteJobs();
    return storedBytes(coordinator.page);
  };
  await expect.poll(leftOver).toBeLessThan(overheadBytes);
});

test("a large input that cannot be read any more stops its job, which says at which task and why, and goes on once it can", async ({
  server,
  newPage,
}) => {
  const small = 20;
  const coordinator = new SharingCoordinator(await newPage("coordinator"));
  await coordinator.open(server.origin);
  const kept = async (): Promise<number> => (await coordinator.shown())?.inputsKept ?? 0;
  await coordinator.startOpen(small);
  // What comes together is read together: the large one is by itself.
  await expect.poll(kept).toBe(small);
  await coordinator.addLarge(inputBytes);
  await expect.poll(kept).toBe(small + 1);
  const putBack = await loseBlobs(coordinator.page);
  const volunteer = new VolunteerActor(await newPage("laptop"), "laptop");
  await volunteer.join(await coordinator.joinLink(server.origin));
  const reason = expect.stringContaining("not on record");
  await expect.poll(() => coordinator.shown()).toMatchObject({ phase: "paused", stuck: { task: small, reason } });
  await expect.poll(async () => (await coordinator.shown())?.done).toBe(small);
  await putBack();
  await coordinator.resume();
  await expect.poll(() => coordinator.shown()).toMatchObject({ done: small + 1, stuck: null });
});

test("[S10] an input whose link breaks in the middle is gone on with where its bytes ended", async ({
  server,
  newPage,
}) => {
  const largeBytes = 8 * 1024 * 1024;
  const coordinator = new SharingCoordinator(await newPage("coordinator"));
  await coordinator.open(server.origin);
  const volunteer = new VolunteerActor(await newPage("laptop"), "laptop");
  await volunteer.join(await coordinator.joinLink(server.origin));
  await coordinator.cutAfter(largeBytes / 2);
  await coordinator.startWithInputs({ count: 2, inputs: 1, inputBytes: largeBytes });
  await coordinator.waitForDone(2);
  await expect(volunteer.page.getByRole("log")).toContainText("The link was lost");
  const sent = await coordinator.bytesSent();
  expect(sent).toBeGreaterThan(largeBytes);
  expect(sent).toBeLessThan(largeBytes + overheadBytes + ((await coordinator.connections()) - 1) * underWayBytes);
});
