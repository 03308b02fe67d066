import { openBundled } from "../actors/open-bundled.ts";
import { VolunteerActor } from "../actors/volunteer.ts";
import { expect, test } from "./fixtures.ts";

test("a volunteer outlives a coordinator that keeps to no measure, computes what it is given, and says why it goes", async ({
  newPage,
  server,
}) => {
  const page = await newPage("false coordinator");
  await openBundled(page, server.origin, "false-room.ts");
  await page.waitForFunction(() => "falseRoom" in globalThis);
  const path = await page.evaluate(() => globalThis.falseRoom.coordinator.openRoom());
  const volunteer = new VolunteerActor(await newPage("laptop"), "laptop");
  await volunteer.join(`${server.origin}${path}`, 2);
  await volunteer.expectIn();
  const heard = (type: Parameters<typeof count>[0]): Promise<number> => page.evaluate(count, type);

  await test.step("more leases than a heartbeat can name are named by several", async () => {
    await page.evaluate(() => {
      const { coordinator } = globalThis.falseRoom;
      coordinator.openJob(1, { source: "export default () => new Promise(() => {})" });
      for (let lease = 0; lease < 2_500; lease += 1) coordinator.grant(1);
    });
    await expect.poll(() => page.evaluate(() => globalThis.falseRoom.coordinator.leasesNamed())).toBe(2_500);
    await page.evaluate(() => globalThis.falseRoom.coordinator.closeJob(1));
  });

  await test.step("jobs that open and close without end pile nothing up", async () => {
    await page.evaluate(async () => {
      const { coordinator } = globalThis.falseRoom;
      for (let job = 2; job < 62; job += 1) {
        coordinator.openJob(job, { source: `export default () => { for (;;); } // ${job}` });
        coordinator.grant(job);
        // A close would overtake what it closes.
        await coordinator.untilRead();
        coordinator.closeJob(job);
      }
    });
    await expect(volunteer.slots.first()).toBeVisible();
  });

  await test.step("pieces that nobody asked for, and those of a blob that is not what it is called, are given up", async () => {
    await page.evaluate(() => {
      const { coordinator, unknownBlob } = globalThis.falseRoom;
      const blob = unknownBlob("a", 1_000_000);
      for (let piece = 0; piece < 10; piece += 1) coordinator.sayPiece(blob, 0, 262_144);
      coordinator.sendsPieces = true;
      coordinator.openJob(300, { source: "export default () => 1", shared: blob });
    });
    await expect.poll(() => heard("unequipped")).toBe(1);
    await page.evaluate(() => {
      const { coordinator, unknownBlob } = globalThis.falseRoom;
      coordinator.sendsPieces = false;
      for (const digit of ["b", "c", "d"]) {
        const shared = unknownBlob(digit, 128 * 1024 * 1024);
        coordinator.openJob(301 + Number.parseInt(digit, 16), { source: "export default () => 1", shared });
      }
    });
    // Two of the three are all that it keeps.
    await expect.poll(() => heard("unequipped")).toBe(2);
  });

  await test.step("it computes on", async () => {
    await page.evaluate(() => {
      const { coordinator } = globalThis.falseRoom;
      coordinator.openJob(400, { source: "export default (n) => n" });
      coordinator.grant(400);
    });
    await expect.poll(() => heard("results")).toBe(1);
    // One for each slot, and those that may still be ending.
    expect(volunteer.page.workers().length).toBeLessThanOrEqual(2 + 16);
  });

  await test.step("a frame and a message that are none end the stay, with the reason on both sides", async () => {
    const spoilt = [
      ["a frame of text", () => globalThis.falseRoom.coordinator.sendFrame("hello")],
      ['unknown type "obey"', () => globalThis.falseRoom.coordinator.sayFields({ type: "obey" })],
    ] as const;
    for (const [at, [reason, send]] of spoilt.entries()) {
      await page.evaluate(send);
      await volunteer.page.getByText("Details", { exact: true }).click();
      await expect(volunteer.page.getByText(reason)).toBeVisible();
      await expect.poll(() => heard("goodbye")).toBe(at + 1);
      const goodbye = await page.evaluate(() => globalThis.falseRoom.coordinator.heard.at(-1));
      expect(goodbye).toMatchObject({ reason: "refused-message", detail: reason });
      await volunteer.reload();
    }
    // Once at first, and once for each time that a person wanted it.
    expect(await heard("join")).toBe(1 + spoilt.length);
  });
});

function count(type: Parameters<typeof globalThis.falseRoom.coordinator.count>[0]): number {
  return globalThis.falseRoom.coordinator.count(type);
}
