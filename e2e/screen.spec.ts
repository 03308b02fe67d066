import type { Page } from "@playwright/test";
import { VolunteerActor } from "./actors/volunteer.ts";
import { phone as phoneDevice } from "./actors/devices.ts";
import { expect, test } from "./fixtures.ts";

/** Records each lock that the browser grants, so that a test sees which are held. */
function noteScreenLocks(): void {
  const given: WakeLockSentinel[] = [];
  // oxlint-disable-next-line typescript/unbound-method -- called with the lock that it is asked of
  const { request } = WakeLock.prototype;
  WakeLock.prototype.request = async function (this: WakeLock, type) {
    const sentinel = await request.call(this, type);
    given.push(sentinel);
    return sentinel;
  };
  Reflect.set(globalThis, "locksHeld", () => given.filter(({ released }) => !released).length);
  /** Hides the page or shows it again, as the browser does. */
  Reflect.set(globalThis, "showPage", async (isShown: boolean) => {
    Object.defineProperty(document, "visibilityState", { value: isShown ? "visible" : "hidden", configurable: true });
    if (!isShown) await Promise.all(given.map(async (sentinel) => sentinel.release()));
    document.dispatchEvent(new Event("visibilitychange"));
  });
}

async function locksHeld(page: Page): Promise<unknown> {
  return page.evaluate(() => Reflect.apply(Reflect.get(globalThis, "locksHeld"), null, []));
}

async function show(page: Page, isShown: boolean): Promise<void> {
  await page.evaluate((shown) => Reflect.apply(Reflect.get(globalThis, "showPage"), null, [shown]), isShown);
}

test("a volunteer keeps its screen on while it works, and says so where its browser cannot", async ({
  coordinator,
  newPage,
  server,
}) => {
  const link = await coordinator.joinLink(server.origin);
  const page = await newPage("phone", phoneDevice);
  // A browser without windows asks for it.
  await page.context().grantPermissions(["screen-wake-lock"]);
  await page.addInitScript(noteScreenLocks);
  const phone = new VolunteerActor(page, "phone");
  const old = new VolunteerActor(await newPage("old phone", phoneDevice), "old phone");
  await old.page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, "wakeLock"));
  await Promise.all([phone.join(link), old.join(link)]);

  await expect(old.page.getByText("Keep this screen on: the browser will not.")).toBeVisible();
  await old.button("Pause").click();
  await expect(old.page.getByText("Keep this screen on:")).toBeHidden();

  await expect.poll(() => locksHeld(page)).toBe(1);
  await expect(page.getByText("Keep this screen on:")).toBeHidden();
  await show(page, false);
  expect(await locksHeld(page)).toBe(0);
  await show(page, true);
  await expect.poll(() => locksHeld(page)).toBe(1);
  await phone.button("Pause").click();
  await expect.poll(() => locksHeld(page)).toBe(0);
  await phone.button("Resume").click();
  await expect.poll(() => locksHeld(page)).toBe(1);
  await phone.button("Leave").click();
  await expect.poll(() => locksHeld(page)).toBe(0);
});

test("a browser that refuses to keep the screen on is no trouble: a phone's page asks its person, a computer's does not", async ({
  coordinator,
  newPage,
  server,
}) => {
  const link = await coordinator.joinLink(server.origin);
  const phone = new VolunteerActor(await newPage("tired phone", phoneDevice), "tired phone");
  const laptop = new VolunteerActor(await newPage("tired laptop"), "tired laptop");
  for (const { page } of [phone, laptop]) {
    await page.addInitScript(() => {
      WakeLock.prototype.request = async () => {
        throw new DOMException("The battery is low.", "NotAllowedError");
      };
    });
  }
  await Promise.all([phone.join(link), laptop.join(link)]);
  await expect(phone.page.getByText("Keep this screen on: the browser will not.")).toBeVisible();
  await expect(laptop.page.getByText("Keep this screen on:")).toBeHidden();
});
