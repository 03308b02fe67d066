import { networkInterfaces } from "node:os";
import type { Locator } from "@playwright/test";
import { CoordinatorActor } from "./actors/coordinator.ts";
import { phone } from "./actors/devices.ts";
import { VolunteerActor } from "./actors/volunteer.ts";
import { expect, test } from "./fixtures.ts";

/** This machine's address on its network. Pages there are no secure contexts. */
function lanAddress(): string | undefined {
  const addresses = Object.values(networkInterfaces()).flatMap((found) => found ?? []);
  return addresses.find(({ family, internal }) => family === "IPv4" && !internal)?.address;
}

/** Checks that it is visible, and no higher than a line of its text. */
async function expectOneLine(text: Locator): Promise<void> {
  await expect(text).toBeVisible();
  const lines = await text.evaluate(
    (element) => element.clientHeight / Number.parseFloat(getComputedStyle(element).lineHeight),
  );
  expect(lines).toBeLessThan(1.5);
}

test.use({ host: lanAddress() ?? "127.0.0.1" });

test("everything works over plain http at the LAN address, copying the link included", async ({ newPage, server }) => {
  const page = await newPage("coordinator");
  const coordinator = new CoordinatorActor(page);
  await coordinator.open(server.origin);
  expect(await page.evaluate(() => isSecureContext)).toBe(lanAddress() === undefined);
  await page.getByRole("button", { name: "Copy link" }).click();
  await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
  const volunteer = new VolunteerActor(await newPage("volunteer", phone), "phone");
  await volunteer.join(await coordinator.joinLink(server.origin));
  if (lanAddress() !== undefined) await expectOneLine(volunteer.page.getByText("Keep this screen on: plain http"));
  await coordinator.start({ Count: 5, "Longest sleep": 0 });
  await coordinator.expectEachResultOnce(5);
});
