import type { Page } from "@playwright/test";
import { phone, tablet } from "./actors/devices.ts";
import { VolunteerActor } from "./actors/volunteer.ts";
import { expect, test } from "./fixtures.ts";

const wideName = "W".repeat(40);

/** Pixels that the page scrolls sideways. */
async function sidewaysPx(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

test("a page asks for a name, a code or a link as fits what it is shown on, and follows what is pasted", async ({
  coordinator,
  newPage,
  server,
}) => {
  await test.step("a small phone shows the name and Join without scrolling, and the details are folded", async () => {
    const page = await newPage("phone", phone);
    await page.goto(await coordinator.joinLink(server.origin));
    const join = page.getByRole("button", { name: "Join", exact: true });
    await expect(page.getByLabel("Your name")).toBeInViewport({ ratio: 1 });
    await expect(join).toBeInViewport({ ratio: 1 });
    expect((await join.boundingBox())?.height).toBeGreaterThanOrEqual(48);
    await expect(page.getByText("Your phone will compute tasks for it in a sandbox")).toBeInViewport({ ratio: 1 });
    await expect(page.getByText("JavaScript tasks that the coordinator sends")).toBeHidden();
    await expect(page.getByLabel(/^Slots/)).toBeHidden();
    await page.getByText("How much at a time?").click();
    await page.getByLabel(/^Slots/).fill("0");
    await page.getByText("How much at a time?").click();
    await join.click();
    await expect(page.getByLabel(/^Slots/)).toBeFocused();
  });

  await test.step("a page calls what it is shown on by its name", async () => {
    const link = await coordinator.joinLink(server.origin);
    for (const [word, device] of Object.entries({ tablet, computer: {} })) {
      const page = await newPage(word, device);
      await page.goto(link);
      await expect(page.getByText(`Your ${word} will compute`)).toBeVisible();
    }
  });

  await test.step("a name of forty wide letters widens no page of a phone", async () => {
    const page = await newPage("phone", phone);
    await page.goto(await coordinator.joinLink(server.origin));
    await page.getByLabel("Your name").fill(wideName);
    expect(await sidewaysPx(page)).toBe(0);
    await page.getByRole("button", { name: "Join", exact: true }).click();
    const volunteer = new VolunteerActor(page, wideName);
    await volunteer.expectIn();
    await expect(page.getByText(`In room ${await coordinator.roomCode()} as ${wideName}`)).toBeVisible();
    expect(await sidewaysPx(page)).toBe(0);
    await volunteer.reload();
    expect(await sidewaysPx(page)).toBe(0);
  });

  await test.step("a pasted link without a secret goes by its code", async () => {
    const page = await newPage("home");
    await page.goto(server.origin);
    await page.getByLabel("Room code").fill((await coordinator.joinLink(server.origin)).replace(/#.*/, ""));
    await page.getByRole("button", { name: "Go to the room" }).click();
    await page.getByRole("button", { name: "Join", exact: true }).click();
    await new VolunteerActor(page, "pasted").expectIn();
  });

  await test.step("a pasted link of another site says which, and goes there only when a person agrees", async () => {
    const page = await newPage("home", phone);
    await page.goto(server.origin);
    const { search, hash } = new URL(await coordinator.joinLink(server.origin));
    const elsewhere = `http://pool.example.org:8080/worker${search}${hash}`;
    const visited: string[] = [];
    await page.route("http://pool.example.org:8080/**", (route) => {
      visited.push(route.request().url());
      return route.fulfill({ contentType: "text/html", body: "<h1>Elsewhere</h1>" });
    });
    await page.getByLabel("Room code").fill(elsewhere);
    await page.getByRole("button", { name: "Go to the room" }).click();
    await expect(page.getByRole("alert")).toContainText("another site, pool.example.org:8080. Open it?");
    expect(visited).toEqual([]);
    expect(await sidewaysPx(page)).toBe(0);
    await page.getByRole("button", { name: "Stay here" }).click();
    await expect(page.getByRole("alert")).toBeHidden();
    await expect(page.getByLabel("Room code")).toBeFocused();
    await page.getByLabel("Room code").fill(elsewhere);
    await page.getByRole("button", { name: "Go to the room" }).click();
    await page.getByRole("button", { name: "Open pool.example.org:8080" }).click();
    await expect(page.getByRole("heading", { name: "Elsewhere" })).toBeVisible();
    expect(page.url()).toBe(elsewhere);
  });

  await test.step("a join link that is pasted into the code's field leads to the room, secret and all", async () => {
    // The secret is not lent, so it has to come from the link.
    await coordinator.page.getByRole("switch", { name: "Joining by code alone" }).uncheck();
    const page = await newPage("home");
    await page.goto(server.origin);
    const field = page.getByLabel("Room code");
    await expect(field).toHaveAttribute("autocapitalize", "characters");
    await expect(field).toHaveAttribute("enterkeyhint", "go");
    await field.fill(`  ${await coordinator.joinLink(server.origin)} `);
    await field.press("Enter");
    await page.getByRole("button", { name: "Join", exact: true }).click();
    await new VolunteerActor(page, "pasted").expectIn();
  });
});

test("opening a room is a button of the home page, and what concerns keys is folded", async ({ newPage, server }) => {
  const page = await newPage("home");
  await page.goto(server.origin);
  await expect(page.getByText("carry the room’s key")).toBeHidden();
  await page.getByText("Is this private?").click();
  await expect(page.getByText("carry the room’s key")).toBeVisible();
  await page.getByRole("button", { name: "Open a room" }).click();
  await expect(page.getByRole("heading", { name: /^Room [2-9A-HJKMNP-Z]{6}$/ })).toBeVisible();
});
