import { expect, test } from "./fixtures.ts";

const twoSeconds = { Count: 10, "Shortest sleep": 2, "Longest sleep": 2 };

/** What each client is told, and the log says. */
const notGranted = /results under lease \d+, which was not granted so/;

test("results that were not asked for count for nothing, and who brings them is sent away by name", async ({
  coordinator,
  volunteers,
  liars,
}) => {
  await volunteers(1, 2);
  const [own, invented, cut, thief] = await Promise.all(
    ["own lease", "made-up lease", "cut ticket", "thief"].map((name) => liars.enter(name)),
  );
  if (own === undefined || invented === undefined || cut === undefined || thief === undefined) throw new Error("none");
  await coordinator.start(twoSeconds);
  await Promise.all([own, invented, cut].map((liar) => liar.takeAndLose()));
  await Promise.all([own, invented, cut].map((liar) => liar.enter()));
  const every = Array.from({ length: 10 }, (_, task) => task);
  const batch = await own.firstBatch();

  await test.step("all other tasks under a lease that it had, and with them as if it had been given them", async () => {
    await own.claim({ offered: true, tasks: every });
    expect(await own.end()).toMatch(notGranted);
    expect(await own.enter()).toBe(true);
    await own.claim({ offered: true, tasks: every, granted: every });
    expect(await own.end()).toMatch(notGranted);
  });

  await test.step("its tasks under a lease that it makes up", async () => {
    await invented.claim({ offered: true, fields: { lease: batch.lease + 100 } });
    expect(await invented.end()).toMatch(notGranted);
  });

  await test.step("with a part of its ticket", async () => {
    await cut.claim({ offered: true, fields: { offered: batch.ticket.slice(0, 31) } });
    expect(await cut.end()).toMatch(/results.offered: expected 32 hex digits/);
  });

  await test.step("with another tab's ticket", async () => {
    await thief.claimUnder(own, { offered: true });
    expect(await thief.end()).toMatch(notGranted);
  });

  await test.step("and, without an offer, under leases that it never had", async () => {
    expect(await thief.enter()).toBe(true);
    await thief.claimUnder(own, { fields: { lease: 4_000_000 } });
    expect(await thief.end()).toMatch(/lease 4000000 was never granted/);
    expect(await thief.enter()).toBe(true);
    await thief.claimUnder(own, { fields: { epoch: batch.epoch + 1 } });
    expect(await thief.end()).toMatch(/epoch \d+ has not begun/);
  });

  for (const name of ["own lease", "made-up lease", "cut ticket", "thief"]) {
    await expect(coordinator.log).toContainText(`${name} is gone: it sent what no volunteer sends (`);
  }
  await coordinator.expectEachResultOnce(10);
});

test("after the coordinator's page has come back nobody makes a lease of its earlier start up", async ({
  coordinator,
  volunteers,
  liars,
}) => {
  const [honest] = await volunteers(1, 2);
  const liar = await liars.enter();
  await coordinator.start({ ...twoSeconds, Count: 6 });
  await liar.takeAndLose();
  await coordinator.reload();
  await coordinator.expectBack([honest?.name ?? ""]);
  const { lease, epoch, ticket } = await liar.firstBatch();
  const lies = [{ lease: lease + 7 }, { epoch: epoch + 1 }, { offered: `${ticket.slice(16)}${ticket.slice(0, 16)}` }];
  for (const fields of lies) {
    expect(await liar.enter()).toBe(true);
    await liar.claim({ offered: true, fields });
    expect(await liar.end()).toMatch(notGranted);
  }
  await coordinator.expectEachResultOnce(6);
});
