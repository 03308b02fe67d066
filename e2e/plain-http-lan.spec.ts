import { networkInterfaces } from "node:os";
import { CoordinatorActor } from "./actors/coordinator.ts";
import { VolunteerActor } from "./actors/volunteer.ts";
import { expect, test } from "./fixtures.ts";

/** This machine's own address on its network; pages there are no secure contexts. */
function lanAddress(): string | undefined {
  const addresses = Object.values(networkInterfaces()).flatMap((found) => found ?? []);
  return addresses.find(({ family, internal }) => family === "IPv4" && !internal)?.address;
}

test.use({ host: lanAddress() ?? "127.0.0.1" });

test("everything works over plain http at the LAN address, copying the link included", async ({ newPage, server }) => {
  const page = await newPage("coordinator");
  const coordinator = new CoordinatorActor(page);
  await coordinator.open(server.origin);
  expect(await page.evaluate(() => isSecureContext)).toBe(lanAddress() === undefined);
  await page.getByRole("button", { name: "Copy link" }).click();
  await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
  const volunteer = new VolunteerActor(await newPage("volunteer"), "phone");
  await volunteer.join(await coordinator.joinLink(server.origin));
  await coordinator.start({ Count: 5, "Longest sleep": 0 });
  await coordinator.expectEachResultOnce(5);
});
