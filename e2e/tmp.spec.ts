import { SharingCoordinator } from "./actors/sharing-coordinator.ts";
import { VolunteerActor } from "./actors/volunteer.ts";
import { test } from "./fixtures.ts";
test("x", async ({ server, newPage }) => {
  const t0 = Date.now();
  const log = (s: string) => console.log(((Date.now() - t0) / 1000).toFixed(1), s);
  const coordinator = new SharingCoordinator(await newPage("coordinator"));
  await coordinator.open(server.origin);
  log("open");
  const volunteer = new VolunteerActor(await newPage("laptop"), "laptop");
  await volunteer.join(await coordinator.joinLink(server.origin));
  log("joined");
  await coordinator.cutAfter(10 * 1024 * 1024);
  await coordinator.start(30, 20 * 1024 * 1024);
  log("started");
  for (let i = 0; i < 200; i++) {
    const b = await coordinator.bytesSent();
    const d = await coordinator.page.evaluate(() => globalThis.sharingRoom.doneOfShown());
    if (i % 5 === 0) log(`${b} ${d}`);
    if (d === 30) break;
    await new Promise((r) => setTimeout(r, 100));
  }
  log("done");
});
